"""Reads of who may do what."""

from collections import defaultdict
from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from waymark.access.models import ApiToken, AuditEvent, Invitation, Membership, Sharing, User, token_sha256
from waymark.access.permissions import Permission
from waymark.access.roles import ROLES, Role, roles_at
from waymark.access.scope import Scope
from waymark.places.models import Organisation
from waymark.places.queries import belongings_on


def standing_memberships(user: User) -> QuerySet[Membership]:
    """The roles the person holds today."""
    return Membership.objects.filter(user=user, ended_at=None).select_related("organisation")


def scope_of(user: User, *, via: str = "page", on: date | None = None) -> Scope:
    """Everything the person may do, and where.

    At a hub, trust or council a role's `over_parts` hold at each organisation that belongs to it on the day and has
    chosen to share with it. An account that was closed may do nothing.
    """
    if not user.is_active:
        return Scope(who=user.name, user_id=user.pk, via=via)
    day = on or timezone.localdate()
    grants: dict[Permission, set[int]] = defaultdict(set)
    memberships = list(standing_memberships(user))
    shared = _shared_parts([m.organisation_id for m in memberships if m.held.over_parts], day)
    for membership in memberships:
        for permission in membership.held.permissions:
            grants[permission].add(membership.organisation_id)
        for permission in membership.held.over_parts:
            grants[permission].update(shared[membership.organisation_id])
    return Scope(who=user.name, user_id=user.pk, via=via, grants={p: frozenset(where) for p, where in grants.items()})


def _shared_parts(whole_ids: list[int], day: date) -> dict[int, set[int]]:
    parts: dict[int, set[int]] = defaultdict(set)
    if not whole_ids:
        return parts
    members = set(belongings_on(day).filter(whole__in=whole_ids).values_list("whole_id", "member_id"))
    sharings = Sharing.objects.filter(shared_with__in=whole_ids, ended_at=None)
    for whole_id, school_id in sharings.values_list("shared_with_id", "school_id"):
        if (whole_id, school_id) in members:
            parts[whole_id].add(school_id)
    return parts


def people_at(organisation: Organisation) -> QuerySet[Membership]:
    """Who holds a role here today."""
    return (
        Membership.objects.filter(organisation=organisation, ended_at=None)
        .select_related("user")
        .order_by("user__name", "role")
    )


def whose_second_step(scope: Scope, organisation: Organisation) -> set[int]:
    """The people here who have a second step that this person may take away: none of their roles is at a place where
    this person does not look after people, and it is not their own.
    """
    held = Membership.objects.filter(ended_at=None)
    elsewhere = held.exclude(organisation__in=scope.where(Permission.USERS_MANAGE)).values("user")
    here = held.filter(organisation=organisation).exclude(user__in=elsewhere).exclude(user=scope.user_id)
    return set(here.filter(user__in=Authenticator.objects.values("user")).values_list("user", flat=True))


def may_give(scope: Scope, role: Role, organisation: Organisation) -> bool:
    """Whether a person may give a role here: with `APPOINT` any, else one that can do nothing they cannot."""
    return scope.holds(Permission.APPOINT, organisation.pk) or all(
        scope.holds(permission, organisation.pk) for permission in role.permissions | role.over_parts
    )


def roles_given_by(scope: Scope, organisation: Organisation) -> list[Role]:
    """The roles that can be held here and that this person may give."""
    return [role for role in roles_at(organisation.kind) if may_give(scope, role, organisation)]


def administrators_at(organisation: Organisation) -> int:
    """How many people can invite and remove others here."""
    held = people_at(organisation).filter(user__is_active=True)
    return len({m.user_id for m in held if m.held.is_administrator})


def audit_trail(organisation: Organisation) -> QuerySet[AuditEvent]:
    """What was done and seen here, newest first."""
    return AuditEvent.objects.filter(organisation=organisation).order_by("-at", "-pk")


def open_invitations(organisation: Organisation) -> QuerySet[Invitation]:
    """The invitations nobody has taken up yet, and that still can be."""
    return Invitation.objects.filter(
        organisation=organisation, taken_up_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    ).order_by("name")


def tokens_of(organisation: Organisation) -> QuerySet[ApiToken]:
    """Every token ever made here, the newest first; `maker_may` says whether its maker still may make one."""
    made = ApiToken.objects.filter(organisation=organisation).annotate(maker_may=_maker_may())
    return made.select_related("made_by", "ended_with").order_by("-made_at", "-pk")


def _maker_may() -> Exists:
    """Whether whoever made a token still holds a role at its school that may give programs access."""
    able = [role.name for role in ROLES.values() if Permission.TOKENS_MANAGE in role.permissions]
    return Exists(
        Membership.objects.filter(
            user=OuterRef("made_by"),
            organisation=OuterRef("organisation"),
            role__in=able,
            ended_at=None,
            user__is_active=True,
        )
    )


def _in_time() -> Q:
    return Q(expires_at=None) | Q(expires_at__gt=timezone.now())


def standing_tokens() -> QuerySet[ApiToken]:
    """The tokens that act: not ended, not run out, and made by somebody who still may make one there."""
    return ApiToken.objects.filter(_in_time(), _maker_may(), revoked_at=None)


def lost_tokens(organisation: Organisation) -> QuerySet[ApiToken]:
    """The tokens that would act had their makers kept their roles, and that no new one of the same name replaced."""
    without_maker = Q(ended_with__isnull=False) | Q(~_maker_may(), revoked_at=None)
    replaced = standing_tokens().filter(organisation=organisation).values("label")
    return ApiToken.objects.filter(_in_time(), without_maker, organisation=organisation).exclude(label__in=replaced)


def standing_token(secret: str) -> ApiToken | None:
    """The token with this secret, if it acts."""
    if not secret or not secret.isascii():
        return None
    return standing_tokens().filter(token_sha256=token_sha256(secret)).select_related("organisation").first()


def tokens_resting_on(membership: Membership) -> list[ApiToken]:
    """The tokens its holder made here that they could not make without this role: they end with it."""
    others = people_at(membership.organisation).filter(user=membership.user_id).exclude(pk=membership.pk)
    left = frozenset[Permission]().union(*(other.held.permissions for other in others))
    theirs = standing_tokens().filter(organisation=membership.organisation_id, made_by=membership.user_id)
    return [token for token in theirs.order_by("label") if not left >= {Permission.TOKENS_MANAGE, *token.grants()}]


def scope_of_token(token: ApiToken) -> Scope:
    """What a program with this token may do: some things at one school, nothing anywhere else."""
    return Scope(who=f"{token.label} (program)"[:150], via="api", grants=token.grants())
