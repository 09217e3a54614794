"""What stands in the way of an activity on a day: pure, from the school's calendar and what else is planned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

BLOCK, WARN, IGNORE = "block", "warn", "ignore"
# How much each sort of clash matters where the school has said nothing, in the order in which they are told.
USUAL: Mapping[str, str] = {
    "closed": BLOCK,
    "holiday": WARN,
    "exams": WARN,
    "trip": WARN,
    "other": WARN,
    "year_group": WARN,
    "staff": WARN,
    "room": WARN,
}
SORTS: Mapping[str, str] = {
    "closed": "INSET days and other days the school is closed",
    "holiday": "Holidays and weekends",
    "exams": "Exams",
    "trip": "Trips",
    "other": "Other entries of the school’s calendar",
    "year_group": "Another activity for the same year group",
    "staff": "The same member of staff twice",
    "room": "The same room twice",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """One activity in its place: the day, the hours (none: all day), whom it is for, and what it needs.

    `shares_with`: the activities of its day, by public id, whose list of learners has somebody of its own list; None
    where it has no list.
    """

    public_id: str
    title: str
    on: date
    starts: time | None = None
    ends: time | None = None
    year_groups: frozenset[int] = frozenset()
    rooms: frozenset[str] = frozenset()
    staff: frozenset[str] = frozenset()
    shares_with: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """Days on which some year groups (none named: all) are taken up; `sort` is `exams`, `trip` or `other`."""

    sort: str
    title: str
    from_on: date
    to_on: date
    starts: time | None = None
    ends: time | None = None
    year_groups: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class SchoolDays:
    """When learners are in: the terms, first and last day (none: not known), and the days closed within them."""

    terms: tuple[tuple[date, date], ...] = ()
    closed: Mapping[date, str] | None = None

    def is_holiday(self, on: date) -> bool:
        """Whether it is a weekend, or outside every term where the terms are known."""
        return on.weekday() > 4 or bool(self.terms and not any(first <= on <= last for first, last in self.terms))

    def closed_for(self, on: date) -> str | None:
        return (self.closed or {}).get(on)

    def are_in(self, on: date) -> bool:
        """Whether learners are in school that day."""
        return not self.is_holiday(on) and self.closed_for(on) is None


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing in the way: its sort, how much it matters, and what it is in words."""

    sort: str
    severity: str
    words: str


def clashes(
    one: Placed,
    *,
    others: Iterable[Placed],
    taken: Iterable[Taken],
    days: SchoolDays,
    severities: Mapping[str, str] = USUAL,
) -> tuple[Clash, ...]:
    """All that is in the way of an activity where it is placed, in the order of `USUAL`; what is ignored is left out.

    Two activities are for the same learners where their lists share somebody, or, where either has no list, where they
    are for the same year group. Rooms and staff are the same when their names are, whatever the capitals. `others` may
    hold the activity itself.
    """
    found: list[tuple[str, str]] = []
    if (reason := days.closed_for(one.on)) is not None:
        found.append(("closed", f"The school is closed that day: {reason}."))
    if days.is_holiday(one.on):
        found.append(("holiday", "It is a weekend." if one.on.weekday() > 4 else "It is outside term time."))
    found += [(each.sort, _said(each, one)) for each in taken if _takes(each, one)]
    for other in others:
        if other.public_id != one.public_id and other.on == one.on and _meet(one, other):
            found += _between(one, other)
    order = list(USUAL)
    told = [Clash(sort, severities.get(sort, USUAL[sort]), words) for sort, words in dict.fromkeys(found)]
    return tuple(sorted((each for each in told if each.severity != IGNORE), key=lambda each: order.index(each.sort)))


def worst(found: Sequence[Clash]) -> str | None:
    """`block` if any of them does, `warn` if there is any at all."""
    if any(each.severity == BLOCK for each in found):
        return BLOCK
    return WARN if found else None


def _between(one: Placed, other: Placed) -> list[tuple[str, str]]:
    found = []
    apart = one.shares_with is not None and other.shares_with is not None and other.public_id not in one.shares_with
    if (both := one.year_groups & other.year_groups) and not apart:
        found.append(("year_group", f"{_years(both)} also {_has(both)} “{other.title}” that day."))
    for sort, mine, theirs in (("staff", one.staff, other.staff), ("room", one.rooms, other.rooms)):
        twice = {name.casefold() for name in mine} & {name.casefold() for name in theirs}
        found += [
            (sort, f"{name} is also needed for “{other.title}”.") for name in sorted(mine) if name.casefold() in twice
        ]
    return found


def _meet(one: Placed | Taken, other: Placed | Taken) -> bool:
    """Whether their hours overlap; what has none takes all day."""
    if one.starts is None or one.ends is None or other.starts is None or other.ends is None:
        return True
    return one.starts < other.ends and other.starts < one.ends


def _takes(taken: Taken, one: Placed) -> bool:
    if not taken.from_on <= one.on <= taken.to_on or not _meet(taken, one):
        return False
    return not taken.year_groups or not one.year_groups or bool(taken.year_groups & one.year_groups)


def _said(taken: Taken, one: Placed) -> str:
    whom = taken.year_groups & one.year_groups if taken.year_groups else frozenset()
    called = {"exams": "has exams", "trip": "is on a trip", "other": "is taken up"}[taken.sort]
    who = _years(whom) if whom else "Everybody"
    if len(whom) > 1:
        called = {"exams": "have exams", "trip": "are on a trip", "other": "are taken up"}[taken.sort]
    return f"{who} {called}: {taken.title}."


def _years(years: Iterable[int]) -> str:
    listed = [str(year) for year in sorted(years)]
    if len(listed) == 1:
        return f"Year {listed[0]}"
    return f"Years {', '.join(listed[:-1])} and {listed[-1]}"


def _has(years: Iterable[int]) -> str:
    return "has" if len(list(years)) == 1 else "have"
