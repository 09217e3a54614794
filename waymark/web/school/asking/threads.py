"""One request: whom it is asked of, what was said, and what the school can do now."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.places.models import Organisation
from waymark.post.queries import letters_about
from waymark.providers.actions.asking import Candidate, ask_next, put_on_list
from waymark.providers.actions.settling import (
    agree,
    ask_again,
    call_off,
    close_request,
    remind,
    withdraw,
    write_message,
)
from waymark.providers.models import Approach, Request
from waymark.providers.queries.requests import list_of, standing_of, thanks_for, thread_of
from waymark.providers.rules.approaches import LIVE, Move, NotPossible, Side, State, moves_of
from waymark.web.pages import Refused, form_page
from waymark.web.school.addresses import address_if_any
from waymark.web.school.asking.finding import request_here, today
from waymark.web.school.asking.forms import AddForm, WordsForm
from waymark.web.school.asking.who_else import Another, others_for
from waymark.web.threads import LOOKS, ThreadEntry, asked_rows, state_words

_BUTTONS = {
    Move.AGREE: "Agree to their day",
    Move.ASK_AGAIN: "Ask for another day",
    Move.REMIND: "Remind them now",
    Move.WITHDRAW: "Take the request back",
    Move.CALL_OFF: "Call it off",
}


@dataclass(frozen=True)
class ListLine:
    """One on the list of a request."""

    position: int
    whom: str
    look: str
    state: str
    is_current: bool
    withdraw: str  # the name of what takes them off the list; blank where they are not on it any more


@dataclass(frozen=True)
class LetterLine:
    subject: str
    to: str
    state: str
    trouble: str
    href: str


@dataclass(frozen=True)
class Button:
    value: str
    text: str
    is_quiet: bool


@dataclass(frozen=True)
class RequestPage:
    """All that one request's page shows to the school."""

    title: str
    whom: str
    look: str
    state: str
    rows: list[dict[str, Any]]
    listed: tuple[ListLine, ...]
    thread: tuple[ThreadEntry, ...]
    letters: tuple[LetterLine, ...]
    buttons: tuple[Button, ...]
    form: WordsForm
    add: AddForm | None
    may_ask: bool
    may_ask_next: bool
    may_close: bool
    is_closed: bool
    goes_on: bool
    waits: bool
    delivered_href: str
    names_href: str
    thanks_href: str
    impact_href: str
    back_href: str


@form_page("school/asking/request.html", needs=Permission.EMPLOYERS_VIEW)
def school_request(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    asked = request_here(school, public_id)
    listed = list_of(asked)
    standing = standing_of(listed)
    with_day = standing is not None and Move.ASK_AGAIN in moves_of(standing.now, Side.SCHOOL)
    form = WordsForm(request.POST or None, with_day=with_day)
    if request.method != "POST":
        return _page(request, school, asked, listed, standing, WordsForm(with_day=with_day))
    if not form.is_valid():
        return Refused(_page(request, school, asked, listed, standing, form))
    try:
        told = _done(request, school, asked, listed, standing, form.cleaned_data)
    except NotPossible as refused:
        form.add_error(None, str(refused))
        return Refused(_page(request, school, asked, listed, standing, form), 409)
    messages.success(request, told)
    return redirect("school_request", slug=school.slug, public_id=public_id)


def _done(
    request: HttpRequest,
    school: Organisation,
    asked: Request,
    listed: list[Approach],
    standing: Approach | None,
    said: dict[str, Any],
) -> str:
    doing, by = request.POST.get("doing", ""), request.scope
    if doing == "next":
        found = ask_next(request=asked, on=today(), by=by)
        return f"{found.whom} is asked." if found else "Nobody is left on the list. Add somebody."
    if doing == "close":
        close_request(request=asked, by=by)
        return "Nobody is asked further."
    if doing == "add":
        chosen = next((each for each in _others(school, listed) if each.key == request.POST.get("another")), None)
        if chosen is None:
            raise NotPossible("Choose whom to add.")
        return f"{put_on_list(request=asked, candidate=chosen.candidate, by=by).whom} is on the list."
    if doing.startswith("off "):
        gone = next((each for each in listed if each.public_id == doing.removeprefix("off ")), None)
        if gone is None:
            raise NotPossible("They are not on the list any more.")
        withdraw(approach=gone, by=by)
        return "They are off the list."
    if standing is None:
        raise NotPossible("Nobody is on the list.")
    return _moved(doing, standing, said, by)


def _moved(doing: str, standing: Approach, said: dict[str, Any], by: Scope) -> str:
    words = said["said"]
    if doing == Move.ASK_AGAIN.name and not said.get("day"):
        raise NotPossible("Name the other day you ask for.")
    acts: dict[str, tuple[Callable[[], Any], str]] = {
        "write": (lambda: write_message(approach=standing, text=words, by=by), "Your words are on their way."),
        Move.AGREE.name: (
            lambda: agree(approach=standing, said=words, by=by),
            "It is settled. Both of you get it for your calendars.",
        ),
        Move.ASK_AGAIN.name: (
            lambda: ask_again(approach=standing, day=said["day"], at=said["at"], said=words, on=today(), by=by),
            "They are asked for another day.",
        ),
        Move.REMIND.name: (lambda: remind(approach=standing, on=today(), by=by), "They are reminded."),
        Move.WITHDRAW.name: (lambda: withdraw(approach=standing, said=words, by=by), "The request is taken back."),
        Move.CALL_OFF.name: (lambda: call_off(approach=standing, said=words, by=by), "It is called off."),
    }
    if doing not in acts:
        raise NotPossible("Choose what to do.")
    act, told = acts[doing]
    act()
    return told


def _page(
    request: HttpRequest,
    school: Organisation,
    asked: Request,
    listed: list[Approach],
    standing: Approach | None,
    form: WordsForm,
) -> RequestPage:
    may = request.scope.holds(Permission.REQUEST, school.pk)
    now = standing.now if standing else State.LISTED
    moves = moves_of(now, Side.SCHOOL) if may and standing else []
    is_live = standing is not None and now in LIVE
    on_list = any(each.now == State.LISTED for each in listed)
    approach = {"slug": school.slug, "public_id": standing.public_id if standing else "x"}
    delivered = address_if_any("request_activity", **approach) or ""
    names = address_if_any("send_names", **approach) or ""
    thanks = address_if_any("say_thanks", **approach) or ""
    is_thanked = may and standing is not None and thanks_for(standing) is not None
    return RequestPage(
        title=asked.title,
        whom=standing.whom if standing else "",
        look=LOOKS[now],
        state=state_words(now),
        rows=asked_rows(standing) if standing else [],
        listed=tuple(_line(each, standing, may) for each in listed),
        thread=tuple(ThreadEntry.of(each) for each in thread_of(standing)) if standing else (),
        letters=_letters(school, standing) if may and standing else (),
        buttons=tuple(
            Button(move.name, text, move in {Move.WITHDRAW, Move.CALL_OFF})
            for move, text in _BUTTONS.items()
            if move in moves and not (move == Move.REMIND and standing and standing.reminded_on)
        ),
        form=form,
        add=_add_form(school, listed) if may and not asked.closed_at else None,
        may_ask=may,
        may_ask_next=may and not is_live and not asked.closed_at and on_list,
        may_close=may and not asked.closed_at and now != State.DELIVERED,
        is_closed=asked.closed_at is not None,
        goes_on=asked.goes_on,
        waits=now == State.WAITING,
        delivered_href=delivered if may and now == State.ACCEPTED else "",
        names_href=names if may and now == State.ACCEPTED else "",
        thanks_href=thanks if may and now == State.DELIVERED and not is_thanked else "",
        impact_href=reverse("school_impact", kwargs=approach) if is_thanked else "",
        back_href=reverse("school_requests", kwargs={"slug": school.slug}),
    )


def _line(approach: Approach, standing: Approach | None, may: bool) -> ListLine:
    can_go = may and approach.now == State.LISTED
    return ListLine(
        approach.position,
        approach.whom,
        LOOKS[approach.now],
        state_words(approach.now),
        approach == standing,
        f"off {approach.public_id}" if can_go else "",
    )


def _letters(school: Organisation, standing: Approach) -> tuple[LetterLine, ...]:
    return tuple(
        LetterLine(
            each.subject,
            each.to or "erased",
            each.get_state_display(),
            each.trouble,
            reverse("letter", kwargs={"slug": school.slug, "letter_id": each.public_id}),
        )
        for each in letters_about(school, f"approach {standing.public_id}")
    )


def _add_form(school: Organisation, listed: list[Approach]) -> AddForm:
    return AddForm(choices=[(each.key, each.said) for each in _others(school, listed)])


def _others(school: Organisation, listed: list[Approach]) -> list[Another]:
    """Who could be asked beside those on the list, for the same as the first of it."""
    on_it = {each.employer or each.provider for each in listed}
    first = Candidate(employer=listed[0].employer, provider=listed[0].provider, offer=listed[0].offer)
    found = others_for(school, first, most=None)
    return [each for each in found if (each.candidate.employer or each.candidate.provider) not in on_it]


urlpatterns = [path("requests/<slug:public_id>/", school_request, name="school_request")]
