"""What time does to requests: reminders, giving up, places of a new month. Done by night, twice is once."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.providers.actions.asking import go_on
from waymark.providers.actions.letters import said_of, write_to_school, write_to_them
from waymark.providers.actions.moving import locked_request, moved
from waymark.providers.actions.turns import give_out_places
from waymark.providers.actions.withdrawing import erase_address
from waymark.providers.models import FORGOTTEN_AFTER, Approach, Contact, NamesRelease, ReleasedName
from waymark.providers.rules.approaches import (
    Move,
    NotPossible,
    Side,
    State,
    is_given_up,
    is_to_be_reminded,
    is_without_place,
)
from waymark.providers.rules.wording import answer_letter, reminder_letter

_THE_SITE = 0


@dataclass(frozen=True)
class Passed:
    """What a day did: how many were reminded, given up, and sent with a place that came free."""

    reminded: int = 0
    given_up: int = 0
    placed: int = 0


def pass_day(*, on: date, by: Scope) -> Passed:
    """Remind who has not answered for a week, give up who has not for two, and give out what places there are.

    Each request in a transaction of its own: what was done before a fault stays done.
    """
    by.require(Permission.SETTINGS_WRITE, _THE_SITE)
    reminded = given_up = 0
    awaiting = Approach.objects.filter(state__in=[State.SENT, State.WAITING]).order_by("pk")
    for key in list(awaiting.values_list("pk", flat=True)):
        done = _looked_after(key, on, by)
        reminded += done == Move.REMIND
        given_up += done == Move.GIVE_UP
    waiting = Approach.objects.filter(state=State.WAITING).values_list("employer", flat=True).distinct()
    placed = sum(give_out_places(employer, on) for employer in waiting.order_by("employer") if employer)
    return Passed(reminded, given_up, placed)


@transaction.atomic
def _looked_after(key: int, on: date, by: Scope) -> Move | None:
    approach = Approach.objects.select_related(
        "request__organisation", "request__made_by", "employer", "contact", "provider__organisation"
    ).get(pk=key)
    locked_request(approach.request_id)
    try:
        return _moved_by_time(approach, on, by)
    except NotPossible:  # somebody answered at this moment
        return None


def _moved_by_time(approach: Approach, on: date, by: Scope) -> Move | None:
    if approach.now == State.WAITING:
        if not is_without_place(approach.request.wished_on, on):
            return None
        return _given_up(approach, "They have had as many requests this month as they can take.", on, by)
    sent_on = approach.sent_on or on
    if is_given_up(sent_on, approach.reminded_on, on):
        return _given_up(approach, "They have not answered for two weeks, nor the reminder.", on, by)
    if is_to_be_reminded(sent_on, approach.reminded_on, on):
        moved(approach, Move.REMIND, Side.CLOCK, by=by, reminded_on=on)
        write_to_them(approach, reminder_letter(said_of(approach)), by)
        return Move.REMIND
    return None


def _given_up(approach: Approach, why: str, on: date, by: Scope) -> Move:
    moved(approach, Move.GIVE_UP, Side.CLOCK, text=why, by=by)
    following = go_on(approach.request_id, on, by)
    what = f"{why} {following.whom} is asked next." if following else f"{why} Nobody else is on your list."
    write_to_school(approach, answer_letter(said_of(approach), what, ""), by)
    return Move.GIVE_UP


@transaction.atomic
def forget_people(*, on: date, by: Scope) -> int:
    """Erase contacts from whom nobody has heard for two years, and names whose time is over; returns how many."""
    by.require(Permission.SETTINGS_WRITE, _THE_SITE)
    now = timezone.now()
    silent = Contact.objects.filter(heard_on__lt=on - FORGOTTEN_AFTER, erased_at=None)
    for contact in silent.exclude(employer__account=None).select_related("employer__account"):
        erase_address(employer=contact.employer, email=contact.email, by=by)
    contacts = silent.update(name="", role="", email="", telephone="", is_main=False, erased_at=now)
    over = NamesRelease.objects.filter(erase_on__lte=on, erased_at=None)
    names, _ = ReleasedName.objects.filter(release__in=over).delete()
    over.update(erased_at=now)
    if contacts or names:
        note("contacts and names erased", by=by, contacts=contacts, names=names)
    return contacts + names
