"""A provider's files: kept, merged, undone to the letter."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.actions import safe_name, sha256_of
from waymark.kernel.telling import Tell, untold
from waymark.opportunities.actions.runs import add_runs, change_runs, withdraw_runs
from waymark.opportunities.actions.snapshots import (
    Before,
    put_runs_back,
    put_venues_back,
    runs_as_they_are,
    venues_as_they_are,
)
from waymark.opportunities.actions.venues import add_venues, change_venues
from waymark.opportunities.models import CourseFile, TrainingProvider
from waymark.opportunities.rules.merging import CoursesPlan
from waymark.opportunities.rules.venues import VenueFacts


class NotMerged(ValueError):
    """Only a file that was merged can be undone."""


@transaction.atomic
def take_course_file(*, provider: TrainingProvider, kind: str, content: bytes, filename: str, by: Scope) -> CourseFile:
    """Keep a file as its provider sent it; the same bytes not yet merged are the file they were."""
    by.require(Permission.LISTING_WRITE, provider.organisation_id or 0)
    sha256 = sha256_of(content)
    waiting = (CourseFile.State.READING, CourseFile.State.PREVIEWED)
    standing = CourseFile.objects.filter(provider=provider, kind=kind, sha256=sha256, state__in=waiting).first()
    if standing is not None:
        return standing
    file = CourseFile(provider=provider, kind=kind, sha256=sha256, filename=safe_name(filename), taken_by_id=by.user_id)
    file.content.save(f"{sha256[:32]}.bin", ContentFile(content), save=False)
    file.save()
    note("course file taken in", on=file, organisation_id=provider.organisation_id, by=by, kind=kind)
    return file


def content_of_file(file: CourseFile) -> bytes:
    """The bytes as their sender gave them."""
    with file.content.open("rb") as kept:
        return kept.read()


@transaction.atomic
def say_what_is_in(*, file: CourseFile, outcome: Mapping[str, Any], is_refused: bool, by: Scope) -> CourseFile:
    """Keep what reading a file found: nothing else is changed."""
    by.require(Permission.LISTING_WRITE, file.provider.organisation_id or 0)
    file.outcome = dict(outcome)
    file.state = CourseFile.State.REFUSED if is_refused else CourseFile.State.PREVIEWED
    file.save(update_fields=["outcome", "state"])
    return file


@transaction.atomic
def merge_runs(
    *,
    file: CourseFile,
    plan: CoursesPlan,
    venues: tuple[int, ...] = (),
    withdraw: bool,
    outcome: Mapping[str, Any],
    tell: Tell = untold,
    by: Scope,
) -> CourseFile:
    """Add and change the runs of a file; those it lacks are withdrawn only with `withdraw`, the tick on the page.

    `venues` are those the file brought, to be taken back with it.
    """
    by.require(Permission.LISTING_WRITE, file.provider.organisation_id or 0)
    at = timezone.now()
    gone = plan.absent if withdraw else ()
    before = runs_as_they_are([*plan.changes, *gone])
    added = add_runs(file.provider, list(plan.additions.values()), at=at, tell=tell)
    change_runs(file.provider, plan.changes, at=at)
    withdraw_runs(gone, at=at)
    before += [{"id": run.pk, "was": None} for run in added]
    before += [{"id": venue, "was": None, "venue": True} for venue in venues]
    return _merged(file, before, {**outcome, "withdrawn": len(gone)}, at, by)


@transaction.atomic
def merge_venues(
    *,
    file: CourseFile,
    additions: tuple[VenueFacts, ...],
    changes: Mapping[int, VenueFacts],
    outcome: Mapping[str, Any],
    by: Scope,
) -> CourseFile:
    """Add and change the venues of a file; those it lacks stay."""
    by.require(Permission.LISTING_WRITE, file.provider.organisation_id or 0)
    before = venues_as_they_are(changes)
    change_venues(changes)
    before += [{"id": venue.pk, "was": None} for venue in add_venues(file.provider, additions)]
    return _merged(file, before, outcome, timezone.now(), by)


@transaction.atomic
def undo_course_file(*, file: CourseFile, by: Scope) -> int:
    """Put everything back as it was before a file was merged; returns how many rows were left, being changed since."""
    by.require(Permission.LISTING_WRITE, file.provider.organisation_id or 0)
    file.refresh_from_db(from_queryset=CourseFile.objects.select_for_update(of=("self",)))  # two may undo it at once
    if file.state != CourseFile.State.MERGED:
        raise NotMerged("This file is not merged.")
    put_back = put_venues_back if file.kind == "venues" else put_runs_back
    left = put_back(file.before, merged_at=file.merged_at, at=timezone.now())
    file.state, file.undone_at = CourseFile.State.UNDONE, timezone.now()
    file.save(update_fields=["state", "undone_at"])
    note("course file undone", on=file, organisation_id=file.provider.organisation_id, by=by, kind=file.kind, left=left)
    return left


def _merged(file: CourseFile, before: Before, outcome: Mapping[str, Any], at: datetime, by: Scope) -> CourseFile:
    file.state, file.merged_at, file.before, file.outcome = CourseFile.State.MERGED, at, before, dict(outcome)
    file.save(update_fields=["state", "merged_at", "before", "outcome"])
    counts = {name: outcome.get(name, 0) for name in ("added", "changed", "unchanged", "refused")}
    note("course file merged", on=file, organisation_id=file.provider.organisation_id, by=by, kind=file.kind, **counts)
    return file
