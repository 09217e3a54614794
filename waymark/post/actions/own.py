"""Letters that are no organisation's: a person's own, and those to somebody who has no account yet."""

from functools import partial

from django.db import transaction

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted, Scope, acting, everything
from waymark.post.actions.delivering import deliver_letter
from waymark.post.actions.letters import Wording, queued_again
from waymark.post.models import Letter


@transaction.atomic
def send_own_letter(*, owner: User | None, to: str, wording: Wording, about: str, by: Scope) -> Letter:
    """Put a person's own letter into the outbox, for that person alone; with no owner it is nobody's to see.

    It leaves as the transaction commits, without waiting for the worker: whoever asked for it sits before the page.
    What fails then is tried again as any letter is.
    """
    _require_own(owner, by)
    letter = Letter.objects.create(
        owner=owner,
        about=about[:80],
        to=to.strip().lower(),
        subject=" ".join(wording.subject.split())[:200],
        text=wording.text,
    )
    transaction.on_commit(partial(deliver_letter.call, letter.public_id), robust=True)
    return letter


@transaction.atomic
def resend_own_letter(*, letter: Letter, to: str = "", by: Scope) -> Letter:
    """Send one's own letter again, to another address where one is given; LetterRefused where it still waits."""
    _require_own(letter.owner, by)
    with acting(everything(by.who, via=by.via, user_id=by.user_id)):  # no scope but this sees a person's own letter
        again = queued_again(letter, to, by)
    transaction.on_commit(partial(deliver_letter.call, again.public_id), robust=True)
    return again


def _require_own(owner: User | None, by: Scope) -> None:
    if owner is not None and owner.pk != by.user_id:
        raise NotPermitted(Permission.REQUEST)
