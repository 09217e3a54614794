"""Coming in: typing a code, what the survey is and who sees it, and beginning."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from waymark.access.scope import NOBODY
from waymark.surveys.actions.answering import begin_sitting, carry_on, drop_sitting
from waymark.surveys.queries.answering import Door, DoorState
from waymark.surveys.rules import FEWEST_SHOWN, NotOpen, TooOften
from waymark.web.keeping import never_kept
from waymark.web.pages import Refused, public_page
from waymark.web.public.surveys.doors import TOO_OFTEN, CodeForm, CodePage, NoSuchCode, door_here, nowhere
from waymark.web.public.surveys.keeping import is_done, keep_token, token_in, unfinished_in
from waymark.web.public.surveys.parts import first_unanswered
from waymark.web.senders import address_of

_ITEMS_A_MINUTE = 4


@dataclass(frozen=True)
class DoorPage:
    """All that the first page of a survey shows: what it is, how long, who sees it, and the ways on from here."""

    school: str
    title: str
    language: str
    welcome: str
    is_easy_read: bool
    is_for_learners: bool
    questions: int
    minutes: int
    fewest: int
    with_comments: bool
    state: str
    opens_on: date
    closes_on: date
    is_done: bool
    is_begun: bool
    is_lost: bool
    is_empty: bool
    trouble: str = ""


@never_kept
@public_page("public/surveys/code.html", methods=("GET", "HEAD", "POST"))
def enter(request: HttpRequest) -> CodePage | Refused | HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return CodePage(form)
    if not form.is_valid():
        return Refused(CodePage(form))
    try:
        door = door_here(request, form.cleaned_data["code"])
    except NoSuchCode as refused:
        form.add_error("code", str(refused))
        return Refused(CodePage(form), 429 if refused.too_often else 422)
    return redirect("survey", code=door.in_fours)


@never_kept
@public_page("public/surveys/door.html", methods=("GET", "HEAD", "POST"))
def front(request: HttpRequest, code: str) -> DoorPage | Refused | HttpResponse:
    try:
        door = door_here(request, code)
    except NoSuchCode as refused:
        return nowhere(request, refused)
    if code != door.in_fours:
        return redirect("survey", code=door.in_fours)
    if request.method == "POST" and door.state is DoorState.OPEN:
        return _begin(request, door)
    return _shown(request, door)


def _shown(request: HttpRequest, door: Door, trouble: str = "") -> DoorPage:
    asked = door.asked
    return DoorPage(
        school=door.school,
        title=asked.title,
        language=asked.language,
        welcome=asked.welcome,
        is_easy_read=asked.easy_read,
        is_for_learners=asked.audience == "learners",
        questions=len(asked.items),
        minutes=1 + len(asked.items) // _ITEMS_A_MINUTE,
        fewest=FEWEST_SHOWN,
        with_comments=door.with_comments,
        state=door.state,
        opens_on=door.opens_on,
        closes_on=door.closes_on,
        is_done=is_done(request, door),
        is_begun=unfinished_in(request, door) is not None,
        is_lost=bool(request.GET.get("lost")),
        is_empty=bool(request.GET.get("nothing")),
        trouble=trouble,
    )


def _begin(request: HttpRequest, door: Door) -> HttpResponse | Refused:
    """Begin a form, or go on with the one begun here; a new one throws the other away."""
    at, on, token = timezone.now(), timezone.localdate(), token_in(request, door)
    begun = unfinished_in(request, door)
    try:
        if request.POST.get("how") == "carry_on" and begun is not None:
            number = first_unanswered(door, begun)
            carry_on(token=token, page=number, at=at, on=on, by=NOBODY)
            return redirect("survey_page", code=door.in_fours, number=number)
        if token:
            drop_sitting(token=token, by=NOBODY)
        token = begin_sitting(code=door.code, address=address_of(request), at=at, on=on, by=NOBODY)
    except NotOpen:
        return redirect("survey", code=door.in_fours)
    except TooOften:
        return Refused(_shown(request, door, TOO_OFTEN), 429)
    response = redirect("survey_page", code=door.in_fours, number=1)
    keep_token(response, door, token)
    return response
