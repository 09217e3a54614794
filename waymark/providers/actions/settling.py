"""What a school does once it has asked: reminds, agrees, asks for another day, takes back, writes a line."""

from datetime import date, time

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.providers.actions.letters import invitation_of, said_of, write_to_school, write_to_them
from waymark.providers.actions.moving import locked_request, moved
from waymark.providers.models import Approach, Message, Request
from waymark.providers.rules.approaches import Move, NotPossible, Side, State
from waymark.providers.rules.wording import moved_letter, reminder_letter

_OPEN = (State.LISTED, State.WAITING, State.SENT, State.OTHER_DATE)


@transaction.atomic
def remind(*, approach: Approach, on: date, by: Scope) -> Approach:
    """Write to them once more."""
    by.require(Permission.REQUEST, approach.request.organisation_id)
    locked_request(approach.request_id)
    if approach.reminded_on is not None:
        raise NotPossible("They have been reminded already.")
    moved(approach, Move.REMIND, Side.SCHOOL, who=by.who, by=by, reminded_on=on)
    write_to_them(approach, reminder_letter(said_of(approach)), by)
    return approach


@transaction.atomic
def agree(*, approach: Approach, said: str = "", by: Scope) -> Approach:
    """Agree to the other date they named; both get it for their calendars."""
    by.require(Permission.REQUEST, approach.request.organisation_id)
    locked_request(approach.request_id)
    moved(
        approach,
        Move.AGREE,
        Side.SCHOOL,
        who=by.who,
        text=said,
        by=by,
        agreed_on=approach.offered_on,
        agreed_at=approach.offered_at,
        sequence=approach.sequence + 1,
    )
    write_to_them(
        approach,
        moved_letter(said_of(approach), "The day you named suits the school.", said),
        by,
        invitation_of(approach),
    )
    write_to_school(
        approach, moved_letter(said_of(approach), "You agreed to their day.", ""), by, invitation_of(approach)
    )
    return approach


@transaction.atomic
def ask_again(*, approach: Approach, day: date, at: time | None, said: str = "", on: date, by: Scope) -> Approach:
    """Their date does not suit: ask for another. It is the same request, and takes no second place."""
    by.require(Permission.REQUEST, approach.request.organisation_id)
    request = locked_request(approach.request_id)
    if day <= on:
        raise NotPossible("Name a day that is still to come.")
    request.wished_on, request.begins_at = day, at
    request.save(update_fields=["wished_on", "begins_at"])
    approach.request = request
    moved(approach, Move.ASK_AGAIN, Side.SCHOOL, who=by.who, text=said, by=by, sent_on=on, reminded_on=None)
    write_to_them(approach, moved_letter(said_of(approach), "The school asks for another day.", said), by)
    return approach


@transaction.atomic
def withdraw(*, approach: Approach, said: str = "", by: Scope) -> Approach:
    """Take somebody off the list, or take back what was asked of them; they are told if it had reached them."""
    by.require(Permission.REQUEST, approach.request.organisation_id)
    locked_request(approach.request_id)
    had_reached = approach.now in {State.SENT, State.OTHER_DATE}
    later = {"sequence": approach.sequence + 1} if approach.sequence else {}  # calendars have it
    moved(approach, Move.WITHDRAW, Side.SCHOOL, who=by.who, text=said, by=by, **later)
    if had_reached:
        wording = moved_letter(said_of(approach), "The school has withdrawn its request.", said)
        write_to_them(approach, wording, by, invitation_of(approach))
    return approach


@transaction.atomic
def call_off(*, approach: Approach, said: str = "", by: Scope) -> Approach:
    """The school calls off what was settled; calendars are told."""
    by.require(Permission.REQUEST, approach.request.organisation_id)
    locked_request(approach.request_id)
    moved(approach, Move.CALL_OFF, Side.SCHOOL, who=by.who, text=said, by=by, sequence=approach.sequence + 1)
    write_to_them(
        approach, moved_letter(said_of(approach), "The school has to call this off.", said), by, invitation_of(approach)
    )
    return approach


@transaction.atomic
def say_delivered(*, approach: Approach, by: Scope) -> Approach:
    """Say that it took place. What it was becomes an activity elsewhere (`waymark.planner`)."""
    by.require(Permission.REQUEST, approach.request.organisation_id)
    locked_request(approach.request_id)
    return moved(approach, Move.DELIVER, Side.SCHOOL, who=by.who, by=by)


@transaction.atomic
def write_message(*, approach: Approach, text: str, by: Scope) -> Message:
    """Write a line to them."""
    by.require(Permission.REQUEST, approach.request.organisation_id)
    if approach.now in {State.LISTED, State.WAITING} or not text.strip():
        raise NotPossible("Write something." if not text.strip() else "Nobody has been asked yet.")
    message = Message.objects.create(approach=approach, side=Side.SCHOOL, who=by.who, text=text.strip())
    note("message written", on=approach, by=by)
    write_to_them(approach, moved_letter(said_of(approach), "The school writes.", text), by)
    return message


@transaction.atomic
def close_request(*, request: Request, by: Scope) -> Request:
    """Ask nobody further. What is settled stays so; what has not been answered is withdrawn."""
    by.require(Permission.REQUEST, request.organisation_id)
    held = locked_request(request.pk)
    for approach in held.approaches.select_related(
        "employer", "contact", "provider__organisation", "request__organisation", "request__made_by"
    ):
        if approach.now in _OPEN:
            withdraw(approach=approach, by=by)
    held.closed_at = timezone.now()
    held.save(update_fields=["closed_at"])
    note("request closed", on=held, by=by)
    return held
