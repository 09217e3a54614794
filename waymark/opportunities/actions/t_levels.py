"""A T level that begins on one day, at one or more venues: offered, changed, withdrawn by hand, as one."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.opportunities.actions.runs import add_runs, change_runs, withdraw_runs
from waymark.opportunities.models import CourseRun, TrainingProvider
from waymark.opportunities.rules.facts import RunFacts


@transaction.atomic
def add_t_level(*, provider: TrainingProvider, facts: Sequence[RunFacts], by: Scope) -> list[CourseRun]:
    """Offer a T level, a run for each of its venues."""
    by.require(Permission.LISTING_WRITE, provider.organisation_id or 0)
    runs = add_runs(provider, facts, at=timezone.now())
    note("T level added", on=runs[0], organisation_id=provider.organisation_id, by=by, venues=len(runs))
    return runs


@transaction.atomic
def change_t_level(*, runs: Sequence[CourseRun], facts: Sequence[RunFacts], by: Scope) -> None:
    """Let a T level say something else.

    A venue that it keeps keeps its run, a new one gets one; the run of a venue that it leaves is withdrawn.
    """
    by.require(Permission.LISTING_WRITE, runs[0].course.provider.organisation_id or 0)
    provider, at = runs[0].course.provider, timezone.now()
    standing = {run.venue_id: run.pk for run in runs}
    kept = {standing[each.venue]: each for each in facts if each.venue in standing}
    change_runs(provider, kept, at=at)
    add_runs(provider, [each for each in facts if each.venue not in standing], at=at)
    withdraw_runs([run.pk for run in runs if run.pk not in kept], at=at)
    note("T level changed", on=runs[0], organisation_id=provider.organisation_id, by=by, venues=len(facts))


@transaction.atomic
def withdraw_t_level(*, runs: Sequence[CourseRun], by: Scope) -> None:
    """Offer a T level no more at any of its venues; it is kept, archived."""
    by.require(Permission.LISTING_WRITE, runs[0].course.provider.organisation_id or 0)
    withdraw_runs([run.pk for run in runs], at=timezone.now())
    note(
        "T level withdrawn",
        on=runs[0],
        organisation_id=runs[0].course.provider.organisation_id,
        by=by,
        venues=len(runs),
    )
