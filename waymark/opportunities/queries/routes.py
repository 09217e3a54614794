"""What people did after a route, and what they earned: with how far apart it lies, by source and year."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max

from waymark.opportunities.models import Destination, PathwayPay
from waymark.opportunities.routes.spread import Spread, spread_of

MEASURES = (
    ("education", "Went on learning"),
    ("appren", "Began an apprenticeship"),
    ("all_work", "Worked"),
    ("all_notsust", "Did not stay in learning or work"),
    ("all_unknown", "Not known"),
)
_ENGLAND = "England"


@dataclass(frozen=True)
class WentOn:
    """Of one thing people did next, how the districts of England lie apart, in per cent; and one's own among them."""

    label: str
    spread: Spread | None
    here: float | None


@dataclass(frozen=True)
class Afterwards:
    """What a group of leavers did next, by the newest year held, and where that is said."""

    year: int
    source: str
    measures: tuple[WentOn, ...]


@dataclass(frozen=True)
class LikeMe:
    """What one group of leavers of the whole country did next, in per cent, by measure; None where kept back."""

    year: int
    source: str
    cohort: int | None
    measures: tuple[tuple[str, float | None], ...]


@dataclass(frozen=True)
class PayAfter:
    """How the middle pay of sectors lies apart for people of one highest level, in pounds a year."""

    level: str
    spread: Spread | None
    source: str


def afterwards(phase: str, cohort: str, *, here: str = "") -> Afterwards | None:
    """What leavers did next, over the districts of England; None where we hold nothing. `here` is a district's code."""
    rows = Destination.objects.filter(phase=phase, level="district", cohort=cohort, breakdown="Total")
    year = rows.aggregate(newest=Max("year"))["newest"]
    if year is None:
        return None
    found = list(rows.filter(year=year))
    shares = [(row.place, {name: _share(row, name) for name, _ in MEASURES}) for row in found]
    own = next((each for place, each in shares if place == here), {})
    measures = tuple(
        WentOn(label, spread_of([each[name] for _, each in shares]), own.get(name)) for name, label in MEASURES
    )
    return Afterwards(year, found[0].source, measures)


def people_like_me(breakdown: str) -> LikeMe | None:
    """What leavers of one kind did after key stage 4 in England as a whole; None where we hold nothing of them."""
    rows = Destination.objects.filter(phase="ks4", level="country", breakdown=breakdown)
    held = rows.filter(institutions__startswith="State-funded mainstream").order_by("-year")
    found = max(held, key=lambda row: (row.year, row.institutions.endswith("Total")), default=None)
    if found is None:
        return None
    cohort = found.counts.get("cohort")
    return LikeMe(
        found.year,
        found.source,
        cohort if isinstance(cohort, int) else None,
        tuple((label, _share(found, name)) for name, label in MEASURES),
    )


def like_me_by_council(breakdown: str) -> Afterwards | None:
    """What leavers of one kind did after key stage 4, over the councils of England, by the newest release that says it.

    None where no release tells them apart by council. Figures of two releases are never put together.
    """
    rows = Destination.objects.filter(phase="ks4", level="council", breakdown=breakdown, institutions="")
    newest = rows.order_by("-year", "release").first()
    if newest is None:
        return None
    found = rows.filter(year=newest.year, release=newest.release)
    shares = [{name: _share(row, name) for name, _ in MEASURES} for row in found]
    measures = ((label, spread_of([each[name] for each in shares])) for name, label in MEASURES)
    return Afterwards(newest.year, newest.source, tuple(WentOn(label, spread, None) for label, spread in measures))


def kinds_of_people() -> tuple[str, ...]:
    """The groups that national figures after key stage 4 are broken down by."""
    rows = Destination.objects.filter(phase="ks4", level="country", institutions__startswith="State-funded mainstream")
    return tuple(rows.order_by("breakdown").values_list("breakdown", flat=True).distinct())


def districts_held() -> tuple[tuple[str, str], ...]:
    """Districts that we hold figures of, by code and name."""
    rows = Destination.objects.filter(level="district", breakdown="Total").values_list("place", "name")
    return tuple(sorted(set(rows), key=lambda each: each[1]))


def pay_after(levels: Sequence[str], *, region: str = _ENGLAND) -> tuple[PayAfter, ...]:
    """For each level how the middle pay of sectors lies apart in a region; nothing where we hold none."""
    held: dict[str, list[PathwayPay]] = {}
    for row in PathwayPay.objects.filter(region=region, level__in=levels):
        held.setdefault(row.level, []).append(row)
    return tuple(
        PayAfter(level, spread_of([row.median for row in held[level]]), held[level][0].source)
        for level in levels
        if level in held
    )


def _share(row: Destination, measure: str) -> float | None:
    """In per cent: as published, else from the counts; None where either is kept back or nobody left."""
    if isinstance(shown := row.shares.get(measure), (int, float)):
        return float(shown)
    count, of = row.counts.get(measure), row.counts.get("cohort")
    if not isinstance(count, (int, float)) or not isinstance(of, (int, float)) or not of:
        return None
    return round(100 * count / of, 1)
