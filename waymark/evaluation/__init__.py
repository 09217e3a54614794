"""Self-assessment answers and judgements computed from records, under one version of a framework."""
