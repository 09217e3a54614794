"""The parts of documents: each module has `section(asked) -> Section | None`, None where there is nothing to say."""
