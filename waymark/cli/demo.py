"""Commands of this part of the program."""

import typer


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
