"""Check your answers: everything on one page, what is still open, and finishing."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from waymark.access.permissions import Permission
from waymark.evaluation.assessing.actions import NotAnswered, finish_assessment
from waymark.evaluation.assessing.queries import AssessedItem, Outcome, Reading, read
from waymark.evaluation.frameworks import framework
from waymark.evaluation.models import Assessment
from waymark.kernel.benchmark import Benchmark
from waymark.places.models import Organisation
from waymark.web.formats import plural
from waymark.web.pages import Refused, form_page
from waymark.web.school.assessment.words import OUTCOME_WORDS, address, assessment_here, called, title_of


@dataclass(frozen=True)
class CheckedAnswer:
    """One question with the answer that counts, and where it comes from."""

    text: str
    answer: str
    source: str
    change_href: str
    is_open: bool


@dataclass(frozen=True)
class CheckedBenchmark:
    """One benchmark's answers."""

    title: str
    answers: tuple[CheckedAnswer, ...]
    open_said: str


@dataclass(frozen=True)
class CheckPage:
    """All that the page shows."""

    school: str
    title: str
    benchmarks: tuple[CheckedBenchmark, ...]
    unanswered: int
    carried: int
    clashing: int
    contradicted: int
    error: str
    back: str


@form_page("school/assessment/check.html", needs=Permission.ASSESS)
def assessment_check(request: HttpRequest, school: Organisation, public_id: str) -> CheckPage | Refused | HttpResponse:
    found = assessment_here(school, public_id)
    if found.is_finished:
        return redirect(address("assessment_result", found))
    if request.method != "POST":
        return _page(found, "")
    try:
        finish_assessment(assessment=found, by=request.scope)
    except NotAnswered as refused:
        return Refused(_page(found, str(refused)))
    messages.success(request, "The self-assessment is finished. Here is what it comes to.")
    return redirect(address("assessment_result", found))


def _page(found: Assessment, error: str) -> CheckPage:
    reading = read(found)
    asked = [item for item in reading.items if item.applies]
    return CheckPage(
        school=found.organisation.name,
        title=title_of(found),
        benchmarks=tuple(
            _benchmark(found, reading, benchmark)
            for benchmark in framework(found.framework).benchmarks
            if reading.of(benchmark.code)
        ),
        unanswered=sum(item.outcome == Outcome.UNANSWERED for item in asked),
        carried=sum(item.carried is not None for item in asked),
        clashing=sum(item.clash is not None for item in asked),
        contradicted=reading.result.count(Outcome.CONTRADICTED),
        error=error,
        back=address("assessment", found),
    )


def _benchmark(found: Assessment, reading: Reading, benchmark: Benchmark) -> CheckedBenchmark:
    items = reading.of(benchmark.code)
    still_open = sum(not item.is_answered for item in items)
    return CheckedBenchmark(
        called(benchmark),
        tuple(_answer(found, item) for item in items),
        f"{plural(still_open, 'question')} still open" if still_open else "",
    )


def _answer(found: Assessment, item: AssessedItem) -> CheckedAnswer:
    href = address("assessment_benchmark", found, code=item.benchmark)
    return CheckedAnswer(
        text=item.criterion.question,
        answer=item.answer.label if item.answer else "Not answered",
        source=source_of(item),
        change_href=f"{href}#q-{item.criterion.code}",
        is_open=not item.is_answered,
    )


def source_of(item: AssessedItem) -> str:
    """Where the answer that counts comes from, in words."""
    if item.clash:
        return "Two people answered differently: choose one"
    if item.outcome == Outcome.CONTRADICTED and item.recorded:
        above = "more" if item.says_more_than_records else "less"
        return f"You say {above} than your records: {item.label(item.recorded.answer)}, {item.recorded.words}"
    if item.carried:
        return f"Answered “{item.label(item.carried.answer)}” last time, not given again"
    if item.outcome == Outcome.EVIDENCED and item.recorded:
        return f"From your records: {item.recorded.words}"
    return "" if item.outcome == Outcome.UNANSWERED else OUTCOME_WORDS[item.outcome]


urlpatterns = [path("<slug:public_id>/check/", assessment_check, name="assessment_check")]
