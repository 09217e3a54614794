"""How a self-assessment is spoken of: which one, how far it has got, and what each outcome means."""

from collections.abc import Sequence

from django.http import Http404
from django.urls import reverse

from waymark.evaluation.assessing.queries import AssessedItem, Outcome, assessments_of
from waymark.evaluation.models import Assessment
from waymark.kernel.benchmark import Benchmark
from waymark.places.models import Organisation
from waymark.web.formats import day, plural

OUTCOME_WORDS = {
    Outcome.EVIDENCED: "Evidenced",
    Outcome.CLAIMED_ONLY: "Claimed only",
    Outcome.CONTRADICTED: "Contradicted",
    Outcome.UNANSWERED: "Unanswered",
    Outcome.NOT_APPLICABLE: "Does not apply",
    Outcome.HIDDEN: "Not shown",
}
OUTCOME_MEANS = {
    Outcome.EVIDENCED: "Records say so, and nobody says otherwise.",
    Outcome.CLAIMED_ONLY: "People say so. No record speaks of it.",
    Outcome.CONTRADICTED: "People say one thing, records another.",
    Outcome.UNANSWERED: "Nobody has answered, and no record does.",
    Outcome.HIDDEN: "What the records say is not shown to you.",
}
OUTCOME_STATUS = {
    Outcome.EVIDENCED: "met",
    Outcome.CLAIMED_ONLY: "not_yet",
    Outcome.CONTRADICTED: "missed",
    Outcome.UNANSWERED: "unknown",
    Outcome.NOT_APPLICABLE: "unknown",
    Outcome.HIDDEN: "unknown",
}


def assessment_here(school: Organisation, public_id: str) -> Assessment:
    """The school's assessment of this name in addresses; else not found."""
    found = assessments_of(school).filter(public_id=public_id).first()
    if found is None:
        raise Http404("There is no such self-assessment here.")
    return found


def title_of(assessment: Assessment) -> str:
    """`Self-assessment about 31 July 2026`, with the part where it is about one."""
    part = f" of {assessment.part}" if assessment.part else ""
    return f"Self-assessment{part} about {day(assessment.on)}"


def called(benchmark: Benchmark) -> str:
    """`1. A stable careers programme`."""
    return f"{benchmark.code.removeprefix('gb')}. {benchmark.title}"


def progress_words(items: Sequence[AssessedItem]) -> str:
    """How far a benchmark has got: `Done`, `Not started`, `8 of 14 answered`."""
    if any(item.clash for item in items):
        return "Two answers differ"
    answered = sum(item.is_answered for item in items)
    if answered == len(items):
        return "Done"
    return f"{answered} of {len(items)} answered" if answered else "Not started"


def records_words(items: Sequence[AssessedItem]) -> str:
    """How many of its questions the records answer, in words."""
    answered = sum(item.recorded is not None for item in items)
    if not answered:
        return f"{plural(len(items), 'question')}, all for people to answer"
    return f"{plural(len(items), 'question')}, {answered} answered by records"


def address(name: str, assessment: Assessment, **more: str) -> str:
    """Where a page of this assessment is."""
    at = {"slug": assessment.organisation.slug, "public_id": assessment.public_id, **more}
    return reverse(name, kwargs=at)
