"""The courses that are offered."""

from django.db.models import QuerySet

from waymark.opportunities.models import CourseRun, CourseState, TrainingProvider


def live_runs() -> QuerySet[CourseRun]:
    """Every run that is offered, with its course, provider and venue: live itself, and of a live course."""
    runs = CourseRun.objects.filter(state=CourseState.LIVE, course__state=CourseState.LIVE)
    return runs.select_related("course__provider", "course__t_level", "venue")


def runs_of(provider: TrainingProvider) -> QuerySet[CourseRun]:
    """The runs a provider offers, by name."""
    return live_runs().filter(course__provider=provider).order_by("name", "starts_on", "pk")
