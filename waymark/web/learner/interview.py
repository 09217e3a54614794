"""Asking for a guidance interview with a school's code, without an account. Nothing is told of who is at the school."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from waymark.access.scope import NOBODY
from waymark.guidance.actions.asked_by_code import KEPT, NoSuchPage, TooMany, Typed, type_request
from waymark.guidance.models import Asker
from waymark.guidance.queries.asked_by_code import school_of_code
from waymark.surveys.actions.answering import note_wrong_code, wrong_codes_are_too_many
from waymark.surveys.queries.answering import plain_code
from waymark.surveys.rules import TooOften
from waymark.web.keeping import never_kept
from waymark.web.pages import Refused, public_page
from waymark.web.senders import address_of

TOO_OFTEN = "Very many have tried from where you are. Wait an hour, then try again, or ask your tutor."
UNKNOWN = "We do not know that code. Look at it again, or ask the person who gave it to you."


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Your school’s code",
        help_text="Two groups of four letters and numbers, such as k7mp-4xrt.",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-10"}),
    )


class AskForm(forms.Form):
    """What somebody says who wants an interview. `website` is a trap: people do not see it, programs fill it in."""

    asker = forms.ChoiceField(
        label="Who is asking?",
        choices=[(Asker.LEARNER, "I am, for myself"), (Asker.PARENT, "I am a parent or carer")],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label="First and last name of who wants the interview",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    form = forms.CharField(
        label="Their form, or year group",
        help_text="Such as 10B, or Year 12.",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-10"}),
    )
    reason = forms.CharField(
        label="What would you like to talk about?",
        help_text="Only the careers adviser and those who keep interviews at the school read it. You can leave it out.",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    interpreter = forms.CharField(
        label="Language, if an interpreter would help",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    parent_attends = forms.BooleanField(label="A parent or carer would like to be there", required=False)
    website = forms.CharField(required=False)

    def typed(self) -> Typed:
        """What was said, once the form is valid."""
        return Typed(**{name: self.cleaned_data[name] for name in Typed.__dataclass_fields__})


@dataclass(frozen=True)
class CodePage:
    """All that the page that asks for a code shows."""

    form: CodeForm
    trouble: str = ""


@dataclass(frozen=True)
class AskPage:
    """All that the form shows: whose it is, and nothing else of the school."""

    school: str
    form: AskForm
    days_kept: int
    trouble: str = ""


@dataclass(frozen=True)
class SentPage:
    """The same for everybody, whatever was typed."""

    title: str


@never_kept
@public_page("learner/interview/code.html", methods=("GET", "HEAD", "POST"))
def interview_code(request: HttpRequest) -> CodePage | Refused | HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return CodePage(form)
    if not form.is_valid():
        return Refused(CodePage(form))
    code = plain_code(form.cleaned_data["code"])
    if trouble := _trouble_with(request, code):
        return Refused(CodePage(form, trouble[0]), trouble[1])
    return redirect("ask_by_code", code=f"{code[:4]}-{code[4:]}")


@never_kept
@public_page("learner/interview/ask.html", methods=("GET", "HEAD", "POST"))
def ask_by_code(request: HttpRequest, code: str) -> Any:
    if trouble := _trouble_with(request, plain_code(code)):
        page = CodePage(CodeForm(), trouble[0])
        return render(request, "learner/interview/code.html", {"page": page, "nav": None}, status=trouble[1])
    form = AskForm(request.POST if request.method == "POST" else None)
    shown = AskPage(school_of_code(code) or "", form, KEPT.days)
    if request.method != "POST":
        return shown
    if form.data.get("website"):
        return redirect("asked_by_code")  # a program: it is told what it wants to hear, and nothing is kept
    if not form.is_valid():
        return Refused(shown)
    try:
        type_request(code=plain_code(code), typed=form.typed(), address=address_of(request), by=NOBODY)
    except NoSuchPage:
        return redirect("interview_code")
    except TooMany:
        return Refused(AskPage(shown.school, form, KEPT.days, TOO_OFTEN), 429)
    return redirect("asked_by_code")


@public_page("learner/interview/sent.html")
def asked_by_code(request: HttpRequest) -> SentPage:
    return SentPage("Your school has it")


def _trouble_with(request: HttpRequest, code: str) -> tuple[str, int] | None:
    """What to say of a code that opens nothing, counting it, and with which status; None for one that opens a page."""
    address, at = address_of(request), timezone.now()
    if wrong_codes_are_too_many(address, at):
        return TOO_OFTEN, 429
    if school_of_code(code) is not None:
        return None
    try:
        note_wrong_code(address=address, at=at, by=NOBODY)
    except TooOften:
        return TOO_OFTEN, 429
    return UNKNOWN, 404


# No cookie, so no CSRF token: the sender has no session here that another site could misuse.
urlpatterns = [
    path("", csrf_exempt(interview_code), name="interview_code"),
    path("sent/", asked_by_code, name="asked_by_code"),
    path("<str:code>/", csrf_exempt(ask_by_code), name="ask_by_code"),
]
