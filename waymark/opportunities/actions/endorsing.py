"""Asking for a reference or statement, and giving it by a secret link, without an account."""

from datetime import datetime, timedelta

from django.db import transaction

from waymark.access.models import token_sha256
from waymark.access.scope import Scope
from waymark.opportunities.actions.applying import require_own
from waymark.opportunities.models.applications import Applicant, Endorsement
from waymark.opportunities.rules.applying import MoveRefused
from waymark.opportunities.rules.link_secrets import new_name, secret_of
from waymark.post.actions import LetterRefused, Wording, resend_own_letter, send_own_letter
from waymark.post.links import LINK
from waymark.post.models import Letter

MOST_ASKED = 6
LONGEST = 4000
PATIENCE = timedelta(days=1)  # before somebody who got the letter is written to again
KIND = "reference"


@transaction.atomic
def ask_endorsement(*, applicant: Applicant, name: str, email: str, by: Scope) -> Endorsement:
    """Ask somebody for a reference by a letter with a link of their own; MoveRefused past a handful."""
    require_own(applicant, by)
    if applicant.endorsements.count() >= MOST_ASKED:
        raise MoveRefused(f"You have asked {MOST_ASKED} people already.")
    asked = Endorsement(
        applicant=applicant, school=applicant.school, name=" ".join(name.split()), email=email.strip().lower()
    )
    return _written_to(asked, by)


@transaction.atomic
def ask_again(*, asked: Endorsement, email: str = "", at: datetime, by: Scope) -> Endorsement:
    """Send the letter again, to another address where one is given; the earlier letter's link goes on working.

    MoveRefused where it was answered, still waits to be sent, or got there less than a day ago at the same address.
    """
    require_own(asked.applicant, by)
    if not asked.is_open:
        raise MoveRefused(f"{asked.name} has answered already.")
    to = email.strip().lower() or asked.email
    letter, changed, asked.email = asked.letter, to != asked.email, to
    if letter is None:
        return _written_to(asked, by)
    if letter.state == Letter.State.SENT and not changed and letter.sent_at and letter.sent_at > at - PATIENCE:
        raise MoveRefused("The letter left less than a day ago. Give them a day.")
    asked.save(update_fields=["email"])
    try:
        resend_own_letter(letter=letter, to=to, by=by)
    except LetterRefused as refused:
        raise MoveRefused(str(refused)) from refused
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


def _written_to(asked: Endorsement, by: Scope) -> Endorsement:
    """Keep what is asked, and put the letter into the outbox of whoever asks, for their eyes alone."""
    name = new_name()
    asked.token_sha256 = token_sha256(secret_of(KIND, name))
    owner, whose = asked.applicant.user, asked.applicant.name or asked.applicant.user.name
    text = (
        f"Hello {asked.name},\n\n"
        f"{whose} is applying to colleges or training and asks you for a reference.\n\n"
        f"Write it, or say that you cannot, here: {LINK}\n\n"
        "You need no account. What you write goes to those they apply to; they do not see it themselves.\n"
    )
    wording = Wording(f"{whose} asks you for a reference", text)
    asked.letter = send_own_letter(owner=owner, to=asked.email, wording=wording, about=f"{KIND} {name}", by=by)
    asked.save()
    return asked
