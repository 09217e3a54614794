"""Writing letters: queued in the transaction of what they tell of, so that both stand or neither does."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.places.models import Organisation
from waymark.post.actions.delivering import NOTHING_KEPT, deliver_letter
from waymark.post.calendar import Invitation
from waymark.post.models import Letter

State = Letter.State


class LetterRefused(ValueError):
    """The letter cannot be sent again; the message says why, in words for the person."""


@dataclass(frozen=True)
class Wording:
    """What a letter says: one line of subject, plain text, and perhaps an invitation that goes with it."""

    subject: str
    text: str
    invitation: Invitation | None = None


@transaction.atomic
def send_letter(
    *,
    organisation: Organisation,
    to: str,
    wording: Wording,
    needs: Permission,
    about: str = "",
    reply_to: str = "",
    by: Scope,
) -> Letter:
    """Put a letter into the organisation's outbox; it leaves once the transaction it is written in has committed.

    `needs` is what seeing it in the outbox takes, and writing it. `about` is what it is about: its kind and opaque
    id, such as `request 3f9a…`; no name.
    """
    by.require(needs, organisation.pk)
    letter = Letter.objects.create(
        organisation=organisation,
        needs=needs.name,
        about=about[:80],
        to=to.strip().lower(),
        reply_to=reply_to.strip().lower(),
        subject=" ".join(wording.subject.split())[:200],
        text=wording.text,
        calendar=wording.invitation.text if wording.invitation else "",
        calendar_method=wording.invitation.method if wording.invitation else "",
        written_by_id=by.user_id,
    )
    deliver_letter.enqueue(letter.public_id)  # a row of this transaction too
    return letter


@transaction.atomic
def resend_letter(*, letter: Letter, to: str = "", by: Scope) -> Letter:
    """Send a letter again that failed, came back or was lost; to another address where one is given.

    LetterRefused for another address where its link lets in whom it was written to.
    """
    by.require(letter.needed, letter.organisation_id or 0)
    return queued_again(letter, to, by)


def queued_again(letter: Letter, to: str, by: Scope) -> Letter:
    """A part of actions that have asked: the letter waits once more, to another address where one is given."""
    standing = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if not standing.can_be_sent_again:
        raise LetterRefused("This letter waits to be sent already, or is kept no more.")
    another = to.strip().lower()
    if another and another != standing.to and standing.keeps_its_address:
        raise LetterRefused(
            f"Whoever opens the link of this letter can sign in, so it goes to {standing.to} and nowhere else. "
            "Where that address is wrong, put it right where it is kept, then invite them again."
        )
    standing.to = another or standing.to
    standing.state, standing.bounced_at, standing.trouble, standing.tries = State.QUEUED, None, "", 0
    standing.queued_at = standing.due_at = timezone.now()
    standing.save()
    note("letter sent again", on=standing, by=by, another_address=bool(to))
    deliver_letter.enqueue(standing.public_id)
    return standing


@transaction.atomic
def withdraw_letters(*, organisation: Organisation, about: str, needs: Permission, by: Scope) -> int:
    """Call off the letters about one thing that have not left yet; returns how many."""
    by.require(needs, organisation.pk)
    waiting = Letter.objects.filter(organisation=organisation, about=about, needs=needs.name, state=State.QUEUED)
    return waiting.update(state=State.WITHDRAWN)


@transaction.atomic
def forget_letters_about(*, organisation: Organisation, about: str, needs: Permission, by: Scope) -> int:
    """Erase what the letters about one thing said and whom they went to; those that have not left are called off."""
    by.require(needs, organisation.pk)
    withdraw_letters(organisation=organisation, about=about, needs=needs, by=by)
    return Letter.objects.filter(organisation=organisation, about=about).update(**NOTHING_KEPT)
