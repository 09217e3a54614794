"""The bulk evaluator: a framework's rules turned into one SQL text that many engines run and that gives the judge's answers."""
