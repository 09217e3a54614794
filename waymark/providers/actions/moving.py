"""The one place where an approach moves: by the table, once, with its entry in the thread and on the trail."""

import secrets
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from waymark.access.audit import note
from waymark.access.models import token_sha256
from waymark.access.scope import Scope, acting, everything
from waymark.providers.models import Approach, Message, Request
from waymark.providers.rules.approaches import Move, NotPossible, Side, after

_JUST_CHANGED = "Somebody has just changed this. Look again."


def locked_request(request_id: int) -> Request:
    """The request, held until the transaction ends: whatever moves under one request does so one after the other."""
    return Request.objects.select_for_update(of=("self",)).select_related("organisation", "made_by").get(pk=request_id)


def moved(
    approach: Approach, move: Move, side: Side, *, who: str = "", text: str = "", by: Scope, **changes: Any
) -> Approach:
    """Make a move, if it stands as it was read; `NotPossible` where it cannot be, or somebody was faster."""
    state = after(approach.now, move, side)
    at = timezone.now()
    try:
        with (
            transaction.atomic(),
            acting(everything("an approach moves", via=by.via)),
        ):  # no join: it must see the last state
            standing = Approach.objects.filter(pk=approach.pk, state=approach.state)
            if not standing.update(state=state, changed_at=at, **changes):
                raise NotPossible(_JUST_CHANGED)
    except IntegrityError as clash:
        raise NotPossible("Somebody else has been asked already.") from clash
    for name, value in changes.items():
        setattr(approach, name, value)
    approach.state, approach.changed_at = state, at
    Message.objects.create(approach=approach, at=at, side=side, who=who, move=move, text=text.strip())
    note("approach moved", on=approach, by=by, move=str(move), side=str(side), state=str(state))
    return approach


def new_secret() -> str:
    """What, with the site's own key, a secret link is worked out from."""
    return secrets.token_hex(16)


def secret_of(approach: Approach) -> str:
    """The secret of an approach's link: in no row, but only whoever holds the site's key can work it out."""
    return salted_hmac(
        "waymark.providers.answers", f"{approach.public_id}:{approach.nonce}", algorithm="sha256"
    ).hexdigest()


def with_secret(approach: Approach) -> dict[str, str]:
    """What is written on an approach so that its link opens."""
    approach.nonce = new_secret()
    return {"nonce": approach.nonce, "token_sha256": token_sha256(secret_of(approach))}
