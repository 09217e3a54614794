"""Asking for a reference or statement, and giving it by a secret link, without an account."""

from datetime import datetime

from django.core.mail import EmailMessage
from django.db import transaction

from waymark.access.models import new_token, token_sha256
from waymark.access.scope import Scope
from waymark.opportunities.actions.applying import require_own
from waymark.opportunities.models.applications import Applicant, Endorsement
from waymark.opportunities.rules.applying import MoveRefused

MOST_ASKED = 6
LONGEST = 4000


@transaction.atomic
def ask_endorsement(*, applicant: Applicant, name: str, email: str, address_of: str, by: Scope) -> Endorsement:
    """Ask somebody for a reference by a letter with a link of their own; MoveRefused past a handful."""
    require_own(applicant, by)
    if applicant.endorsements.count() >= MOST_ASKED:
        raise MoveRefused(f"You have asked {MOST_ASKED} people already.")
    token, sha256 = new_token()
    asked = Endorsement.objects.create(
        applicant=applicant,
        school=applicant.school,
        name=" ".join(name.split()),
        email=email.strip().lower(),
        token_sha256=sha256,
    )
    whose = applicant.name or applicant.user.name
    transaction.on_commit(lambda: _send(asked, whose, address_of.format(token=token)))
    return asked


def endorsement_for(token: str) -> Endorsement | None:
    """What was asked by this link; None where it was given, declined or never asked."""
    found = Endorsement.objects.select_related("applicant").filter(token_sha256=token_sha256(token)).first()
    return found if found and found.is_open else None


@transaction.atomic
def give_endorsement(*, token: str, text: str, at: datetime, by: Scope) -> bool:
    """Keep what somebody wrote, or with no words that they decline; False where the link is no more."""
    rows = Endorsement.objects.select_for_update(of=("self",)).filter(token_sha256=token_sha256(token))
    asked = rows.first()
    if asked is None or not asked.is_open:
        return False
    asked.text = text.strip()[:LONGEST]
    asked.given_at, asked.declined_at = (at, None) if asked.text else (None, at)
    asked.save()
    return True


def _send(asked: Endorsement, whose: str, address: str) -> None:
    EmailMessage(
        subject=" ".join(f"{whose} asks you for a reference".split()),
        body=(
            f"Hello {asked.name},\n\n"
            f"{whose} is applying to colleges or training and asks you for a reference.\n\n"
            f"Write it, or say that you cannot, here: {address}\n\n"
            "You need no account. What you write goes to those they apply to; they do not see it themselves.\n"
        ),
        to=[asked.email],
    ).send()
