"""Answering one benchmark, question by question: each answer is kept for itself, as soon as it is given."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.evaluation.assessing.actions import NotAnswered, ReasonWanted, answer_item
from waymark.evaluation.assessing.queries import AssessedItem, Reading, given_claim, may_answer, read
from waymark.evaluation.frameworks import framework
from waymark.evaluation.models import Assessment
from waymark.kernel.benchmark import Benchmark
from waymark.places.models import Organisation
from waymark.web.formats import clock
from waymark.web.pages import Refused, form_page
from waymark.web.school.assessment.clashes import Clash, clashes_in
from waymark.web.school.assessment.questions import (
    RECORDS,
    Question,
    QuestionsForm,
    questions,
    seen_numbers,
    whole,
)
from waymark.web.school.assessment.words import address, assessment_here, called, title_of


@dataclass(frozen=True)
class BenchmarkQuestionsPage:
    """All that the page with a benchmark's questions shows."""

    school: str
    assessment: str
    title: str
    summary: str
    form: QuestionsForm | None
    questions: tuple[Question, ...]
    clashes: tuple[Clash, ...]
    is_finished: bool
    kept_as: str
    answer_href: str
    clashes_href: str
    back: str
    submit: str


@form_page("school/assessment/benchmark.html", needs=Permission.FIGURES_VIEW)
def assessment_benchmark(
    request: HttpRequest, school: Organisation, public_id: str, code: str
) -> BenchmarkQuestionsPage | Refused | HttpResponse:
    """The questions; sent without a script, every answer that differs from what the sender had seen is kept."""
    found = assessment_here(school, public_id)
    benchmark, reading = _benchmark(found, code), read(found)
    items = reading.of(code)
    can = not found.is_finished and may_answer(found, code, request.scope)
    if request.method != "POST" or not can:
        if request.method == "POST":
            messages.error(request, "Nothing was saved: this self-assessment is finished, or this part is not yours.")
        return _page(found, benchmark, reading, _open_form(reading, code) if can else None)
    form = QuestionsForm(request.POST, items=[item for item in items if item.clash is None])
    if not form.is_valid():
        return Refused(_page(found, benchmark, reading, form))
    clashes = _save_all(found, form, seen_numbers(items, request.POST), request.scope)
    if form.errors:
        return Refused(_page(found, benchmark, read(found), form))
    if clashes:
        return Refused(_page(found, benchmark, now := read(found), _open_form(now, code)), status=409)
    messages.success(request, f"{benchmark.title}: saved.")
    return redirect(_after(found, code, request.scope))


@form_page("school/assessment/benchmark.html", needs=Permission.ANSWER)
def assessment_answer(request: HttpRequest, school: Organisation, public_id: str, code: str, item: str) -> HttpResponse:
    """One answer, sent by a script as soon as it is given. Says when it was kept, or why not."""
    found = assessment_here(school, public_id)
    if request.method != "POST":
        return redirect(address("assessment_benchmark", found, code=code))
    answer = request.POST.get("answer", "")
    try:
        saved = answer_item(
            assessment=found,
            item=item,
            answer="" if answer == RECORDS else answer,
            reason="" if answer == RECORDS else request.POST.get("reason", ""),
            saw=whole(request.POST.get("saw")),
            by=request.scope,
        )
    except NotAnswered as refused:
        return JsonResponse({"refused": str(refused), "wants_reason": isinstance(refused, ReasonWanted)}, status=422)
    told = {"saved_at": clock(timezone.now()), "number": saved.claim.number if saved.claim else 0}
    if saved.clashes:
        told["clashes_href"] = address("assessment_clashes", found, code=code)
    return JsonResponse(told, status=409 if saved.clashes else 200)


def _save_all(assessment: Assessment, form: QuestionsForm, seen: dict[str, int], by: Scope) -> bool:
    """Keep every answer that is not what its sender had seen; the form says what cannot be kept. True: a clash."""
    clashes = False
    for item in form.items:
        given, code = form.given(item), item.criterion.code
        if given is None or _is_untouched(assessment, item, given, seen[code]):
            continue
        try:
            saved = answer_item(
                assessment=assessment, item=code, answer=given[0], reason=given[1], saw=seen[code], by=by
            )
            clashes = clashes or saved.clashes
        except ReasonWanted as refused:
            form.add_error(f"r-{code}", str(refused))
        except NotAnswered as refused:
            form.add_error(f"a-{code}", str(refused))
    return clashes


def _is_untouched(assessment: Assessment, item: AssessedItem, given: tuple[str, str], saw: int) -> bool:
    """Whether this is what the page showed when its sender opened it."""
    before = given_claim(assessment, item.criterion.code, saw)
    was = (before.answer, before.reason) if before else ("", "")
    if item.recorded and was[0] == item.recorded.answer and given[0] == "":
        return True
    return was == given


def _open_form(reading: Reading, code: str) -> QuestionsForm:
    """The questions as they stand. One with two answers is asked apart, until one of them is chosen."""
    return QuestionsForm(items=[item for item in reading.of(code) if item.clash is None])


def _page(
    assessment: Assessment, benchmark: Benchmark, reading: Reading, form: QuestionsForm | None
) -> BenchmarkQuestionsPage:
    school, code = assessment.organisation, benchmark.code
    items = reading.of(code)
    apart = {item.criterion.code for item in items if item.clash} if form is not None else set()
    asked = [item for item in items if item.criterion.code not in apart]
    return BenchmarkQuestionsPage(
        school=school.name,
        assessment=title_of(assessment),
        title=called(benchmark),
        summary=benchmark.summary,
        form=form,
        questions=questions(school, asked, form, assessment.framework),
        clashes=clashes_in(items) if form is not None else (),
        is_finished=assessment.is_finished,
        kept_as=f"assessment:{assessment.public_id}:{code}",
        answer_href=address("assessment_answer", assessment, code=code, item="ITEM"),
        clashes_href=address("assessment_clashes", assessment, code=code),
        back=address("assessment", assessment),
        submit="Save and continue",
    )


def _benchmark(assessment: Assessment, code: str) -> Benchmark:
    try:
        return framework(assessment.framework).benchmark(code)
    except KeyError as unknown:
        raise Http404("There is no such benchmark.") from unknown


def _after(assessment: Assessment, code: str, scope: Scope) -> str:
    """The next benchmark in turn that this person may answer, else the task list."""
    codes = [each.code for each in framework(assessment.framework).benchmarks]
    for following in codes[codes.index(code) + 1 :]:
        if may_answer(assessment, following, scope):
            return address("assessment_benchmark", assessment, code=following)
    return address("assessment", assessment)


urlpatterns = [
    path("<slug:public_id>/<slug:code>/", assessment_benchmark, name="assessment_benchmark"),
    path("<slug:public_id>/<slug:code>/<slug:item>/answer/", assessment_answer, name="assessment_answer"),
]
