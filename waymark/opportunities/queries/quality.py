"""The quality of what a provider says, read from its runs."""

from datetime import date

from waymark.opportunities.models import CourseRun, TrainingProvider
from waymark.opportunities.queries.courses import live_runs
from waymark.opportunities.queries.standing import facts_by_key
from waymark.opportunities.rules.quality import Held, Judged, judged
from waymark.places.queries import position_of


def quality_of(provider: TrainingProvider, *, on: date) -> dict[int, Judged]:
    """What is to mend in each run a provider offers, by the key of the run."""
    runs = list(live_runs().filter(course__provider=provider).order_by("pk"))
    facts = facts_by_key(runs)
    home = position_of(_home(provider))
    held = [_held(run, facts[run.pk]) for run in runs]
    place = (home.latitude, home.longitude) if home else None
    return {one.key: one for one in judged(held, on=on, home=place)}


def _home(provider: TrainingProvider) -> str:
    return provider.postcode or (provider.organisation.postcode if provider.organisation else "")


def _held(run: CourseRun, facts) -> Held:
    venue = run.venue
    position = (venue.latitude, venue.longitude) if venue else (None, None)
    return Held(run.pk, facts, run.changed_at.date(), *position)
