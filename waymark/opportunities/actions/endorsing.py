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
from waymark.post.queries import own_letters

MOST_ASKED = 6
LONGEST = 4000
MOST_LETTERS = 5  # in one asking, to whatever address
PATIENCE = timedelta(days=1)  # after a letter that left, before another does
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
    """Send the letter again; to another address with another link, and the former one then opens nothing.

    MoveRefused where it was answered, the letter waits to be sent or left less than a day ago, whatever the address
    now, or as many letters as one asking is worth have been written.
    """
    require_own(asked.applicant, by)
    held = Endorsement.objects.select_for_update(of=("self",)).select_related("applicant__user").get(pk=asked.pk)
    letter = own_letters(held.applicant.user).get(held.letter_id or 0)
    _refuse_to_flood(held, letter, at)
    held.letters_written += 1
    to = email.strip().lower() or held.email
    if letter is None or to != held.email:
        held.email = to
        return _written_to(held, by)
    held.save(update_fields=["letters_written"])
    try:
        resend_own_letter(letter=letter, by=by)
    except LetterRefused as refused:
        raise MoveRefused(str(refused)) from refused
    return held


def _refuse_to_flood(asked: Endorsement, letter: Letter | None, at: datetime) -> None:
    if not asked.is_open:
        raise MoveRefused(f"{asked.name} has answered already.")
    if asked.letters_written >= MOST_LETTERS:
        raise MoveRefused(f"{MOST_LETTERS} letters were written to {asked.name}. Speak to them, or ask somebody else.")
    if letter is None or letter.state in {Letter.State.FAILED, Letter.State.BOUNCED}:
        return
    if letter.state != Letter.State.SENT:
        raise MoveRefused("The letter waits to be sent already.")
    if letter.sent_at and letter.sent_at > at - PATIENCE:
        raise MoveRefused("The letter left less than a day ago. Give them a day.")


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
