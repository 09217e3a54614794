"""How dates, years, numbers and amounts are said on our pages: template filters, without Django."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
NOTHING = "–"


def _day_of(moment: date) -> date:
    if isinstance(moment, datetime):
        return (moment.astimezone(LONDON) if moment.tzinfo else moment).date()
    return moment


def day(on: date | None) -> str:
    """`28 February 2027`; a moment is said by its day in London; no date is a dash."""
    if on is None:
        return NOTHING
    that = _day_of(on)
    return f"{that.day} {that:%B} {that.year}"


def short_day(on: date | None) -> str:
    """`28 Feb 2027`, for narrow columns."""
    if on is None:
        return NOTHING
    that = _day_of(on)
    return f"{that.day} {that:%b} {that.year}"


def weekday(on: date | None) -> str:
    """`Monday 1 March 2027`."""
    return NOTHING if on is None else f"{_day_of(on):%A} {day(on)}"


def clock(at: datetime | time | None) -> str:
    """`9:05am`, `midday`, `midnight`; a moment is said in London's time."""
    if at is None:
        return NOTHING
    if isinstance(at, datetime) and at.tzinfo:
        at = at.astimezone(LONDON)
    if at.minute == 0 and at.hour in (0, 12):
        return "midday" if at.hour else "midnight"
    return f"{(at.hour - 1) % 12 + 1}{f':{at.minute:02}' if at.minute else ''}{'am' if at.hour < 12 else 'pm'}"


def moment(at: datetime | None) -> str:
    """`28 February 2027 at 9:05am`."""
    return NOTHING if at is None else f"{day(at)} at {clock(at)}"


def iso(on: date | None) -> str:
    """For `<time datetime>`: `2027-02-28`."""
    return "" if on is None else _day_of(on).isoformat()


def academic_year(september: int | None) -> str:
    """`2026 to 2027` for the academic year named 2026."""
    return NOTHING if september is None else f"{september} to {september + 1}"


def number(amount: float | None) -> str:
    """`1,040`; a part after the point is kept to one place when there is one; none is a dash."""
    if amount is None:
        return NOTHING
    return f"{amount:,.0f}" if float(amount).is_integer() else f"{amount:,.1f}"


def percent(share: float | None) -> str:
    """`62%` for 62 (not for 0.62); rounded, but never up to 100% or down to 0% from short of them."""
    if share is None:
        return NOTHING
    rounded = round(share)
    if rounded >= 100 and share < 100:
        return "over 99%"
    if rounded <= 0 and share > 0:
        return "under 1%"
    return f"{rounded}%"


def share_of(part: int, whole: int) -> float | None:
    """`part` in a hundred of `whole`; None of nothing."""
    return 100 * part / whole if whole else None


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 learner`, `1,040 learners`, `no learners` is said as `0 learners`."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def pounds(amount: Decimal | float | None) -> str:
    """`£12`, `£12.50`, or `−£12` for what is overspent."""
    if amount is None:
        return NOTHING
    sign, amount = ("−", -amount) if amount < 0 else ("", amount)
    return f"{sign}£{amount:,.0f}" if float(amount).is_integer() else f"{sign}£{amount:,.2f}"


def size(count: int) -> str:
    """Bytes as people say them: `512 bytes`, `24 KB`, `3.1 MB`."""
    if count < 1000:
        return plural(count, "byte")
    return f"{count / 1000:,.0f} KB" if count < 1_000_000 else f"{count / 1_000_000:,.1f} MB"


FILTERS = {
    f.__name__: f
    for f in (day, short_day, weekday, clock, moment, iso, academic_year, number, percent, plural, pounds, size)
}
