"""How accounts begin and what signing in asks for."""

import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from axes.utils import reset
from django.http import HttpRequest

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scope import Scope

STILL_FRESH = 300  # seconds
SEES_YOUNG_PEOPLE = (Permission.LEARNER_VIEW, Permission.APPLICATIONS_VIEW)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "That address and that password do not belong together. Check both.",
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by axes alone, in the database, where an administrator can unlock."""

    def set_password(self, user: User, password: str) -> None:
        """A new password ends the lock that guesses at the old one brought."""
        super().set_password(user, password)
        reset(username=user.email)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in a moment ago is not asked again before setting up a second step."""
        records = get_authentication_records(context.request, context.request.user)
        return not records or time.time() - records[-1]["at"] > STILL_FRESH


class SecondStepAdapter(DefaultMFAAdapter):
    """The second step, in words that say what to do next."""

    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That is not the code. Wait for the app to show its next one, and type that.",
    }


def name_given(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str | None:
    """The address somebody tried to sign in under, by which wrong passwords are counted; None when none was sent."""
    given = (credentials or {}).get("email") or request.POST.get("login")
    return given.strip().lower() if given else None


def needs_second_step(user: User, scope: Scope) -> bool:
    """Whether the person must set up an authenticator or passkey before going on.

    Required of anyone who can see learners anywhere, or what young people wrote in applications.
    """
    return any(map(scope.holds_anywhere, SEES_YOUNG_PEOPLE)) and not is_mfa_enabled(user)
