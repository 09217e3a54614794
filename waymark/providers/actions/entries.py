"""Keeping an entry of the directory: what it says, what vouches for it, that it is right, that it is shown."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.places.models import Organisation
from waymark.places.queries import position_of
from waymark.providers.models import DirectoryRevision, Provider, QualityMark
from waymark.providers.rules.facts import ENTRY_NAMES, EntryFacts, MarkFacts, require_sound, stored


class NoEntry(ValueError):
    """This organisation has no entry in the directory."""


@transaction.atomic
def make_entry(
    *, organisation: Organisation, facts: EntryFacts, external_id: str = "", verified_on: date | None = None, by: Scope
) -> Provider:
    """Give an organisation its entry; one that has it already keeps it, changed to what is said.

    Shown once it is verified: `verified_on` where whoever makes it vouches for it on that day.
    """
    by.require(Permission.LISTING_WRITE, organisation.pk)
    require_sound(facts)
    provider = Provider.objects.filter(organisation=organisation).first()
    if provider is not None:
        return change_entry(provider=provider, facts=facts, by=by)
    said = {**stored(facts, ENTRY_NAMES), **placed(facts.postcode)}
    provider = Provider.objects.create(
        organisation=organisation,
        external_id=external_id,
        verified_on=verified_on,
        verified_by_id=by.user_id if verified_on else None,
        **said,
    )
    DirectoryRevision.move_on()
    note("directory entry made", on=provider, by=by)
    return provider


@transaction.atomic
def change_entry(*, provider: Provider, facts: EntryFacts, by: Scope) -> Provider:
    """Change what an entry says; what is as it was changes nothing."""
    by.require(Permission.LISTING_WRITE, provider.organisation_id)
    require_sound(facts)
    changed = set_all(provider, {**stored(facts, ENTRY_NAMES), **placed(facts.postcode)})
    if changed:
        moved_on(provider, changed)
        note("directory entry changed", on=provider, by=by, fields=sorted(changed))
    return provider


@transaction.atomic
def set_quality_marks(*, provider: Provider, marks: Sequence[MarkFacts], by: Scope) -> None:
    """Say which quality marks a provider has: these, and no others."""
    by.require(Permission.LISTING_WRITE, provider.organisation_id)
    for mark in marks:
        require_sound(mark)
    said = {mark.name.strip(): {**asdict(mark), "name": mark.name.strip()} for mark in marks}
    fields = ("name", "awarded_by", "awarded_on", "expires_on", "url")
    standing = {mark.name: {name: getattr(mark, name) for name in fields} for mark in provider.quality_marks.all()}
    if said == standing:
        return
    provider.quality_marks.all().delete()
    QualityMark.objects.bulk_create(QualityMark(provider=provider, **each) for each in said.values())
    moved_on(provider, set())
    note("quality marks changed", on=provider, by=by, marks=len(said))


@transaction.atomic
def verify_entry(*, provider: Provider, on: date, by: Scope) -> Provider:
    """Say that all an entry says is right on a day: it is shown for a year from then on."""
    by.require(Permission.LISTING_WRITE, provider.organisation_id)
    provider.verified_on, provider.verified_by_id, provider.reminded_on = on, by.user_id, None
    moved_on(provider, {"verified_on", "verified_by", "reminded_on"})
    note("directory entry verified", on=provider, by=by)
    return provider


@transaction.atomic
def show_entry(*, provider: Provider, shown: bool, by: Scope) -> Provider:
    """Take an entry off the directory with all it offers, or put it back; nothing is lost."""
    by.require(Permission.LISTING_WRITE, provider.organisation_id)
    if provider.is_listed != shown:
        provider.is_listed = shown
        moved_on(provider, {"is_listed"})
        note("directory entry shown" if shown else "directory entry taken off", on=provider, by=by)
    return provider


def placed(postcode: str) -> dict[str, Any]:
    """Where a postcode lies, as a row keeps it; nothing where it is blank or not known."""
    found = position_of(postcode) if postcode else None
    if found is None:
        return {"latitude": None, "longitude": None, "precision": ""}
    return {"latitude": found.latitude, "longitude": found.longitude, "precision": found.precision.value}


def set_all(row: Any, said: dict[str, Any]) -> set[str]:
    """Set the fields of a row that are otherwise than said; their names."""
    changed = {name for name, value in said.items() if getattr(row, name) != value}
    for name in changed:
        setattr(row, name, said[name])
    return changed


def moved_on(row: Any, changed: set[str]) -> None:
    """Save what was changed, and say to searches that the directory is another."""
    row.changed_at = timezone.now()
    row.save(update_fields=[*sorted(changed), "changed_at"])
    DirectoryRevision.move_on()
