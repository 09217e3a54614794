"""Languages as people type them beside a time or a request."""

import re

_BETWEEN = re.compile(r"[,;/&]|\band\b", re.IGNORECASE)


def languages_in(typed: str) -> frozenset[str]:
    """The languages named, in small letters: “Polish, Dari and Pashto” is three."""
    return frozenset(name for part in _BETWEEN.split(typed) if (name := " ".join(part.casefold().split())))
