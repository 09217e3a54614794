"""One run at a time: added, changed or withdrawn by hand; and one venue."""

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.opportunities.actions.runs import add_runs, change_runs, withdraw_runs
from waymark.opportunities.actions.venues import add_venues, change_venues
from waymark.opportunities.models import CourseRun, TrainingProvider, Venue
from waymark.opportunities.rules.facts import RunFacts
from waymark.opportunities.rules.venues import VenueFacts


@transaction.atomic
def add_course(*, provider: TrainingProvider, facts: RunFacts, by: Scope) -> CourseRun:
    """Offer one more run."""
    by.require(Permission.LISTING_WRITE, provider.organisation_id or 0)
    (run,) = add_runs(provider, [facts], at=timezone.now())
    note("course added", on=run, organisation_id=provider.organisation_id, by=by)
    return run


@transaction.atomic
def change_course(*, run: CourseRun, facts: RunFacts, by: Scope) -> None:
    """Let a run say something else."""
    by.require(Permission.LISTING_WRITE, run.course.provider.organisation_id or 0)
    change_runs(run.course.provider, {run.pk: facts}, at=timezone.now())
    note("course changed", on=run, organisation_id=run.course.provider.organisation_id, by=by)


@transaction.atomic
def withdraw_course(*, run: CourseRun, by: Scope) -> None:
    """Offer a run no more; it is kept, archived."""
    by.require(Permission.LISTING_WRITE, run.course.provider.organisation_id or 0)
    withdraw_runs([run.pk], at=timezone.now())
    note("course withdrawn", on=run, organisation_id=run.course.provider.organisation_id, by=by)


@transaction.atomic
def add_venue(*, provider: TrainingProvider, facts: VenueFacts, by: Scope) -> Venue:
    """Teach at one more place."""
    by.require(Permission.LISTING_WRITE, provider.organisation_id or 0)
    (venue,) = add_venues(provider, [facts])
    note("venue added", on=venue, organisation_id=provider.organisation_id, by=by)
    return venue


@transaction.atomic
def change_venue(*, venue: Venue, facts: VenueFacts, by: Scope) -> None:
    """Let a venue say something else; the runs held there are announced."""
    by.require(Permission.LISTING_WRITE, venue.provider.organisation_id or 0)
    change_venues({venue.pk: facts})
    note("venue changed", on=venue, organisation_id=venue.provider.organisation_id, by=by)
