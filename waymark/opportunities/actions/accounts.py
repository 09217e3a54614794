"""Beginning an account of one's own, to apply with; and ending it."""

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from waymark.access.models import User, token_sha256
from waymark.access.scope import Scope
from waymark.opportunities.models.applications import AccountLetter, Applicant
from waymark.opportunities.rules.link_secrets import new_name, secret_of
from waymark.post.actions import Wording, send_own_letter
from waymark.post.links import LINK

AN_HOUR = timedelta(hours=1)
KIND = "account"
MOST_LETTERS = 30  # an hour from one address, behind which a whole school may be
MOST_TO_ONE = 3  # an hour to one address, so that nobody is flooded


class AccountRefused(ValueError):
    """The account cannot begin so; the message says why, in words for the person."""


@transaction.atomic
def ask_for_account(*, email: str, name: str, sent_from: str, at: datetime, by: Scope) -> None:
    """Send a letter by which an account begins. Says nothing of whether the address has one already.

    AccountRefused where too many were asked for.
    """
    email, name = email.strip().lower(), " ".join(name.split())
    counted = hmac.new(settings.SECRET_KEY.encode(), f"accounts {sent_from}".encode(), hashlib.sha256).hexdigest()
    lately = AccountLetter.objects.filter(sent_at__gt=at - AN_HOUR)
    if lately.filter(sent_from=counted).count() >= MOST_LETTERS or lately.filter(email=email).count() >= MOST_TO_ONE:
        raise AccountRefused("Very many letters were asked for from where you are. Wait an hour, then try again.")
    AccountLetter.objects.filter(expires_at__lt=at - timedelta(days=1)).delete()
    link = new_name()
    sha256 = token_sha256(secret_of(KIND, link))
    AccountLetter.objects.create(email=email, name=name, token_sha256=sha256, sent_from=counted, sent_at=at)
    wording = Wording("Your account on Waymark", _text(name, is_known=User.objects.filter(email=email).exists()))
    send_own_letter(owner=None, to=email, wording=wording, about=f"{KIND} {link}", by=by)


def letter_for(token: str, at: datetime) -> AccountLetter:
    """The letter of this token; AccountRefused where it is used or too old."""
    found = AccountLetter.objects.filter(token_sha256=token_sha256(token), used_at=None, expires_at__gt=at).first()
    if found is None:
        raise AccountRefused("This link has been used, or is more than three days old. Ask for a new letter.")
    return found


@transaction.atomic
def begin_account(*, token: str, password: str, at: datetime, by: Scope) -> User:
    """Make the account that a letter was for. A password that is too weak raises Django's `ValidationError`."""
    letter = letter_for(token, at)
    if User.objects.filter(email=letter.email).exists():
        raise AccountRefused("There is an account of this address already. Sign in to it.")
    validate_password(password, User(email=letter.email, name=letter.name))
    if not AccountLetter.objects.filter(pk=letter.pk, used_at=None).update(used_at=at):
        raise AccountRefused("This link has been used. Sign in with your e-mail address and password.")
    return User.objects.create_user(letter.email, name=letter.name, password=password)


@transaction.atomic
def applicant_of(*, user: User, by: Scope) -> Applicant:
    """A person's standard form, begun if there is none yet."""
    found, _ = Applicant.objects.get_or_create(user=user)
    return found


def _text(name: str, *, is_known: bool) -> str:
    body = f"Hello {name},\n\n"
    if is_known:
        body += "Somebody, perhaps you, asked for an account of this address on Waymark. You have one: just sign in.\n"
    else:
        body += f"Choose a password for your account on Waymark here: {LINK}\n\n"
        body += "The link works once, for three days.\n"
    return f"{body}If it was not you, you need do nothing.\n"
