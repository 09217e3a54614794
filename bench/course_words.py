"""Words to make up courses from: subjects out of our own list of synonyms, and towns that are not."""

from waymark.opportunities.search.synonyms import FILE

STARTS = (
    "Certificate",
    "Diploma",
    "Award",
    "Introduction to skills",
    "Extended Diploma",
    "Apprenticeship",
    "Short course",
)
ENDINGS = ("College", "Training", "Academy", "Adult Learning", "Skills Centre")
_FIRST = ("Ash", "Birch", "Cold", "Dun", "Elm", "Fair", "Glen", "Hart", "Ivy", "Kirk", "Lang", "Mill", "North", "Oak")
_LAST = (
    "bridge",
    "bury",
    "combe",
    "dale",
    "ford",
    "ham",
    "ley",
    "mouth",
    "port",
    "stead",
    "ton",
    "well",
    "wick",
    "worth",
)


def subjects() -> list[str]:
    """Every phrase of the list, in its order."""
    said: dict[str, None] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        for phrase in line.partition("#")[0].split(","):
            if phrase.strip():
                said[phrase.strip()] = None
    return list(said)


def towns() -> list[str]:
    """Places that are on no map."""
    return [first + last for first in _FIRST for last in _LAST]
