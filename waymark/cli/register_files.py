"""Files of the public register, from the command line."""

from waymark.access.scope import acting, everything
from waymark.cli.imports import Asked
from waymark.intake.files import content_of_path
from waymark.intake.outcome import Outcome
from waymark.intake.reading import FileRefused, Reading
from waymark.intake.registers import LARGEST, take_register


def take_in(asked: Asked) -> Outcome:
    """Take in one file of schools, links, colleges, councils, hubs or trusts."""
    try:
        content = content_of_path(asked.path, LARGEST)
    except FileRefused as refusal:
        return Outcome(asked.kind, "", Reading(problems=refusal.problems))
    with acting(everything("command line")) as scope:
        return take_register(
            kind=asked.kind,
            content=content,
            filename=asked.path.name,
            on=asked.on,
            dry_run=asked.dry_run,
            tell=asked.tell,
            by=scope,
        )
