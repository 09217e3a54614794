"""Merging what a file says into the directory: all of it that is sound, in one transaction."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.providers.actions.entries import placed, set_quality_marks
from waymark.providers.actions.listing import add_provider
from waymark.providers.models import DirectoryRevision, Offer, Provider, Resource
from waymark.providers.rules.facts import (
    ENTRY_NAMES,
    OFFER_NAMES,
    RESOURCE_NAMES,
    EntryFacts,
    OfferFacts,
    ResourceFacts,
    facts_of,
    faults_of,
    stored,
)
from waymark.providers.rules.said import Said, SaidProvider, SaidThing

_THE_SITE = 0  # no organisation's key: a file of many providers is taken in by whoever runs the site
_AT_ONCE = 500


@dataclass
class Merged:
    """What came of a file, in counts; `faults` by row: the fact, and what is wrong with it."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    absent: int = 0
    faults: dict[int, dict[str, str]] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)  # a fact of a provider that was left out, and why
    providers_added: int = 0
    providers_changed: int = 0


@transaction.atomic
def merge_directory(*, said: Said, owner: Provider | None, on: date, dry_run: bool = False, by: Scope) -> Merged:
    """Take in what a file says, of one provider (`owner`) or of many.

    What the file does not state stays; what it lacks is absent, and stays too. A provider nobody knows is added, and
    shown from `on`, the day the file speaks for. A row that would not be sound is left out, with why.
    """
    by.require(Permission.LISTING_WRITE, owner.organisation_id if owner else _THE_SITE)
    merged = Merged()
    place = cache(placed)
    providers = {"": owner} if owner else _providers(said.providers.values(), on, merged, place, by)
    if owner and owner_said(said):
        _change_provider(owner, owner_said(said), merged, place, by)
    for things, model, kind, names in (
        (said.offers, Offer, OfferFacts, OFFER_NAMES),
        (said.resources, Resource, ResourceFacts, RESOURCE_NAMES),
    ):
        _merge_things(things, providers, model, kind, names, merged, place, owner)
    if merged.added or merged.changed or merged.providers_added or merged.providers_changed:
        DirectoryRevision.move_on()
        counts = {name: getattr(merged, name) for name in ("added", "changed", "unchanged", "providers_added")}
        note("offers taken in", organisation_id=owner.organisation_id if owner else None, by=by, **counts)
    if dry_run:
        transaction.set_rollback(True)
    return merged


def owner_said(said: Said) -> SaidProvider | None:
    """What a provider's own file says of it, where it says anything."""
    return next((each for each in said.providers.values() if each.facts or each.marks is not None), None)


def _providers(
    said: Iterable[SaidProvider], on: date, merged: Merged, place: Callable[[str], dict[str, Any]], by: Scope
) -> dict[str, Provider | None]:
    known = _known_providers()
    found: dict[str, Provider | None] = {}
    for each in said:
        standing = next((known[k] for k in _ids(each) if k in known), None)
        if standing is None:
            standing = _added(each, on, merged, place, by)
            merged.providers_added += 1
            known |= dict.fromkeys(_ids(each), standing)
        else:
            _change_provider(standing, each, merged, place, by)
        found[each.key] = standing
    return found


def _known_providers() -> dict[str, Provider]:
    """Every provider by each identifier it may be named by: another file's, its UKPRN, its address, its name."""
    found: dict[str, Provider] = {}
    for provider in Provider.objects.select_related("organisation").order_by("-pk"):
        place = provider.organisation
        for key in (place.name, place.slug, place.ukprn, place.urn, provider.public_id, provider.external_id):
            if key:
                found[key.casefold()] = provider
    return found


def _ids(said: SaidProvider) -> list[str]:
    return [each.casefold() for each in (said.identifier, said.ukprn, said.name) if each]


def _sound(said: SaidProvider, before: Mapping[str, Any], merged: Merged) -> EntryFacts:
    """What is said of a provider, without what cannot be kept."""
    stated = dict(said.facts)
    while faults := faults_of(facts := EntryFacts(**{**before, **stated})):
        gone = [name for name in faults if name in stated]
        if not gone:
            return EntryFacts(**before)
        merged.notes += [(f"provider_{name}", faults[name]) for name in gone]
        stated = {name: value for name, value in stated.items() if name not in gone}
    return facts


def _added(said: SaidProvider, on: date, merged: Merged, place: Callable[[str], dict[str, Any]], by: Scope) -> Provider:
    usual = {"provider_kind": said.usual_kind} if said.usual_kind else {}
    row = stored(_sound(said, usual, merged), ENTRY_NAMES)
    organisation = add_provider(name=said.name or said.identifier, ukprn=said.ukprn, postcode=row["postcode"])
    provider = Provider.objects.create(
        organisation=organisation,
        external_id=said.identifier[:100],
        verified_on=said.verified_on or on,
        **row,
        **place(row["postcode"]),
    )
    if said.marks:
        set_quality_marks(provider=provider, marks=said.marks, by=by)
    return provider


def _change_provider(
    provider: Provider, said: SaidProvider | None, merged: Merged, place: Callable[[str], dict[str, Any]], by: Scope
) -> None:
    if said is None:
        return
    row = stored(_sound(said, _as_said(facts_of(provider, EntryFacts)), merged), ENTRY_NAMES)
    changed = {name for name, value in row.items() if getattr(provider, name) != value}
    if changed:
        for name, value in {**row, **place(row["postcode"])}.items():
            setattr(provider, name, value)
        provider.changed_at = timezone.now()
        provider.save()
        merged.providers_changed += 1
    if said.marks is not None:
        set_quality_marks(provider=provider, marks=said.marks, by=by)


def _merge_things(
    things: Iterable[SaidThing],
    providers: Mapping[str, Provider | None],
    model: Any,
    kind: Any,
    names: tuple[str, ...],
    merged: Merged,
    place: Callable[[str], dict[str, Any]],
    owner: Provider | None,
) -> None:
    whose = [each.pk for each in providers.values() if each is not None]
    standing: dict[tuple[int, str], Any] = {}
    for first in range(0, len(whose), _AT_ONCE):
        for row in model.objects.filter(provider__in=whose[first : first + _AT_ONCE]).order_by("pk"):
            standing[row.provider_id, row.public_id] = row
            if row.external_id:
                standing[row.provider_id, row.external_id] = row
    new, changed, met = [], [], set()
    for said in things:
        provider = owner or providers.get(said.provider)
        if provider is None:
            merged.faults[said.row] = {"provider_id": "Say whose offer it is."}
            continue
        known = standing.get((provider.pk, said.identifier))
        before = _as_said(facts_of(known, kind)) if known else {}
        try:
            facts = kind(**{**before, **said.facts})
        except TypeError:  # a fact that must be there and is not
            merged.faults[said.row] = {"title": "Give it a title, and say what it is."}
            continue
        if faults := faults_of(facts):
            merged.faults[said.row] = faults
            continue
        row = stored(facts, names)
        if "postcode" in row:
            row |= place(row["postcode"])
        if known is None:
            made = model(provider=provider, external_id=said.identifier[:100], **row)
            standing[provider.pk, said.identifier] = made
            new.append(made)
            continue
        met.add(id(known))
        if {name: getattr(known, name) for name in row} == row:
            merged.unchanged += known.pk is not None
            continue
        for name, value in row.items():
            setattr(known, name, value)
        if known.pk is not None and known not in changed:
            known.changed_at = timezone.now()
            changed.append(known)
    model.objects.bulk_create(new, batch_size=_AT_ONCE)
    if changed:
        model.objects.bulk_update(changed, [*_columns(model, names), "changed_at"], batch_size=_AT_ONCE)
    merged.added += len(new)
    merged.changed += len(changed)
    if things:
        held = {id(row): row for row in standing.values() if row.pk is not None}
        merged.absent += sum(key not in met and row not in new and bool(row.external_id) for key, row in held.items())


def _columns(model: Any, names: tuple[str, ...]) -> list[str]:
    return [*names, "latitude", "longitude", "precision"] if model is Offer else list(names)


def _as_said(facts: Any) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in type(facts).__dataclass_fields__}
