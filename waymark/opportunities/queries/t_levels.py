"""T levels: those the register has, and what a provider offers of them."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.db.models import Q

from waymark.opportunities.models import CourseRun, Offering, TLevelDefinition, TrainingProvider
from waymark.opportunities.queries.courses import live_runs


def t_levels_open(on: date) -> tuple[TLevelDefinition, ...]:
    """The T levels that the register has not ended, by name."""
    standing = TLevelDefinition.objects.filter(Q(to_on=None) | Q(to_on__gte=on))
    return tuple(standing.order_by("name", "pk"))


def t_level_runs(provider: TrainingProvider) -> tuple[CourseRun, ...]:
    """What a provider offers of T levels, one run for each venue; those of one T level and day stand together."""
    runs = live_runs().filter(course__provider=provider, course__offering=Offering.T_LEVEL)
    return tuple(runs.order_by("name", "course__t_level", "starts_on", "pk"))


def offered_together(runs: Iterable[CourseRun]) -> tuple[tuple[CourseRun, ...], ...]:
    """Runs of T levels in the order of `t_level_runs`, those of one T level and day in one: a provider's offerings."""
    return tuple(tuple(of_one) for _, of_one in groupby(runs, key=lambda run: (run.course.t_level_id, run.starts_on)))
