"""Two people answered one question at once: both answers are kept, and somebody chooses."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from waymark.access.permissions import Permission
from waymark.evaluation.assessing.actions import NotAnswered, settle_clash
from waymark.evaluation.assessing.queries import AssessedItem, Claimed, read
from waymark.places.models import Organisation
from waymark.web.formats import moment
from waymark.web.pages import Refused, form_page
from waymark.web.school.assessment.questions import whole
from waymark.web.school.assessment.words import address, assessment_here, title_of


@dataclass(frozen=True)
class Given:
    """One of two answers: its number, its words, who gave it and when, and why."""

    number: int
    label: str
    by: str
    reason: str


@dataclass(frozen=True)
class Clash:
    """A question with two answers, the one that counts until a choice is made first."""

    code: str
    text: str
    number: int
    answers: tuple[Given, ...]


@dataclass(frozen=True)
class ClashesPage:
    """All that the page for choosing shows."""

    school: str
    assessment: str
    clashes: tuple[Clash, ...]
    error: str
    clashes_href: str
    back: str


def clashes_in(items: Sequence[AssessedItem]) -> tuple[Clash, ...]:
    """The questions that wait for a choice."""
    return tuple(
        Clash(
            item.criterion.code,
            item.criterion.question,
            item.number,
            tuple(_given(item, one) for one in (item.claimed, item.clash) if one),
        )
        for item in items
        if item.clash
    )


def _given(item: AssessedItem, one: Claimed) -> Given:
    who = f"{one.by}, {moment(one.at)}" if one.by else moment(one.at)
    return Given(one.number, item.label(one.answer) or "As the records say", who, one.reason)


@form_page("school/assessment/clashes.html", needs=Permission.ANSWER)
def assessment_clashes(
    request: HttpRequest, school: Organisation, public_id: str, code: str
) -> ClashesPage | Refused | HttpResponse:
    found = assessment_here(school, public_id)
    back = address("assessment_benchmark", found, code=code)
    error, again = "", False
    if request.method == "POST":
        for clash in clashes_in(read(found).of(code)):
            picked = whole(request.POST.get(f"c-{clash.code}"))
            if not picked:
                error = "Choose an answer for each question."
                continue
            saw = whole(request.POST.get(f"n-{clash.code}"))
            try:
                saved = settle_clash(assessment=found, item=clash.code, chosen_number=picked, saw=saw, by=request.scope)
                again = again or saved.clashes
            except NotAnswered as refused:
                error = str(refused)
    shown = ClashesPage(
        school.name,
        title_of(found),
        clashes_in(read(found).of(code)),
        "Another answer came meanwhile. Choose again." if again else error,
        address("assessment_clashes", found, code=code),
        back,
    )
    if shown.clashes and request.method == "POST":
        return Refused(shown, status=409 if again else 422)
    if shown.clashes:
        return shown
    if request.method == "POST":
        messages.success(request, "The answer you chose counts. The other is kept in the record.")
    return redirect(back)


urlpatterns = [path("<slug:public_id>/<slug:code>/clashes/", assessment_clashes, name="assessment_clashes")]
