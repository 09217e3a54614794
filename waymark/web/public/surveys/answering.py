"""The questions, a page at a time, each saved as it is sent; and the thanks at the end."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from waymark.access.scope import NOBODY
from waymark.surveys.actions.answering import finish_sitting, save_answers
from waymark.surveys.queries.answering import Door, Unfinished
from waymark.surveys.questionnaire import Choice
from waymark.surveys.rules import NotOpen
from waymark.web.keeping import never_kept
from waymark.web.pages import Refused, public_page
from waymark.web.public.surveys.doors import NoSuchCode, door_here, nowhere
from waymark.web.public.surveys.keeping import forget_token, is_done, keep_done, token_in, unfinished_in
from waymark.web.public.surveys.parts import Part, parts_of

_LONGEST = 500
_NO_NAMES = "Please do not write anybody’s name, your own among them."


@dataclass(frozen=True)
class Statement:
    """One item on the page: its field, and the answer it has so far."""

    name: str
    text: str
    said: str


@dataclass(frozen=True)
class QuestionsPage:
    """All that one page of questions shows."""

    school: str
    survey: str
    language: str
    title: str
    number: int
    of: int
    is_easy_read: bool
    statements: tuple[Statement, ...]
    choices: tuple[Choice, ...]
    form: forms.Form
    back_href: str
    submit: str

    @property
    def percent(self) -> int:
        return 100 * (self.number - 1) // self.of


@dataclass(frozen=True)
class ThanksPage:
    """All that the last page shows."""

    school: str
    survey: str
    language: str
    is_easy_read: bool
    is_for_learners: bool
    again_href: str


@never_kept
@public_page("public/surveys/questions.html", methods=("GET", "HEAD", "POST"))
def questions(request: HttpRequest, code: str, number: int) -> QuestionsPage | Refused | HttpResponse:
    try:
        door = door_here(request, code)
    except NoSuchCode as refused:
        return nowhere(request, refused)
    begun, parts = unfinished_in(request, door), parts_of(door)
    if begun is None or not begun.locked_before <= number <= len(parts):
        return _back_to_the_door(request, door)
    part = parts[number - 1]
    form = _comments_form(request, part, begun)
    shown = _shown(request, door, begun, part, number, len(parts), form)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    answers = {item.code: request.POST.get(item.code, "") for item in part.items}
    return _saved(request, door, answers, form.cleaned_data, number, is_last=number == len(parts))


@never_kept
@public_page("public/surveys/thanks.html")
def thanks(request: HttpRequest, code: str) -> ThanksPage | HttpResponse:
    try:
        door = door_here(request, code)
    except NoSuchCode as refused:
        return nowhere(request, refused)
    if not is_done(request, door):
        return redirect("survey", code=door.in_fours)
    asked = door.asked
    again = reverse("survey", kwargs={"code": door.in_fours})
    for_learners = asked.audience == "learners"
    return ThanksPage(door.school, asked.title, asked.language, asked.easy_read, for_learners, again)


def _saved(
    request: HttpRequest, door: Door, answers: dict[str, str], comments: dict[str, str], number: int, *, is_last: bool
) -> HttpResponse:
    """Keep the page, and go to the next; after the last, the form is finished, whoever else sent it as well."""
    token, at, on = token_in(request, door), timezone.now(), timezone.localdate()
    try:
        save_answers(token=token, answers=answers, comments=comments, at=at, on=on, by=NOBODY)
        if not is_last:
            return redirect("survey_page", code=door.in_fours, number=number + 1)
        answered = finish_sitting(token=token, at=at, on=on, by=NOBODY)
    except NotOpen:  # sent twice, the other one was first; or the survey closed in between
        return _back_to_the_door(request, door)
    if not answered:
        response = redirect(reverse("survey", kwargs={"code": door.in_fours}) + "?nothing=yes")
        forget_token(response, door)
        return response
    response = redirect("survey_thanks", code=door.in_fours)
    keep_done(response, door, on)
    return response


def _back_to_the_door(request: HttpRequest, door: Door) -> HttpResponse:
    """To the thanks, where a form was finished here and none is begun; else to the first page, which says why."""
    begun = unfinished_in(request, door)
    if begun is not None:
        return redirect("survey_page", code=door.in_fours, number=begun.locked_before)
    if is_done(request, door):
        return redirect("survey_thanks", code=door.in_fours)
    return redirect(reverse("survey", kwargs={"code": door.in_fours}) + "?lost=yes")


def _comments_form(request: HttpRequest, part: Part, begun: Unfinished) -> forms.Form:
    form = forms.Form(request.POST if request.method == "POST" else None, initial=dict(begun.comments))
    for comment in part.comments:
        form.fields[comment.code] = forms.CharField(
            label=comment.text,
            help_text=_NO_NAMES,
            required=False,
            max_length=_LONGEST,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
    return form


def _shown(
    request: HttpRequest, door: Door, begun: Unfinished, part: Part, number: int, of: int, form: forms.Form
) -> QuestionsPage:
    asked = door.asked
    before = {"code": door.in_fours, "number": number - 1}
    return QuestionsPage(
        school=door.school,
        survey=asked.title,
        language=asked.language,
        title=part.title,
        number=number,
        of=of,
        is_easy_read=asked.easy_read,
        statements=tuple(Statement(i.code, i.text, begun.answers.get(i.code, "")) for i in part.items),
        choices=asked.scale,
        form=form,
        back_href=reverse("survey_page", kwargs=before) if number > begun.locked_before else "",
        submit="Send my answers" if number == of else "Save and next",
    )
