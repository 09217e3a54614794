"""How the cells people send are read: dates, yes and no, numbers, year groups."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")

_MONTHS = {
    month: number
    for number, month in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_UK = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
_WORDY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([a-z]{3,9})[-/., ]*(\d{4}|\d{2})", re.IGNORECASE)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SPREADSHEET_DAY = re.compile(r"\d{5}(?:\.0+)?")
_MIDNIGHT = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$")
_SPREADSHEET_EPOCH = date(1899, 12, 30)
_YEAR_GROUP = re.compile(
    r"(?:nc|national curriculum)?\s*(?:years?|yrs?|y)?\s*(?:group|grp)?\s*:?\s*0*(\d{1,2})(?:\.0+)?", re.IGNORECASE
)
_YES = frozenset({"y", "yes", "t", "true", "1", "1.0"})
_NO = frozenset({"n", "no", "f", "false", "0", "0.0"})


class Unreadable(ValueError):
    """A cell is not what its column holds; says what was expected and what to do, never the cell."""

    def __init__(self, expected: str, suggestion: str = "", received: str = "") -> None:
        """Keep the words; `received` names the kind of thing found, when that helps."""
        super().__init__(expected)
        self.expected = expected
        self.suggestion = suggestion
        self.received = received


def text(cell: str) -> str:
    """The cell as it stands."""
    return cell


_MONTH_FIRST = (
    "Export the file again with the day first, like 21/09/2010. Dates that could be read may be the wrong way round."
)


def uk_date(cell: str) -> date:
    """A day as British schools and their systems write it, the day before the month.

    Reads 01/09/2010, 1-Sep-10, 1 September 2010, 2010-09-01 with or without a time, 20100901
    and the day number a spreadsheet shows when its cell lost its format. Two-digit years run
    from 1970 to 2069. What can only be month first is refused and said to be so: of a file with
    such dates the others, which can be read, are most likely wrong.
    """
    said = _MIDNIGHT.sub("", cell.strip())
    found = _date_in(said)
    if found is not None:
        return found
    if (uk := _UK.fullmatch(said)) and int(uk[1]) <= 12 and _date_in(f"{uk[2]}/{uk[1]}/{uk[3]}"):
        raise Unreadable("a date, day first", _MONTH_FIRST, "a date with the month first")
    raise Unreadable("a date, day first", "Write it like 01/09/2010.", "something that is not a date")


def _date_in(cell: str) -> date | None:
    if _SPREADSHEET_DAY.fullmatch(cell):
        return _SPREADSHEET_EPOCH + timedelta(days=int(cell[:5]))
    if iso := (_ISO.fullmatch(cell) or _COMPACT.fullmatch(cell)):
        year, month, day = map(int, iso.groups())
    elif uk := _UK.fullmatch(cell):
        day, month, year = int(uk[1]), int(uk[2]), _full_year(uk[3])
    elif wordy := _WORDY.fullmatch(cell):
        day, month, year = int(wordy[1]), _MONTHS.get(wordy[2][:3].lower(), 0), _full_year(wordy[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if year < 70 else 1900 + year


def yes_or_no(cell: str) -> bool:
    """Yes or no in the ways people write them: Y, Yes, True, T, 1 and their opposites, in any case."""
    said = cell.strip().lower()
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise Unreadable("yes or no", "Write Yes or No.")


def whole_number(cell: str) -> int:
    """A whole number; `7.0`, as spreadsheets write it, is 7."""
    try:
        number = float(cell.replace(",", "")) if cell.isascii() else None
    except ValueError:
        number = None
    if number is None or number != number or not number.is_integer() or abs(number) > 1e15:
        raise Unreadable("a whole number", "Write it in digits.")
    return int(number)


def year_group(cell: str) -> int:
    """The year group, 7 to 14, out of `7`, `07`, `Y7`, `Yr 7`, `Year 7`, `Year Group 7` or `7.0`."""
    found = _YEAR_GROUP.fullmatch(cell.strip())
    year = int(found[1]) if found else 0
    if not 7 <= year <= 14:
        raise Unreadable(
            "a year group from 7 to 14", "Write the year group as a number, and leave younger classes out of the file."
        )
    return year


def one_of(choices: Mapping[str, T], *, expected: str, suggestion: str = "") -> Callable[[str], T]:
    """A reader of cells that hold one of a few words, compared without case, blanks or punctuation."""
    known = {_bare(word): value for word, value in choices.items()}

    def parse(cell: str) -> T:
        try:
            return known[_bare(cell)]
        except KeyError:
            raise Unreadable(expected, suggestion) from None

    return parse


def _bare(word: str) -> str:
    return re.sub(r"[\W_]+", "", word).casefold()
