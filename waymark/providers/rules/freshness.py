"""How long what a provider said of itself is taken to be right."""

from datetime import date, timedelta

REMIND_AFTER = timedelta(days=300)  # days since it was last verified, when it is asked to look again
REMIND_AGAIN_AFTER = timedelta(days=30)
STALE_AFTER = timedelta(days=365)  # when it is hidden until it is verified


def verified_since(on: date) -> date:
    """The first day on which an entry must have been verified to be shown on a day."""
    return on - STALE_AFTER


def is_stale(verified_on: date | None, on: date) -> bool:
    """Whether an entry is hidden on a day because nobody has said for too long that it is right."""
    return verified_on is None or verified_on < verified_since(on)


def hidden_from(verified_on: date) -> date:
    """The day on which an entry last verified then is hidden."""
    return verified_on + STALE_AFTER + timedelta(days=1)


def is_to_be_reminded(verified_on: date | None, reminded_on: date | None, on: date) -> bool:
    """Whether a provider is to be asked on a day to look at its entry again: from ten months on, once a month."""
    due = verified_on is None or on - verified_on >= REMIND_AFTER
    return due and (reminded_on is None or on - reminded_on >= REMIND_AGAIN_AFTER)
