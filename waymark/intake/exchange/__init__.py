"""The exchange folder: the open format in which records come in to be evaluated, and figures go out."""
