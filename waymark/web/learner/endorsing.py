"""Asking for references; and, by the link in the letter, giving one."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from waymark.access.models import User
from waymark.access.scope import NOBODY
from waymark.opportunities.actions.accounts import applicant_of
from waymark.opportunities.actions.endorsing import (
    LONGEST,
    ask_again,
    ask_endorsement,
    endorsement_for,
    give_endorsement,
)
from waymark.opportunities.models.applications import Applicant, Endorsement
from waymark.opportunities.rules.applying import MoveRefused
from waymark.post.models import Letter
from waymark.post.queries import own_letters
from waymark.web.pages import Refused, form_page, public_page

_TROUBLE = (Letter.State.BOUNCED, Letter.State.FAILED)


class AskForm(forms.Form):
    name = forms.CharField(max_length=150, label="Their name")
    email = forms.EmailField(label="Their e-mail address", help_text="A teacher, tutor, employer or adviser.")


class GiveForm(forms.Form):
    text = forms.CharField(
        label="Your reference", max_length=LONGEST, widget=forms.Textarea({"rows": 12}),
        help_text="What they have done, how they work, why this suits them.",
    )  # fmt: skip


class AgainForm(forms.Form):
    """To which address the letter goes once more."""

    email = forms.EmailField(
        label="Their e-mail address", help_text="Where it is another one, the link of the former letter stops working."
    )


@dataclass(frozen=True)
class AskedRow:
    """Somebody who was asked: what became of the letter, and of the asking."""

    name: str
    email: str
    look: str
    state: str
    at: datetime | None  # when the letter came to stand so
    trouble: str  # why it did not get there, in the mail server's words
    again_href: str  # blank where there is nothing to send again

    @classmethod
    def of(cls, asked: Endorsement, letter: Letter | None) -> "AskedRow":
        href = reverse("ask_reference_again", kwargs={"number": asked.pk})
        if not asked.is_open:
            look, state = ("met", "Given") if asked.given_at else ("unknown", "Declined")
            return cls(asked.name, asked.email, look, state, asked.given_at or asked.declined_at, "", "")
        if letter is None:
            return cls(asked.name, asked.email, "not_yet", "Not answered yet", asked.asked_at, "", href)
        if letter.state in _TROUBLE:
            at = letter.bounced_at or letter.queued_at
            return cls(asked.name, asked.email, "missed", letter.get_state_display(), at, letter.trouble, href)
        if letter.state == Letter.State.SENT:
            return cls(asked.name, asked.email, "not_yet", "Sent, not answered yet", letter.sent_at, "", href)
        return cls(asked.name, asked.email, "not_yet", letter.get_state_display(), letter.queued_at, "", "")


@dataclass(frozen=True)
class AgainPage:
    """All that the page of one letter to a referee shows."""

    row: AskedRow
    form: forms.Form


@dataclass(frozen=True)
class AskPage:
    """All that the page of references shows: whom one asked, and whether they have answered."""

    form: forms.Form
    asked: tuple[AskedRow, ...]


@dataclass(frozen=True)
class GivePage:
    """The page of somebody who was asked; `is_over` where the link is used or unknown."""

    whose: str
    form: forms.Form | None
    is_over: bool = False
    is_thanks: bool = False


@form_page("learner/references.html", needs=None)
def references(request: HttpRequest) -> AskPage | Refused | HttpResponse:
    applicant = applicant_of(user=cast(User, request.user), by=request.scope)
    form = AskForm(request.POST if request.method == "POST" else None)
    rows = _rows(applicant)
    if request.method != "POST":
        return AskPage(form, rows)
    if not form.is_valid():
        return Refused(AskPage(form, rows))
    try:
        ask_endorsement(
            applicant=applicant,
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            by=request.scope,
        )
    except MoveRefused as refused:
        form.add_error(None, str(refused))
        return Refused(AskPage(form, rows))
    messages.success(request, "The letter to them is on its way. This page says when it left, and if it came back.")
    return redirect("my_references")


@form_page("learner/reference_again.html", needs=None)
def reference_again(request: HttpRequest, number: int) -> AgainPage | Refused | HttpResponse:
    applicant = applicant_of(user=cast(User, request.user), by=request.scope)
    asked = applicant.endorsements.filter(pk=number).first()
    row = next((each for each in _rows(applicant) if asked and each.again_href.endswith(f"/{asked.pk}/again/")), None)
    if asked is None or row is None:
        raise Http404("Nobody was asked so, or there is nothing to send again.")
    form = AgainForm(request.POST or None, initial={"email": asked.email})
    if request.method != "POST":
        return AgainPage(row, form)
    if not form.is_valid():
        return Refused(AgainPage(row, form))
    try:
        ask_again(asked=asked, email=form.cleaned_data["email"], at=timezone.now(), by=request.scope)
    except MoveRefused as refused:
        form.add_error(None, str(refused))
        return Refused(AgainPage(row, form))
    messages.success(request, f"The letter goes to {form.cleaned_data['email']} again.")
    return redirect("my_references")


def _rows(applicant: Applicant) -> tuple[AskedRow, ...]:
    letters = own_letters(applicant.user)
    return tuple(AskedRow.of(each, letters.get(each.letter_id or 0)) for each in applicant.endorsements.order_by("pk"))


@never_cache
@public_page("learner/reference.html", methods=("GET", "HEAD", "POST"))
def give(request: HttpRequest, token: str) -> GivePage | Refused | HttpResponse:
    asked = endorsement_for(token)
    if asked is None:
        return Refused(GivePage("", None, is_over=True), 410)
    whose = asked.applicant.name or asked.applicant.user.name
    declines = request.POST.get("how") == "decline"
    form = GiveForm(request.POST if request.method == "POST" and not declines else None)
    if request.method != "POST":
        return GivePage(whose, form)
    if not declines and not form.is_valid():
        return Refused(GivePage(whose, form))
    text = "" if declines else form.cleaned_data["text"]
    if not give_endorsement(token=token, text=text, at=timezone.now(), by=NOBODY):
        return Refused(GivePage("", None, is_over=True), 410)
    return GivePage(whose, None, is_thanks=True)


urlpatterns = [
    path("references/", references, name="my_references"),
    path("references/<int:number>/again/", reference_again, name="ask_reference_again"),
    path("reference/<str:token>/", give, name="give_reference"),
]
