"""Learners ask themselves: the school's page for it, and saying whose each request is that was typed there."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.guidance.actions.asked_by_code import close_asking_page, match_typed, open_asking_page, set_typed_aside
from waymark.guidance.models import AskingPage, TypedRequest
from waymark.guidance.queries.asked_by_code import likely_learners, typed_requests_of
from waymark.guidance.rules.states import InterviewRefused
from waymark.ledger.models import Learner
from waymark.ledger.queries.finding import learners_named
from waymark.places.models import Organisation
from waymark.web.formats import day, short_day
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.interviews.finding import address, asked_by_words, may_write, today
from waymark.web.school.interviews.forms import AskForm

_ANOTHER = "another"


@dataclass(frozen=True)
class AskingPagePage:
    """All that the page about the school's page for asking shows."""

    school: str
    is_open: bool
    in_fours: str
    front: str  # where a code is typed
    link: str
    opened: str
    may_change: bool
    poster_href: str
    back_href: str


@form_page("school/interviews/asking_page.html", needs=Permission.INTERVIEWS_VIEW)
def asking_page(request: HttpRequest, school: Organisation) -> AskingPagePage | HttpResponse:
    """GET shows the code; POST opens the page, gives it another code, or closes it."""
    if request.method == "POST":
        if request.POST.get("doing") == "close":
            close_asking_page(school=school, by=request.scope)
            messages.success(request, "The page is closed. Its code opens nothing any more.")
        else:
            open_asking_page(school=school, by=request.scope)
            messages.success(request, "The page is open. Give learners the code or the link.")
        return redirect("asking_page", slug=school.slug)
    return _page_about(request, school)


@page("school/interviews/poster.html", needs=Permission.INTERVIEWS_VIEW)
def asking_poster(request: HttpRequest, school: Organisation) -> AskingPagePage | HttpResponse:
    """One sheet to hang up; where the page for asking is not open, whoever asks is led to where it is opened."""
    found = _page_about(request, school)
    return found if found.is_open else redirect("asking_page", slug=school.slug)


def _page_about(request: HttpRequest, school: Organisation) -> AskingPagePage:
    standing = AskingPage.objects.filter(organisation=school).first()
    code = standing.in_fours if standing else ""
    return AskingPagePage(
        school=school.name,
        is_open=standing is not None,
        in_fours=code,
        front=request.build_absolute_uri(reverse("interview_code")),
        link=request.build_absolute_uri(reverse("ask_by_code", kwargs={"code": code})) if code else "",
        opened=day(standing.opened_at) if standing else "",
        may_change=may_write(request, school),
        poster_href=address("asking_poster", school),
        back_href=address("interview_requests", school),
    )


class MatchForm(AskForm):
    """Whose it is, and how urgent; what was typed is there to be put right."""

    learner = forms.ChoiceField(label="Whose is it?", widget=forms.RadioSelect)
    named = forms.CharField(
        label="Another learner",
        help_text="A name, with the form in brackets where two are called so: Amara Ashdown (10B).",
        max_length=200,
        required=False,
    )
    field_order = ("learner", "named")

    def __init__(self, *args: Any, likely: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["learner"].choices = [*likely, (_ANOTHER, "Another learner, named below")]

    def learner_at(self, school: Organisation) -> Learner | None:
        """The learner chosen, once the form is valid; None, and a fault, where the name fits none or many."""
        chosen = self.cleaned_data["learner"]
        learners = Learner.objects.filter(organisation=school, erased_at=None)
        if chosen != _ANOTHER:
            return learners.get(public_id=chosen)
        found = learners_named(school, self.cleaned_data["named"], today())
        for fault in found.faults:
            self.add_error("named", fault.removeprefix("Line 1 ").capitalize())
        if not found.learner_ids and not found.faults:
            self.add_error("named", "Name the learner.")
        return learners.filter(pk=found.learner_ids[0]).first() if found.learner_ids else None


@dataclass(frozen=True)
class TypedPage:
    """All that one typed request shows: what was typed, and whose it may be."""

    name: str
    lede: str
    facts: tuple[dict[str, str | None], ...]
    form: MatchForm
    back_href: str


@form_page("school/interviews/typed.html", needs=Permission.INTERVIEWS_WRITE, viewed="interview viewed")
def typed_request(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    typed = TypedRequest.objects.filter(organisation=school, public_id=public_id).first()
    if typed is None:
        raise Http404("There is no such request, or somebody has seen to it.")
    if request.method == "POST" and request.POST.get("doing") == "aside":
        try:
            set_typed_aside(typed=typed, by=request.scope)
        except InterviewRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "It is set aside, and what was typed is erased.")
        return redirect("interview_requests", slug=school.slug)
    likely = [(each.public_id, f"{each.name} ({each.form})") for each in likely_learners(typed, on=today())]
    start = {name: getattr(typed, name) for name in ("reason", "interpreter", "parent_attends")}
    form = MatchForm(request.POST if request.method == "POST" else None, likely=likely, initial=start)
    shown = _typed_page(school, typed, form)
    if request.method != "POST":
        return shown
    learner = form.learner_at(school) if form.is_valid() else None
    if learner is None:
        return Refused(shown)
    try:
        match_typed(typed=typed, learner=learner, wanted=form.wanted(), by=request.scope)
    except InterviewRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    messages.success(request, f"{learner} asks for an interview.")
    return redirect("interview_requests", slug=school.slug)


def _typed_page(school: Organisation, typed: TypedRequest, form: MatchForm) -> TypedPage:
    facts: tuple[dict[str, str | None], ...] = (
        {"label": "Name", "value": typed.name},
        {"label": "Form or year group", "value": typed.form or None},
        {"label": "Asked", "value": f"{day(typed.sent_at)}, by {asked_by_words(typed.asker)}"},
    )
    lede = "Anybody with the code can type any name. Look whose it is before it becomes a request."
    return TypedPage(typed.name, lede, facts, form, address("interview_requests", school))


def typed_rows(school: Organisation) -> list[list[Any]]:
    """What waits to be looked at, as rows of a table."""
    return [
        [
            {"text": each.name, "href": address("typed_request", school, public_id=each.public_id)},
            each.form or "–",
            short_day(timezone.localdate(each.sent_at)),
            asked_by_words(each.asker).capitalize(),
        ]
        for each in typed_requests_of(school)
    ]
