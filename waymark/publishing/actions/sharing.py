"""Sharing a self-assessment, taking it back, and looking at one that was shared."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.models import User, new_token, token_sha256
from waymark.access.permissions import Permission
from waymark.access.scope import Scope, acting, everything
from waymark.evaluation.models import Assessment
from waymark.places.models import Organisation
from waymark.publishing.evaluations import Included, as_json, sha256_of, shared_content, words_shared
from waymark.publishing.models import Look, SharedEvaluation
from waymark.publishing.privacy import learners_named_in
from waymark.publishing.shared import organisations_to_share_with, people_to_share_with, shares_open_to

LONGEST = timedelta(days=366)


class NotShared(ValueError):
    """It cannot be shared so; the message says why, in words for the person."""


class WordsNameLearners(NotShared):
    """Words that were ticked are those of learners. `names` are for the school's own eyes, never for a log."""

    def __init__(self, names: list[str]) -> None:
        super().__init__("Words you ticked name people who are or were on your roll. Leave those out, and share again.")
        self.names = names


class ShareOver(Exception):
    """It was shared and is no more; the message says so in plain words."""


@dataclass(frozen=True)
class Recipient:
    """Who is to see it: a person, everybody who sees figures at an organisation, or whoever has the link."""

    user_id: int | None = None
    organisation_id: int | None = None
    link_for: str = ""


@dataclass(frozen=True)
class Shown:
    """A shared evaluation as its reader sees it."""

    content: dict
    shared_on: date
    last_day: date
    school_slug: str = field(default="")


@transaction.atomic
def share_evaluation(
    *,
    assessment: Assessment,
    recipient: Recipient,
    last_day: date,
    included: Included,
    known_not_learners: Collection[str] = (),
    by: Scope,
) -> tuple[SharedEvaluation, str]:
    """Freeze a finished self-assessment as it reads now and let somebody see it; returns it with the link's secret,
    blank where it is no link. The secret is told once and not kept.

    Refused: an unfinished one, a last day past or more than a year off, somebody without a right to see a school's
    figures who is no member here, and words that name learners (`WordsNameLearners`).
    """
    by.require(Permission.SHARE, assessment.organisation_id)
    school, today = assessment.organisation, timezone.localdate()
    if not assessment.is_finished:
        raise NotShared("Finish the self-assessment first: what is shared does not change any more.")
    if not today <= last_day <= today + LONGEST:
        raise NotShared("Choose a last day from today to a year from now.")
    _check_recipient(school, recipient)
    if included.has_words:
        by.require(Permission.LEARNER_VIEW, school.pk)
        words = words_shared(assessment, included)
        if named := learners_named_in(school, words, known_not_to_be=known_not_learners):
            raise WordsNameLearners(named)
    content = shared_content(assessment, included)
    is_link = not (recipient.user_id or recipient.organisation_id)
    token, hashed = new_token() if is_link else ("", "")
    shared = SharedEvaluation.objects.create(
        organisation=school,
        assessment=assessment,
        content=as_json(content),
        sha256=sha256_of(content),
        with_user_id=recipient.user_id,
        with_organisation_id=recipient.organisation_id,
        token_sha256=hashed,
        label=recipient.link_for.strip()[:150] if is_link else "",
        made_by_id=by.user_id,
        last_day=last_day,
    )
    how = "link" if is_link else "person" if recipient.user_id else "organisation"
    note("evaluation shared", on=shared, by=by, how=how, sha256=shared.sha256, plan=included.plan)
    return shared, token


@transaction.atomic
def withdraw_share(*, shared: SharedEvaluation, by: Scope) -> SharedEvaluation:
    """Let nobody see it any more; who has looked stays on record. Withdrawing twice changes nothing."""
    by.require(Permission.SHARE, shared.organisation_id)
    rows = SharedEvaluation.objects.filter(pk=shared.pk, withdrawn_at=None)
    if rows.update(withdrawn_at=timezone.now(), withdrawn_by=by.user_id):
        note("evaluation no longer shared", on=shared, by=by)
    shared.refresh_from_db()
    return shared


@transaction.atomic
def look_by_link(*, token: str, at: datetime, user: User | None, counts: bool, by: Scope) -> Shown | None:
    """What the link shows; None where there is no such link. ShareOver where it was withdrawn or has run out.

    The look is counted for the day, or is that of `user` where somebody is signed in. Nothing else of it is kept.
    """
    with acting(everything("a shared link", via=by.via)):  # whoever has the link may see no row of the school
        found = SharedEvaluation.objects.filter(token_sha256=token_sha256(token)).exclude(token_sha256="")
        shared = found.select_related("organisation").first()
        return _looked_at(shared, user, at, counts=counts) if shared else None


@transaction.atomic
def look_as_recipient(*, public_id: str, user: User, at: datetime, counts: bool, by: Scope) -> Shown | None:
    """What was shared with a person, or with an organisation where they see figures; None where it was not with them.

    ShareOver where it was withdrawn or has run out.
    """
    with acting(everything("shared with me", via=by.via)):  # it is theirs to see, and nothing else of the school's
        shared = shares_open_to(user).filter(public_id=public_id).select_related("organisation").first()
        return _looked_at(shared, user, at, counts=counts) if shared else None


def _looked_at(shared: SharedEvaluation, user: User | None, at: datetime, *, counts: bool) -> Shown:
    on = timezone.localdate(at)
    if shared.withdrawn_at:
        raise ShareOver(f"{shared.organisation.name} has withdrawn this. Ask the school if you still need it.")
    if on > shared.last_day:
        raise ShareOver("This was shared until a day that is past. Ask the school if you still need it.")
    if counts and user is not None:
        Look.objects.create(shared=shared, on=on, at=at, user=user)
    elif counts:
        Look.objects.get_or_create(shared=shared, on=on, user=None, defaults={"times": 0})
        Look.objects.filter(shared=shared, on=on, user=None).update(times=F("times") + 1)
    return Shown(shared.content, timezone.localdate(shared.made_at), shared.last_day, shared.organisation.slug)


def _check_recipient(school: Organisation, recipient: Recipient) -> None:
    today = timezone.localdate()
    if recipient.user_id and recipient.organisation_id:
        raise NotShared("Share with one at a time.")
    if recipient.organisation_id and recipient.organisation_id not in {
        each.pk for each in organisations_to_share_with(school, on=today)
    }:
        raise NotShared("Share with a hub, trust or council that your school belongs to.")
    if recipient.user_id and recipient.user_id not in {each.user_id for each in people_to_share_with(school, on=today)}:
        raise NotShared("Share with somebody at your school, or at a hub, trust or council it belongs to.")
    if not (recipient.user_id or recipient.organisation_id or recipient.link_for.strip()):
        raise NotShared("Say whom the link is for.")
