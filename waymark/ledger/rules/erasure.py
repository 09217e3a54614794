"""When a learner's name is due to go, and how days are blurred so that past years add up as before. No query."""

import html
import io
import re
import zipfile
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

FORMER = ("Former", "learner")
LEFT_OUT = "[a former learner]"
DEFAULT_MONTHS = {"learner": 36, "files": 12}
_AT_A_TIME = 400  # names in one pattern


@dataclass(frozen=True)
class Stay:
    """One time on roll: its key, academic year, year group, first and last day (None: it lasts)."""

    key: int
    academic_year: int
    year_group: int
    from_on: date
    to_on: date | None


@dataclass(frozen=True)
class Named:
    """What tells who one learner is."""

    given_name: str
    preferred_name: str
    family_name: str
    upn: str = ""
    former_upn: str = ""
    email: str = ""

    @property
    def whole_names(self) -> frozenset[str]:
        """The forms in which somebody may have typed the name."""
        given = {name for name in (self.given_name, self.preferred_name) if name}
        said = {form for name in given for form in (f"{name} {self.family_name}", f"{self.family_name}, {name}")}
        return frozenset(said) if self.family_name else frozenset()

    @property
    def numbers(self) -> frozenset[str]:
        """What is nobody else's: numbers and the address."""
        return frozenset(filter(None, (self.upn, self.former_upn, self.email)))


def months_after(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def blurred(stays: Sequence[Stay]) -> dict[int, tuple[date, date | None]]:
    """For each of one learner's stays its first and last day, told to the month.

    At the end of every month the same stays cover the day as before, and so at every measurement point. Where the
    year group changed within an academic year the days stay as they are: where an encounter counts rests on them.
    """
    groups: dict[int, set[int]] = defaultdict(set)
    for stay in stays:
        groups[stay.academic_year].add(stay.year_group)
    found: dict[int, tuple[date, date | None]] = {}
    begun: dict[tuple[int, int, int], int] = defaultdict(int)
    for stay in sorted(stays, key=lambda each: (each.from_on, each.key)):
        month = (stay.academic_year, stay.from_on.year, stay.from_on.month)
        if len(groups[stay.academic_year]) > 1:
            found[stay.key] = (stay.from_on, stay.to_on)
            continue
        begun[month] += 1  # two that began in one month begin on two days of it still
        since = min(stay.from_on, date(stay.from_on.year, stay.from_on.month, begun[month]))
        found[stay.key] = (since, _last_blurred(stay.to_on, since))
    return found


def _last_blurred(to_on: date | None, since: date) -> date | None:
    if to_on is None or to_on.day == monthrange(to_on.year, to_on.month)[1]:
        return to_on
    return max(to_on.replace(day=1), since)


def leaving_out(texts: Collection[str]) -> Callable[[str], str]:
    """What to put words through so that none of these names and numbers is left in them, whatever their case."""
    in_order = sorted(filter(None, texts), key=lambda text: (-len(text), text))
    patterns = [
        re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, in_order[at : at + _AT_A_TIME]))})(?!\w)", re.IGNORECASE)
        for at in range(0, len(in_order), _AT_A_TIME)
    ]

    def leave_out(text: str) -> str:
        for pattern in patterns:
            text = pattern.sub(LEFT_OUT, text)
        return text

    return leave_out


def text_in(content: bytes) -> str | None:
    """All that can be read in a file, in small letters; spreadsheets and packed files are looked into.

    None where it cannot be opened: it may say anything.
    """
    try:
        return "\n".join(_readings(part) for part in _parts(content))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return None


def speaks_of(text: str, who: Named) -> bool:
    """Whether a file's text may speak of somebody: a number of theirs is in it, or a given and the family name."""
    if any(number.casefold() in text for number in who.numbers):
        return True
    given = [name.casefold() for name in (who.given_name, who.preferred_name) if name]
    return bool(who.family_name) and who.family_name.casefold() in text and any(name in text for name in given)


def names_in_file(content: bytes, named: Iterable[Named]) -> bool:
    """Whether a file may speak of any of these. Rather yes than no: one that cannot be opened counts as if it did."""
    text = text_in(content)
    return text is None or any(speaks_of(text, each) for each in named)


def _parts(content: bytes) -> Iterable[bytes]:
    if not content.startswith(b"PK"):
        return [content]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return [packed.read(name) for name in packed.namelist()]


def _readings(part: bytes) -> str:
    """The bytes read in each way in which a school's system may have written them."""
    ways = ["utf-8", "cp1252"] + (["utf-16-le", "utf-16-be"] if b"\0" in part else [])
    return "\n".join(html.unescape(part.decode(way, "ignore")).casefold() for way in ways)
