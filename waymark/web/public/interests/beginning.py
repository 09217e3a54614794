"""Beginning, coming back by a code, the code itself, and throwing everything away."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from waymark.access.scope import NOBODY
from waymark.opportunities.actions.interests import begin_exploring, throw_away
from waymark.opportunities.interests.asking import easily
from waymark.opportunities.queries.interests import exploration_of, quiz_asked
from waymark.web.keeping import never_kept
from waymark.web.pages import Refused, public_page
from waymark.web.public.interests.keeping import exploring_in, forget_code, keep_code

_A_MINUTE = 8  # statements


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Your code",
        help_text="Three groups of four letters and numbers.",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20"}),
    )


@dataclass(frozen=True)
class FrontPage:
    """All that the first page of the quiz shows."""

    form: CodeForm
    statements: int
    minutes: int
    has_easy: bool
    is_begun: bool
    is_gone: bool


@dataclass(frozen=True)
class CodePage:
    """The code by which one comes back."""

    code: str


@never_kept
@public_page("public/interests/front.html", methods=("GET", "HEAD", "POST"))
def front(request: HttpRequest) -> FrontPage | Refused | HttpResponse:
    form = CodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST" and "code" in request.POST:
        return _come_back(request, form)
    if request.method == "POST":
        return _begin(request)
    return _shown(request, form)


@never_kept
@public_page("public/interests/code.html", methods=("GET", "HEAD", "POST"))
def code(request: HttpRequest) -> CodePage | HttpResponse:
    exploring = exploring_in(request)
    if exploring is None:
        return redirect("interests")
    if request.method != "POST":
        return CodePage(exploring.in_fours)
    if request.POST.get("what") == "throw_away":
        throw_away(code=exploring.code, by=NOBODY)
    response = redirect("interests")
    forget_code(response)
    return response


def _begin(request: HttpRequest) -> HttpResponse:
    asked = quiz_asked()
    if asked is None:
        return redirect("interests")
    is_easy = request.POST.get("how") == "easy" and easily(asked.quiz) is not None
    begun = begin_exploring(quiz=asked, is_easy=is_easy, on=timezone.localdate(), by=NOBODY)
    skills = request.POST.get("how") == "skills"
    response = redirect("interests_skills") if skills else redirect("interests_page", number=1)
    keep_code(response, begun)
    return response


def _come_back(request: HttpRequest, form: CodeForm) -> Refused | HttpResponse:
    typed = "".join(letter for letter in request.POST.get("code", "").casefold() if letter.isalnum())
    if form.is_valid() and exploration_of(typed) is not None:
        response = redirect("interests_results")
        keep_code(response, typed)
        return response
    if form.is_valid():
        form.add_error("code", "We do not know that code. Look at it again: it has twelve letters and numbers.")
    return Refused(_shown(request, form))


def _shown(request: HttpRequest, form: CodeForm) -> FrontPage:
    asked = quiz_asked()
    statements = len(asked.quiz.statements) if asked else 0
    return FrontPage(
        form=form,
        statements=statements,
        minutes=max(1, statements // _A_MINUTE),
        has_easy=bool(asked and easily(asked.quiz)),
        is_begun=exploring_in(request) is not None,
        is_gone=bool(request.GET.get("gone")),
    )
