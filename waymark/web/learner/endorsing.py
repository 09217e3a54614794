"""Asking for references; and, by the link in the letter, giving one."""

from dataclasses import dataclass
from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from waymark.access.models import User
from waymark.access.scope import NOBODY
from waymark.opportunities.actions.accounts import applicant_of
from waymark.opportunities.actions.endorsing import LONGEST, ask_endorsement, endorsement_for, give_endorsement
from waymark.opportunities.rules.applying import MoveRefused
from waymark.web.pages import Refused, form_page, public_page


class AskForm(forms.Form):
    name = forms.CharField(max_length=150, label="Their name")
    email = forms.EmailField(label="Their e-mail address", help_text="A teacher, tutor, employer or adviser.")


class GiveForm(forms.Form):
    text = forms.CharField(
        label="Your reference", max_length=LONGEST, widget=forms.Textarea({"rows": 12}),
        help_text="What they have done, how they work, why this suits them.",
    )  # fmt: skip


@dataclass(frozen=True)
class AskedRow:
    name: str
    state: str


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
    rows = tuple(
        AskedRow(each.name, "given" if each.given_at else "declined" if each.declined_at else "not answered yet")
        for each in applicant.endorsements.order_by("pk")
    )
    if request.method != "POST":
        return AskPage(form, rows)
    if not form.is_valid():
        return Refused(AskPage(form, rows))
    address = request.build_absolute_uri(reverse("give_reference", kwargs={"token": "TOKEN"}))
    try:
        ask_endorsement(
            applicant=applicant,
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            address_of=address.replace("TOKEN", "{token}"),
            by=request.scope,
        )
    except MoveRefused as refused:
        form.add_error(None, str(refused))
        return Refused(AskPage(form, rows))
    messages.success(request, "They have been sent a letter.")
    return redirect("my_references")


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
    path("reference/<str:token>/", give, name="give_reference"),
]
