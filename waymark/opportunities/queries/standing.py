"""The runs a provider offers, as facts to compare a file with."""

from collections.abc import Iterable

from waymark.opportunities.models import TEXTS, Course, CourseRun, Offering, TrainingProvider
from waymark.opportunities.queries.courses import live_runs
from waymark.opportunities.rules.facts import RUN_FIELDS, CourseFacts, RunFacts

_COURSE_FIELDS = ("title", "course_type", "sector", "education_level", "awarding_body", "level", "subject", "offering")


def course_facts(course: Course) -> CourseFacts:
    """A course as it stands, as facts."""
    texts = tuple(getattr(course, name) for name in TEXTS)
    plain = {name: getattr(course, name) for name in _COURSE_FIELDS}
    return CourseFacts(aim=course.aim_reference, texts=texts, t_level=course.t_level_id, **plain)


def run_facts(run: CourseRun, course: CourseFacts | None = None) -> RunFacts:
    """A run as it stands, as facts."""
    return RunFacts(
        course=course or course_facts(run.course),
        venue=run.venue_id,
        sub_regions=tuple(run.sub_regions),
        **{name: getattr(run, name) for name in RUN_FIELDS},
    )


def standing_runs(provider: TrainingProvider, *, has_aim: bool | None = None) -> dict[int, RunFacts]:
    """What a provider offers, by the key of the run; T levels, which no course file holds, are left out."""
    runs = live_runs().filter(course__provider=provider, course__offering=Offering.COURSE).order_by("pk")
    if has_aim is not None:
        runs = runs.exclude(course__aim_reference="") if has_aim else runs.filter(course__aim_reference="")
    return facts_by_key(runs)


def standing_t_levels(provider: TrainingProvider) -> dict[int, RunFacts]:
    """The T levels a provider offers, one run a venue and day, by the key of the run."""
    return facts_by_key(live_runs().filter(course__provider=provider, course__offering=Offering.T_LEVEL).order_by("pk"))


def facts_by_key(runs: Iterable[CourseRun]) -> dict[int, RunFacts]:
    """Runs as facts; those of one course share theirs."""
    courses: dict[int, CourseFacts] = {}
    found = {}
    for run in runs:
        if run.course_id not in courses:
            courses[run.course_id] = course_facts(run.course)
        found[run.pk] = run_facts(run, courses[run.course_id])
    return found
