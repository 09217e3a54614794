"""What a self-assessment comes to: scores from answers beside scores from records, and each question's outcome."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import path, reverse

from waymark.access.permissions import Permission
from waymark.evaluation.assessing.queries import AssessedItem, BenchmarkResult, Outcome, Reading, read
from waymark.evaluation.frameworks import framework
from waymark.kernel.benchmark import Benchmark
from waymark.kernel.scores import Score, Status
from waymark.places.models import Organisation
from waymark.web.formats import plural
from waymark.web.pages import page
from waymark.web.school.addresses import address_if_any
from waymark.web.school.assessment.questions import Question, questions
from waymark.web.school.assessment.words import (
    OUTCOME_MEANS,
    OUTCOME_STATUS,
    OUTCOME_WORDS,
    address,
    assessment_here,
    called,
    title_of,
)

_STATUS_WORDS = {
    Status.ACHIEVED: "Achieved",
    Status.IN_PROGRESS: "In progress",
    Status.NOT_ACHIEVED: "Not achieved",
    Status.NOT_APPLICABLE: "Nothing to score",
}


@dataclass(frozen=True)
class ResultLine:
    """One question with its outcome."""

    question: Question
    answer: str
    outcome: str
    status: str
    note: str
    scored: bool


@dataclass(frozen=True)
class BenchmarkOutcome:
    """One benchmark: both scores, and its questions."""

    title: str
    anchor: str
    claimed: int | None
    evidenced: int | None
    status: str
    status_word: str
    evidenced_said: str
    lines: tuple[ResultLine, ...]

    @property
    def said(self) -> str:
        """How many questions there are, and how many of them ask for a look: `7 questions, 2 contradicted`."""
        contradicted, unanswered = OUTCOME_WORDS[Outcome.CONTRADICTED], OUTCOME_WORDS[Outcome.UNANSWERED]
        counts = [(word, sum(line.outcome == word for line in self.lines)) for word in (contradicted, unanswered)]
        return ", ".join([plural(len(self.lines), "question"), *(f"{n} {word.lower()}" for word, n in counts if n)])


@dataclass(frozen=True)
class Tally:
    """How many questions have one outcome, and what it means."""

    outcome: str
    status: str
    count: int
    means: str


@dataclass(frozen=True)
class ResultPage:
    """All that the result page shows."""

    school: str
    title: str
    rules: str
    is_finished: bool
    headline: str
    is_whole: bool
    is_part: bool
    shows_all: bool
    benchmarks: tuple[BenchmarkOutcome, ...]
    tallies: tuple[Tally, ...]
    back: str
    list_href: str
    changes_href: str | None
    plan_href: str | None


@page("school/assessment/result.html", needs=Permission.FIGURES_VIEW)
def assessment_result(request: HttpRequest, school: Organisation, public_id: str) -> ResultPage:
    found = assessment_here(school, public_id)
    by, reading = framework(found.framework), read(found)
    result = reading.result
    shown = [benchmark for benchmark in by.benchmarks if benchmark.code in result.by_benchmark]
    return ResultPage(
        school=school.name,
        title=title_of(found),
        rules=by.title,
        is_finished=found.is_finished,
        headline=_headline(reading, len(shown)),
        is_whole=result.is_whole,
        is_part=bool(found.part),
        shows_all=request.scope.holds(Permission.LEARNER_VIEW, school.pk),
        benchmarks=tuple(_outcome(school, reading, each, found.framework) for each in shown),
        tallies=tuple(
            Tally(OUTCOME_WORDS[outcome], OUTCOME_STATUS[outcome], result.count(outcome), means)
            for outcome, means in OUTCOME_MEANS.items()
            if result.count(outcome)
        ),
        back=address("assessment", found),
        list_href=reverse("assessments", kwargs={"slug": school.slug}),
        changes_href=address("assessment_changes", found) if found.started_from else None,
        plan_href=address_if_any("improvement_plan", slug=school.slug) if found.is_finished else None,
    )


def _headline(reading: Reading, of: int) -> str:
    result = reading.result
    by_records = sum(one.evidenced.achieved for one in result.by_benchmark.values())
    computed = sum(one.evidenced.score is not None for one in result.by_benchmark.values())
    hidden = "" if result.is_whole else " of those shown"
    said = f"{result.achieved} of {of} benchmarks achieved by the answers{hidden}."
    if computed:
        said += f" Records alone show {by_records} of the {computed} they can speak of."
    return said


def _outcome(school: Organisation, reading: Reading, benchmark: Benchmark, rules: str) -> BenchmarkOutcome:
    one, items = reading.result.by_benchmark[benchmark.code], reading.of(benchmark.code)
    asked = questions(school, items, None, rules)
    return BenchmarkOutcome(
        title=called(benchmark),
        anchor=benchmark.code,
        claimed=one.score.score,
        evidenced=one.evidenced.score,
        status=_status(one.score),
        status_word="Not shown" if one.is_hidden else _STATUS_WORDS[one.score.status],
        evidenced_said=_evidenced_said(one),
        lines=tuple(_line(item, question) for item, question in zip(items, asked, strict=True)),
    )


def _status(score: Score) -> str:
    return "unknown" if score.status == Status.NOT_APPLICABLE else score.status.value


def _evidenced_said(one: BenchmarkResult) -> str:
    if one.evidenced_is_hidden:
        return "Not shown"
    if one.evidenced.score is None:
        return "Nothing counted"
    return f"{one.evidenced.score}%"


def _line(item: AssessedItem, question: Question) -> ResultLine:
    return ResultLine(
        question=question,
        answer=item.answer.label if item.answer else "No answer",
        outcome=OUTCOME_WORDS[item.outcome],
        status=OUTCOME_STATUS[item.outcome],
        note=" ".join(filter(None, (_difference(item), question.reason_said))),
        scored=item.scored,
    )


def _difference(item: AssessedItem) -> str:
    if item.outcome != Outcome.CONTRADICTED or item.recorded is None:
        return ""
    return f"{'More' if item.says_more_than_records else 'Less'} than the records."


urlpatterns = [path("<slug:public_id>/result/", assessment_result, name="assessment_result")]
