"""What only the demonstration shows: how anybody may sign in to it.

Nothing here works on a real site: `WAYMARK_DEMO` is set by `waymark demo` alone, and a real account has a password and
an authenticator key of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from waymark.access.models import Membership
from waymark.access.roles import ROLES

PASSWORD = "seven quiet lanterns"
AUTHENTICATOR_KEY = "JBSWY3DPEHPK3PXPWAYMARKDEMOONLY2"


@dataclass(frozen=True)
class SignIn:
    """One person of the demonstration, and what they are there for."""

    email: str
    name: str
    role: str
    at: str


@dataclass(frozen=True)
class Demonstration:
    """How to sign in to the demonstration."""

    password: str = PASSWORD
    key: str = AUTHENTICATOR_KEY

    def sign_ins(self) -> list[SignIn]:
        """Somebody of each role, in the order of the roles: the first who was given it."""
        held = Membership.objects.filter(ended_at=None).select_related("user", "organisation").order_by("pk")
        return one_of_each_role(SignIn(m.user.email, m.user.name, m.held.label, m.organisation.name) for m in held)

    def code(self) -> str:
        """What an authenticator with the demonstration's key shows now."""
        from allauth.mfa.totp.internal import auth  # its settings are read when it is first used

        counters = list(auth.yield_hotp_counters_from_time())
        return auth.format_hotp_value(auth.hotp_value(self.key, counters[len(counters) // 2]))


def one_of_each_role(people: Iterable[SignIn]) -> list[SignIn]:
    """The first of each role."""
    first: dict[str, SignIn] = {}
    for one in people:
        first.setdefault(one.role, one)
    return [first[role.label] for role in ROLES.values() if role.label in first]


def demonstration() -> Demonstration | None:
    """The demonstration, where this site is it."""
    return Demonstration() if settings.WAYMARK_DEMO else None
