"""What the cells of an exchange table may hold: what each kind of value accepts, and what it says it expects."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

TRUE_WORDS = ("true", "1", "yes")
FALSE_WORDS = ("false", "0", "no")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGITS = re.compile(r"[0-9]+")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
_DECIMAL = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,15})?")
_POUNDS = re.compile(r"[0-9]+(\.[0-9]{1,2})?")
_LONGEST_NUMBER = 18  # digits that always fit a 64-bit whole number


@dataclass(frozen=True, slots=True)
class Text:
    """Anything at all, compared exactly and untrimmed."""

    expected: str = "text"

    def accepts(self, text: str) -> bool:
        return True

    def typed_sql(self, text_sql: str) -> str:
        return text_sql


@dataclass(frozen=True, slots=True)
class Word:
    """One of a closed list, letter for letter."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, words: Iterable[str]) -> "Word":
        return cls(tuple(str(word) for word in words))

    @property
    def expected(self) -> str:
        return self.words[0] if len(self.words) == 1 else f"{', '.join(self.words[:-1])} or {self.words[-1]}"

    def accepts(self, text: str) -> bool:
        return text in self.words

    def typed_sql(self, text_sql: str) -> str:
        return text_sql


@dataclass(frozen=True, slots=True)
class LowerCase:
    """Text without an upper-case letter, compared exactly."""

    expected: str = "a subject in lower case"

    def accepts(self, text: str) -> bool:
        return text == text.lower()

    def typed_sql(self, text_sql: str) -> str:
        return text_sql


@dataclass(frozen=True, slots=True)
class Day:
    """A day written YYYY-MM-DD, and one that exists."""

    expected: str = "a date as YYYY-MM-DD"

    def accepts(self, text: str) -> bool:
        if not _ISO_DAY.fullmatch(text):
            return False
        try:
            date.fromisoformat(text)
        except ValueError:
            return False
        return True

    def typed_sql(self, text_sql: str) -> str:
        return f"CAST(nullif({text_sql}, '') AS DATE)"


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false, in any of the spellings read, in any case."""

    expected: str = "true or false"

    def accepts(self, text: str) -> bool:
        return text.lower() in TRUE_WORDS or text.lower() in FALSE_WORDS

    def typed_sql(self, text_sql: str) -> str:
        return f"lower({text_sql}) IN {TRUE_WORDS!r}"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number in ASCII digits, from `low` to `high` (None: no upper bound short of 18 digits)."""

    low: int
    high: int | None

    @property
    def expected(self) -> str:
        if self.high is None:
            return f"a whole number, {self.low} or more"
        return f"a whole number from {self.low} to {self.high}"

    def accepts(self, text: str) -> bool:
        digits = text.lstrip("0") or "0"  # Python makes no number of thousands of digits, be they zeros
        if not _DIGITS.fullmatch(text) or len(digits) > _LONGEST_NUMBER:
            return False
        return self.low <= int(digits) and (self.high is None or int(digits) <= self.high)

    def typed_sql(self, text_sql: str) -> str:
        return f"CAST(nullif({text_sql}, '') AS BIGINT)"


@dataclass(frozen=True, slots=True)
class AcademicYear:
    """The September in which an academic year starts, in four digits; all its days must be days we can name."""

    expected: str = "an academic year in four digits"

    def accepts(self, text: str) -> bool:
        return len(text) == 4 and _DIGITS.fullmatch(text) is not None and text not in ("0000", "9999")

    def typed_sql(self, text_sql: str) -> str:
        return f"CAST(nullif({text_sql}, '') AS BIGINT)"


@dataclass(frozen=True, slots=True)
class Pounds:
    """Money, nothing or more, in pounds with at most two decimals; typed it is whole pence."""

    expected: str = "pounds, with at most two decimals"

    def accepts(self, text: str) -> bool:
        return _POUNDS.fullmatch(text) is not None and len(text.partition(".")[0].lstrip("0")) <= _LONGEST_NUMBER - 3

    def typed_sql(self, text_sql: str) -> str:
        return f"CAST(100 * CAST(nullif({text_sql}, '') AS DECIMAL(20, 2)) AS BIGINT)"


@dataclass(frozen=True, slots=True)
class Days:
    """Any number of days written YYYY-MM-DD, with ; between them; typed it stays text."""

    expected: str = "dates as YYYY-MM-DD, with ; between them"

    def accepts(self, text: str) -> bool:
        return all(Day().accepts(item.strip()) for item in text.split(";") if item.strip())

    def typed_sql(self, text_sql: str) -> str:
        return text_sql


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and a time of it written YYYY-MM-DDTHH:MM, by the clock on the wall."""

    expected: str = "a day and time as YYYY-MM-DDTHH:MM"

    def accepts(self, text: str) -> bool:
        if not _MOMENT.fullmatch(text):
            return False
        try:
            datetime.fromisoformat(text)
        except ValueError:
            return False
        return True

    def typed_sql(self, text_sql: str) -> str:
        return f"CAST(nullif({text_sql}, '') AS TIMESTAMP)"


@dataclass(frozen=True, slots=True)
class Degrees:
    """An angle on the map in decimal degrees, WGS84."""

    most: int

    @property
    def expected(self) -> str:
        return f"degrees from -{self.most} to {self.most}"

    def accepts(self, text: str) -> bool:
        return _DECIMAL.fullmatch(text) is not None and abs(float(text)) <= self.most

    def typed_sql(self, text_sql: str) -> str:
        return f"CAST(nullif({text_sql}, '') AS DOUBLE)"


Value = Text | Word | LowerCase | Day | Flag | Whole | AcademicYear | Pounds | Days | Moment | Degrees
