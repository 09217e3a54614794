"""Taking away a second step that was lost, and telling whose it was."""

from django.conf import settings
from django.db import transaction

from waymark.access.actions.people import forget_second_step
from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.places.models import Organisation
from waymark.post.actions.letters import Wording, send_letter
from waymark.post.actions.own import send_own_letter


@transaction.atomic
def take_second_step_away(*, user: User, organisation: Organisation | None, by: Scope) -> None:
    """Forget the second step and the password of somebody who lost their phone, and write to them how to come back.

    The letter is in the outbox of the organisation whose administrator did it; of whoever runs the site it is nobody's.
    """
    forget_second_step(user=user, by=by)
    if organisation is None:
        wording = _wording(user, "Whoever runs this site", "whoever runs this site")
        send_own_letter(owner=None, to=user.email, wording=wording, about=f"person {user.pk}", by=by)
        return
    wording = _wording(user, f"{by.who} at {organisation}", f"another administrator at {organisation}")
    send_letter(
        organisation=organisation,
        to=user.email,
        wording=wording,
        needs=Permission.USERS_MANAGE,
        about=f"person {user.pk}",
        by=by,
    )


def _wording(user: User, who: str, whom_to_tell: str) -> Wording:
    return Wording(
        "Your second step on Waymark was taken away",
        f"Hello {user.name},\n\n"
        f"{who} has taken away your second step on Waymark, because your phone or passkey was lost: your "
        "authenticator, passkeys and recovery codes work no longer. You are signed out everywhere, and your old "
        "password is gone too, so that nobody who knows it can come in meanwhile.\n\n"
        f"Choose a new password here: {settings.WAYMARK_ADDRESS}/account/password/reset/\n\n"
        "Then sign in, and set up a second step on the phone or computer you use now.\n\n"
        f"If you did not ask for this, tell {whom_to_tell} at once.\n",
    )
