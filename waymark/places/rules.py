"""Decisions about the register's rows that need no query: what a place is, and the words it is found by."""

import re
import unicodedata

from waymark.places.models import Kind, Setting, Status

_STATUSES = {
    "open": Status.OPEN,
    "open, but proposed to close": Status.CLOSING,
    "proposed to open": Status.PROPOSED,
    "pending approval": Status.PROPOSED,
    "closed": Status.CLOSED,
    "created in error": Status.CLOSED,
    "rejected opening": Status.CLOSED,
    "de-registered as ey setting": Status.CLOSED,
}
_NOT_TEACHING = ("children's centre", "online provider", "institution funded by other government department")
_COLLEGE_TYPES = (
    "further education",
    "higher education institution",
    "sixth form centre",
    "academy 16-19",
    "academy 16 to 19",
    "free schools 16 to 19",
    "free schools 16-19",
)
_SPECIALIST_TYPES = ("special school", "special converter", "special sponsor led", "schools special", "special post 16")


def status_of(words: str) -> str:
    """The status behind the register's words for it."""
    return _STATUSES.get(words.casefold(), Status.UNKNOWN)


def kind_of(establishment_type: str, phase: str = "") -> str:
    """School or college by the register's type, its phase where the type leaves it open; or neither."""
    said = establishment_type.casefold().replace("’", "'")
    if said.startswith(_NOT_TEACHING):
        return Kind.OTHER
    if said.startswith(_COLLEGE_TYPES) or phase.casefold() == "16 plus":
        return Kind.COLLEGE
    return Kind.SCHOOL


def setting_of(kind: str, establishment_type: str, type_group: str = "") -> str:
    """Which criteria apply: a special school's are the specialist ones, whatever ages it teaches."""
    said = f"{establishment_type} {type_group}".casefold()
    if kind == Kind.OTHER:
        return ""
    if any(words in said for words in _SPECIALIST_TYPES):
        return Setting.SPECIALIST
    return Setting.COLLEGE if kind == Kind.COLLEGE else Setting.SCHOOL


def phases_of(phase: str, low_age: int | None, high_age: int | None) -> list[str]:
    """The phases taught, youngest first: one, or for an all-through school each that its ages reach."""
    if phase.casefold().replace(" ", "-") != "all-through":
        return [phase] if phase else []
    low, high = 4 if low_age is None else low_age, 16 if high_age is None else high_age
    reached = (("Nursery", low < 4), ("Primary", low < 11), ("Secondary", high > 11), ("16 plus", high > 16))
    return [name for name, taught in reached if taught]


_APOSTROPHES = re.compile(r"['’‘`´ʼ\ufffd]")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_SAME_WORDS = (
    (" church of england ", " cofe "),
    (" c of e ", " cofe "),
    (" c e ", " cofe "),
    (" ce ", " cofe "),
    (" roman catholic ", " rc "),
    (" r c ", " rc "),
    (" saint ", " st "),
    (" saints ", " sts "),
)


def plain_words(text: str) -> str:
    """The text in lower case without accents, apostrophes or punctuation, its words parted by one blank."""
    bare = _APOSTROPHES.sub("", text.replace("&", " and "))
    if bare.isascii():  # most are, and there is nothing to take apart
        return _NOT_WORD.sub(" ", bare.lower()).strip()
    decomposed = unicodedata.normalize("NFKD", bare.casefold())
    return _NOT_WORD.sub(" ", "".join(c for c in decomposed if not unicodedata.combining(c))).strip()


def asked_words(text: str) -> list[str]:
    """The words somebody looks for, each in the one form that `search_words` always holds: `saint` as `st`."""
    return _in_one_form(f" {plain_words(text)} ").split()


def search_words(text: str) -> str:
    """The words a place is found by, with a blank before each: as they stand, and those with two forms in both."""
    words = f" {plain_words(text)} "
    extra = [word for word in _in_one_form(words).split() if f" {word} " not in words]
    return f"{words}{' '.join(extra)} " if extra else words


def _in_one_form(words: str) -> str:
    for several, one in _SAME_WORDS:
        words = words.replace(several, one)
    return words
