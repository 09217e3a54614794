"""Keeping files as evidence, putting right what is said of them, and retiring them."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.models import Membership
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.actions import safe_name
from waymark.intake.keepable import keepable
from waymark.ledger.models import Activity, AttachedActivity, Attachment
from waymark.places.models import Organisation


class AttachmentRefused(ValueError):
    """The attachment cannot be kept so; the message says why, in words for the person."""


@dataclass(frozen=True)
class AttachmentFacts:
    """What is said of an attachment. `activities` are public ids; `owner_id` a member's, or nobody's."""

    kind: str
    title: str
    held_on: date
    names_learners: bool
    owner_id: int | None = None
    owner_name: str = ""
    expires_on: date | None = None
    benchmarks: Collection[str] = field(default=())
    criteria: Collection[str] = field(default=())
    activities: Collection[str] = field(default=())


@transaction.atomic
def keep_attachment(
    *,
    school: Organisation,
    content: bytes,
    filename: str,
    facts: AttachmentFacts,
    replaces: Attachment | None = None,
    by: Scope,
) -> Attachment:
    """Keep a file as evidence; with `replaces`, as the newer of two, and the older is retired.

    Refuses (`FileRefused`) a file that is too large, damaged or of a kind we do not keep, whatever it is called, and
    (`AttachmentRefused`) facts that do not fit. A picture is kept without what is hidden in it.
    """
    by.require(Permission.EVIDENCE_WRITE, school.pk)
    fit = keepable(content, filename)
    if replaces is not None and (replaces.organisation_id != school.pk or replaces.retired_at):
        raise AttachmentRefused("What it would replace has been retired already.")
    attachment = Attachment(
        organisation=school,
        filename=_named(filename, fit.media),
        media=fit.media,
        size=len(fit.content),
        sha256=hashlib.sha256(fit.content).hexdigest(),
        replaces=replaces,
        kept_by_id=by.user_id,
        **_checked(school, facts),
    )
    attachment.file.save(f"{attachment.public_id}.bin", ContentFile(fit.content), save=False)
    attachment.save()
    _attach(attachment, facts.activities)
    note("attachment kept", on=attachment, by=by, kind=facts.kind, sha256=attachment.sha256[:12])
    if replaces is not None:
        _retire(replaces, "A newer one took its place.", by)
    return attachment


@transaction.atomic
def change_attachment(*, attachment: Attachment, facts: AttachmentFacts, by: Scope) -> Attachment:
    """Put right what is said of an attachment. Its file stays as it is."""
    by.require(Permission.EVIDENCE_WRITE, attachment.organisation_id)
    if attachment.retired_at:
        raise AttachmentRefused("It has been retired, and is kept as it was.")
    said = _checked(attachment.organisation, facts)
    changed = sorted(name for name, value in said.items() if getattr(attachment, name) != value)
    for name in changed:
        setattr(attachment, name, said[name])
    attachment.save(update_fields=changed)
    _attach(attachment, facts.activities)
    note("attachment changed", on=attachment, by=by, fields=changed)
    return attachment


@transaction.atomic
def retire_attachment(*, attachment: Attachment, because: str, by: Scope) -> Attachment:
    """Take an attachment out of use, saying why; its file is kept. Retiring twice changes nothing."""
    by.require(Permission.EVIDENCE_WRITE, attachment.organisation_id)
    if not because.strip():
        raise AttachmentRefused("Say why it is retired.")
    if attachment.retired_at is None:
        _retire(attachment, because.strip(), by)
    return attachment


def _retire(attachment: Attachment, because: str, by: Scope) -> None:
    attachment.retired_at, attachment.retired_by_id = timezone.now(), by.user_id
    attachment.retired_because = because[:300]
    attachment.save(update_fields=["retired_at", "retired_by", "retired_because"])
    note("attachment retired", on=attachment, by=by)


def _checked(school: Organisation, facts: AttachmentFacts) -> dict[str, Any]:
    """What is said, as it is stored; refused where it does not fit."""
    title = " ".join(facts.title.split())
    if not title:
        raise AttachmentRefused("Give it a title.")
    if facts.kind not in Attachment.Kind.values:
        raise AttachmentRefused("Choose what kind of thing it is.")
    if facts.expires_on and facts.expires_on < facts.held_on:
        raise AttachmentRefused("It cannot run out before the day it is of.")
    if facts.owner_id and not _is_member(facts.owner_id, school):
        raise AttachmentRefused("Whoever answers for it must be one of the school's people.")
    return {
        "kind": facts.kind,
        "title": title[:200],
        "held_on": facts.held_on,
        "names_learners": facts.names_learners,
        "owner_id": facts.owner_id,
        "owner_name": " ".join(facts.owner_name.split())[:150],
        "expires_on": facts.expires_on,
        "benchmarks": sorted(set(facts.benchmarks)),
        "criteria": sorted(set(facts.criteria)),
    }


def _is_member(user_id: int, school: Organisation) -> bool:
    return Membership.objects.filter(user=user_id, organisation=school, ended_at=None).exists()


def _attach(attachment: Attachment, public_ids: Collection[str]) -> None:
    """Tie it to these activities of its school and to no others."""
    wanted = set(
        Activity.objects.filter(organisation=attachment.organisation_id, public_id__in=set(public_ids)).values_list(
            "pk", flat=True
        )
    )
    ties = AttachedActivity.objects.filter(attachment=attachment)
    ties.exclude(activity__in=wanted).delete()
    standing = set(ties.values_list("activity_id", flat=True))
    for activity_id in sorted(wanted - standing):
        AttachedActivity(attachment=attachment, activity_id=activity_id).save()


def _named(filename: str, media: str) -> str:
    """A name whose ending says what the file is."""
    stem = safe_name(filename)
    for ending in (f".{media}", ".jpeg") if media == "jpg" else (f".{media}",):
        if stem.casefold().endswith(ending):
            return stem
    return f"{stem[:95]}.{media}"
