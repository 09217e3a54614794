"""How accounts begin and what signing in asks for."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.utils import is_mfa_enabled

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scope import Scope


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only."""

    def is_open_for_signup(self, request) -> bool:
        return False


def needs_second_step(user: User, scope: Scope) -> bool:
    """Whether the person must set up an authenticator or passkey before going on.

    Required of anyone who can see learners anywhere.
    """
    return scope.holds_anywhere(Permission.LEARNER_VIEW) and not is_mfa_enabled(user)
