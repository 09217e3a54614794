"""The active scope: on whose behalf the program is reading and writing just now, and where they may.

The first lock stands on this: a tenant's model asks `active_scope()` and raises outside one. Scopes are opened by
`waymark.web.pages`, by tasks, by commands and by tests, and nowhere else (tests/house keeps the list).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from waymark.access.permissions import Permission


class NoScope(RuntimeError):
    """A tenant's rows were asked for outside any scope: a mistake in the program, never the user's."""


class NotPermitted(Exception):
    """The person may not do this here."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(f"You may not {permission.value} here.")
        self.permission = permission


@dataclass(frozen=True)
class Scope:
    """Who is acting, and at which organisations each permission holds.

    `everything` is for the night tasks, the demonstration and the command line on the machine itself: it sees all
    rows and holds all permissions, and each opening of it stands in an allow-list with its reason.
    """

    who: str
    grants: Mapping[Permission, frozenset[int]] = field(default_factory=dict)
    user_id: int | None = None
    everything: bool = False
    via: str = "page"

    def where(self, permission: Permission) -> frozenset[int]:
        """The organisations at which `permission` holds."""
        return self.grants.get(permission, frozenset())

    def holds(self, permission: Permission, organisation_id: int) -> bool:
        return self.everything or organisation_id in self.where(permission)

    def holds_anywhere(self, permission: Permission) -> bool:
        return self.everything or bool(self.where(permission))

    def require(self, permission: Permission, organisation_id: int) -> None:
        """Raise `NotPermitted` unless `permission` holds at the organisation: the third lock."""
        if not self.holds(permission, organisation_id):
            raise NotPermitted(permission)


NOBODY = Scope(who="nobody")

_active: ContextVar[Scope | None] = ContextVar("scope", default=None)


def active_scope() -> Scope:
    """The scope in force; raises `NoScope` where none was opened."""
    scope = _active.get()
    if scope is None:
        raise NoScope("tenant rows were read outside a scope")
    return scope


@contextmanager
def acting(scope: Scope) -> Iterator[Scope]:
    """Open `scope` for the time of the block."""
    token = _active.set(scope)
    try:
        yield scope
    finally:
        _active.reset(token)


def everything(who: str, *, via: str = "command", user_id: int | None = None) -> Scope:
    """A scope that sees and may do everything; `who` says in the audit trail what it was for."""
    return Scope(who=who, everything=True, via=via, user_id=user_id)
