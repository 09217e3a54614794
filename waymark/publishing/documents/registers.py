"""Registers as they may be told: how many came, by activity and year group, with few and nearly all put in words.

A count of one to five is not told, nor one that leaves one to five of the year group out: who they are is known to
everybody who was there. No line stands for a learner.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F

from waymark.kernel.academic_year import academic_year, first_day
from waymark.ledger.models import Encounter
from waymark.ledger.queries import on_roll, standing_encounters
from waymark.places.models import Organisation
from waymark.publishing.documents.asking import SMALL
from waymark.publishing.documents.shape import Number
from waymark.publishing.programme import FEWEST, ProgrammeActivity, programme_of, words_for


@dataclass(frozen=True)
class Attended:
    """How many of one year group came to one activity, as it may be told."""

    title: str
    held_on: date
    kinds: tuple[str, ...]
    provider: str
    is_eligible: bool
    year_group: int
    came: Number


def attended_of(school: Organisation, on: date) -> list[Attended]:
    """The activities done in the year up to the day, a line for each year group they may be listed for."""
    year = academic_year(on)
    done = [each for each in programme_of(school, year) if each.is_done and each.held_on <= on]
    came, sizes = _came(school, on), _sizes(school, on)
    return [_line(each, group, came, sizes) for each in done for group in each.year_groups]


def meetings_of(school: Organisation, on: date) -> list[Attended]:
    """Those of them that were meetings with providers."""
    return [each for each in attended_of(school, on) if "provider" in each.kinds]


def told(count: int, of: int) -> Number:
    """A count as it may be told: in words where few came, or few did not."""
    if count in SMALL:
        return Number(f"fewer than {FEWEST}")
    if of - count in SMALL:
        return Number("nearly all")
    return Number(str(count), count)


def kinds_in_words(one: Attended) -> str:
    return ", ".join(words_for(one.kinds)) or "Something else"


def _line(each: ProgrammeActivity, group: int, came: Counter[tuple[str, int]], sizes: Counter[int]) -> Attended:
    count = came[each.public_id, group]
    return Attended(
        title=each.title,
        held_on=each.held_on,
        kinds=each.kinds,
        provider=each.provider_name,
        is_eligible=each.provider_is_eligible,
        year_group=group,
        came=told(count, max(sizes[group], count)),
    )


def _came(school: Organisation, on: date) -> Counter[tuple[str, int]]:
    year = academic_year(on)
    there = standing_encounters().filter(
        activity__organisation=school,
        activity__held_on__range=(first_day(year), on),
        status=Encounter.Status.ATTENDED,
        learner__enrolments__academic_year=year,
        learner__enrolments__organisation=F("activity__organisation"),
    )
    grouped = there.order_by().values_list("activity__public_id", "learner__enrolments__year_group")
    return Counter({(key, group): n for key, group, n in grouped.annotate(n=Count("learner", distinct=True))})


def _sizes(school: Organisation, on: date) -> Counter[int]:
    roll = on_roll(school, on).order_by().values_list("year_group")
    return Counter(dict(roll.annotate(n=Count("learner", distinct=True))))
