"""Giving programs access to one school, and taking it away."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.models import ApiToken, Membership, new_token
from waymark.access.permissions import Permission
from waymark.access.queries import tokens_resting_on
from waymark.access.scope import NotPermitted, Scope
from waymark.places.models import Organisation

# What a program may be given. Looking after people, tokens and sharing stays with people.
GRANTABLE = (
    Permission.FIGURES_VIEW,
    Permission.LEARNER_VIEW,
    Permission.SENSITIVE_VIEW,
    Permission.LEARNER_WRITE,
    Permission.REGISTER_TAKE,
    Permission.LEDGER_WRITE,
    Permission.PUBLISH,
    Permission.ASSESS,
)
# What one thing cannot be done without: a register names learners, a release counts them.
_SEES = frozenset({Permission.LEARNER_VIEW, Permission.FIGURES_VIEW})
RESTS_ON = {
    Permission.LEARNER_VIEW: frozenset({Permission.FIGURES_VIEW}),
    Permission.SENSITIVE_VIEW: _SEES,
    Permission.LEARNER_WRITE: _SEES,
    Permission.REGISTER_TAKE: _SEES,
    Permission.LEDGER_WRITE: _SEES,
    Permission.PUBLISH: _SEES,
}
LONGEST_DAYS = 366


class TokenRefused(ValueError):
    """The token cannot be made as asked; the message says why."""


@transaction.atomic
def make_token(
    *, organisation: Organisation, label: str, permissions: Collection[Permission], days: int, by: Scope
) -> tuple[ApiToken, str]:
    """Make a token for a program, good for `days`; returns it with its secret, which is not kept.

    What a permission rests on comes with it: who may take registers may see learners. Refuses (`TokenRefused`) a blank
    label, no permission, one no program may have, and more than a year. Raises `NotPermitted` for a permission its
    maker does not hold here, and where there is no maker: nobody gives away more than they have.
    """
    by.require(Permission.TOKENS_MANAGE, organisation.pk)
    if by.user_id is None:
        raise NotPermitted(Permission.TOKENS_MANAGE)  # a token acts for as long as its maker may make it
    given = set(permissions).union(*(RESTS_ON.get(permission, ()) for permission in permissions))
    asked = [permission for permission in Permission if permission in given]
    if not label.strip():
        raise TokenRefused("Say which program it is for.")
    if not asked or not given <= set(GRANTABLE):
        raise TokenRefused("Choose at least one thing the program may do.")
    if not 1 <= days <= LONGEST_DAYS:
        raise TokenRefused("A token works for a year at most.")
    for permission in asked:
        by.require(permission, organisation.pk)
    secret, sha256 = new_token()
    token = ApiToken.objects.create(
        organisation=organisation,
        label=label.strip()[:100],
        token_sha256=sha256,
        permissions=[permission.name for permission in asked],
        made_by_id=by.user_id,
        expires_at=timezone.now() + timedelta(days=days),
    )
    note("token made", on=token, by=by, permissions=token.permissions, days=days)
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Scope) -> None:
    """End a token at once; one already ended stays as it was."""
    by.require(Permission.TOKENS_MANAGE, token.organisation_id)
    ended = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    if ended:
        note("token revoked", on=token, by=by)


@transaction.atomic
def end_tokens_with(*, membership: Membership, by: Scope) -> None:
    """End the tokens that rest on a role which is about to end: whoever is gone may have kept their secrets.

    They stay ended, if the role is given again too; the others who may give programs access see which, and why.
    """
    by.require(Permission.USERS_MANAGE, membership.organisation_id)
    for token in tokens_resting_on(membership):
        token.revoked_at, token.ended_with = timezone.now(), membership
        token.save(update_fields=["revoked_at", "ended_with"])
        note("token ended with its maker's role", on=token, by=by, role=membership.role)


def mark_used(*, token: ApiToken, by: Scope) -> None:
    """Keep the moment a token was last used, to the minute, so that one nobody uses can be found and ended."""
    by.require(Permission[token.permissions[0]], token.organisation_id)
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at >= timedelta(minutes=1):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
