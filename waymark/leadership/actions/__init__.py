"""Keeping the record of who does careers work: the team, its leader, its training, its advisers, its governor."""


class TeamRefused(ValueError):
    """The record cannot be so; the message says why, and `field` at which box of the form it is."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


def in_words(text: str, what: str, *, most: int) -> str:
    """The text without spaces it does not need; refuses none at all, and more than `most` letters."""
    tidy = " ".join(text.split())
    if not tidy:
        raise TeamRefused(f"Give {what}.")
    if len(tidy) > most:
        raise TeamRefused(f"{what.capitalize()} must be {most} characters or fewer.")
    return tidy
