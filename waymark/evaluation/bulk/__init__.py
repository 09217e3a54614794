"""The bulk evaluator: a framework's rules as one SQL text that many engines run, with the answers of the judge."""
