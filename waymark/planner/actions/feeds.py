"""Making, renewing and ending calendar feeds."""

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.models import Membership, User, new_token
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.places.models import Organisation
from waymark.planner.models import Feed


class FeedRefused(ValueError):
    """There can be no such feed; the message says why."""


@transaction.atomic
def renew_feed(*, school: Organisation, year_group: int | None = None, by: Scope) -> tuple[Feed, str]:
    """Make a feed of the school's plan, or of one year group's, with a secret that is not kept; an earlier one of the
    same ends. Returns it with its secret."""
    by.require(Permission.PLAN_WRITE, school.pk)
    of = Feed.Of.SCHOOL if year_group is None else Feed.Of.YEAR_GROUP
    return _renewed(school, by, of=of, year_group=year_group)


@transaction.atomic
def renew_own_feed(*, school: Organisation, by: Scope) -> tuple[Feed, str]:
    """Make a feed of what its doer has to do with at the school; for members of the school alone."""
    by.require(Permission.FIGURES_VIEW, school.pk)
    user = User.objects.filter(pk=by.user_id).first() if by.user_id else None
    if user is None or not Membership.objects.filter(user=user, organisation=school, ended_at=None).exists():
        raise FeedRefused("Only people of the school have a calendar of their own here.")
    return _renewed(school, by, of=Feed.Of.PERSON, user=user)


@transaction.atomic
def end_feed(*, feed: Feed, by: Scope) -> None:
    """End a feed at once: its owner may, and who keeps the plan; one already ended stays as it was."""
    by.require(_needed(feed, by), feed.organisation_id)
    if Feed.objects.filter(pk=feed.pk, ended_at=None).update(ended_at=timezone.now()):
        note("calendar feed ended", on=feed, by=by, of=feed.of)


def _needed(feed: Feed, by: Scope) -> Permission:
    own = feed.user_id is not None and feed.user_id == by.user_id
    return Permission.FIGURES_VIEW if own else Permission.PLAN_WRITE


def _renewed(school: Organisation, by: Scope, **whose) -> tuple[Feed, str]:
    secret, sha256 = new_token()
    Feed.objects.filter(organisation=school, ended_at=None, **whose).update(ended_at=timezone.now())
    feed = Feed.objects.create(organisation=school, token_sha256=sha256, made_by_id=by.user_id, **whose)
    note("calendar feed made", on=feed, by=by, of=feed.of, year_group=feed.year_group)
    return feed, secret
