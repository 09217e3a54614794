"""Whoever is asked answers: signed in, or by the secret link of their letter."""

from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.models import token_sha256
from waymark.access.permissions import Permission
from waymark.access.scope import Scope, acting, everything
from waymark.providers.actions.asking import go_on
from waymark.providers.actions.letters import invitation_of, said_of, write_to_school, write_to_them
from waymark.providers.actions.moving import locked_request, moved
from waymark.providers.models import Approach, Contact, Message
from waymark.providers.rules.approaches import MOVES_ON, REACHED, Move, NotPossible, Side
from waymark.providers.rules.wording import answer_letter, moved_letter

_TOLD = {
    Move.ACCEPT: "They say yes.",
    Move.PROPOSE: "They can come on another day. Say in Waymark whether it suits you.",
    Move.DECLINE: "They cannot come.",
    Move.CALL_OFF: "They have to call this off.",
}


@dataclass(frozen=True)
class Answer:
    """What they do: one of accept, propose, decline, call off, or (None) only write. `day` is another one they name."""

    move: Move | None
    said: str = ""
    day: date | None = None
    at: time | None = None


@transaction.atomic
def answer_as_provider(*, approach: Approach, answer: Answer, on: date, by: Scope) -> Approach:
    """Answer for an organisation that has an account."""
    by.require(Permission.REQUESTS_ANSWER, account_of(approach) or 0)
    return _answered(approach, answer, on, by)


def account_of(approach: Approach) -> int | None:
    """The organisation that answers for whoever is asked, where it has an account."""
    if approach.employer is not None:
        return approach.employer.account_id
    return approach.provider.organisation_id if approach.provider else None


@transaction.atomic
def answer_by_link(*, secret: str, answer: Answer, on: date, by: Scope) -> Approach:
    """Answer by the secret of a letter's link; raises `Approach.DoesNotExist` where it opens nothing (any more)."""
    approach = approach_by_secret(secret)
    if approach is None:
        raise Approach.DoesNotExist
    return _answered(approach, answer, on, by)


def approach_by_secret(secret: str) -> Approach | None:
    """What the secret of a letter's link opens; None where it opens nothing (any more)."""
    if not secret.isascii():
        return None
    with acting(everything("a letter's link")):  # who has the link may see this one, and no other row
        approach = _whole().filter(token_sha256=token_sha256(secret)).first()
    return approach if approach is not None and approach.now in REACHED else None


def _whole():
    return Approach.objects.select_related(
        "request__organisation", "request__made_by", "employer", "contact", "provider__organisation", "offer"
    )


def _answered(approach: Approach, answer: Answer, on: date, by: Scope) -> Approach:
    """Everything that follows an answer; sees what its doer may not: who is next on the school's list."""
    whom = approach.contact.name if approach.contact and approach.contact.name else approach.whom
    with acting(everything("an answer", via=by.via, user_id=by.user_id)) as beyond:
        locked_request(approach.request_id)
        approach = _whole().get(pk=approach.pk)
        if answer.move is None:
            return _written(approach, answer.said, whom, beyond)
        moved(approach, answer.move, Side.THEM, who=whom, text=answer.said, by=by, **_changes(approach, answer, on))
        if approach.contact_id:
            Contact.objects.filter(pk=approach.contact_id, erased_at=None).update(heard_on=on)
        _tell(approach, answer, beyond)
        if approach.now in MOVES_ON:
            go_on(approach.request_id, on, beyond)
        return approach


def _changes(approach: Approach, answer: Answer, on: date) -> dict:
    changes: dict = {"answered_at": timezone.now()}
    if answer.move == Move.ACCEPT:
        changes |= {
            "agreed_on": approach.request.wished_on,
            "agreed_at": approach.request.begins_at or answer.at,
            "sequence": approach.sequence + 1,
        }
        if approach.request.wished_on < on:
            raise NotPossible("That day has passed. Name another.")
    elif answer.move == Move.PROPOSE:
        if answer.day is None or answer.day <= on:
            raise NotPossible("Name a day that is still to come.")
        changes |= {"offered_on": answer.day, "offered_at": answer.at}
    elif answer.move in {Move.CALL_OFF, Move.DECLINE} and approach.sequence:  # calendars have it
        changes["sequence"] = approach.sequence + 1
    return changes


def _tell(approach: Approach, answer: Answer, by: Scope) -> None:
    move = answer.move
    assert move is not None
    calendar = invitation_of(approach) if move in {Move.ACCEPT, Move.CALL_OFF, Move.DECLINE} else None
    write_to_school(approach, answer_letter(said_of(approach), _TOLD[move], answer.said), by, calendar)
    if calendar is not None:
        words = "Thank you. The school has been told." if move == Move.ACCEPT else "The school has been told."
        write_to_them(approach, moved_letter(said_of(approach), words, ""), by, calendar)


def _written(approach: Approach, text: str, whom: str, by: Scope) -> Approach:
    if not text.strip():
        raise NotPossible("Write something.")
    Message.objects.create(approach=approach, side=Side.THEM, who=whom, text=text.strip())
    note("message written", on=approach, by=by)
    write_to_school(approach, answer_letter(said_of(approach), "They write.", text), by)
    return approach
