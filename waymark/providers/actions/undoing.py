"""Taking back a file of a provider's own: all it changed is as before, but for what something rests on by now."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope, acting, everything
from waymark.providers.actions.entries import moved_on, placed, set_all, set_quality_marks
from waymark.providers.models import (
    Approach,
    DirectoryRevision,
    Offer,
    OfferFile,
    Provider,
    QualityMark,
    Resource,
    Review,
)
from waymark.providers.rules.approaches import REACHED
from waymark.providers.rules.facts import (
    ENTRY_NAMES,
    MARK_NAMES,
    OFFER_NAMES,
    RESOURCE_NAMES,
    EntryFacts,
    MarkFacts,
    OfferFacts,
    ResourceFacts,
    facts_of,
    stored,
)

Known = dict[tuple[str, int], dict[str, Any]]
_KINDS: Mapping[str, tuple[Any, Any, tuple[str, ...]]] = {
    "entry": (Provider, EntryFacts, ENTRY_NAMES),
    "offer": (Offer, OfferFacts, OFFER_NAMES),
    "resource": (Resource, ResourceFacts, RESOURCE_NAMES),
}


class NotMerged(ValueError):
    """Only a file that was taken in, and not undone since, can be undone."""


def all_said_by(provider: Provider) -> Known:
    """All that a provider says in the directory, by what it is and its number, as JSON holds it."""
    rows: list[tuple[str, Any]] = [("entry", Provider.objects.get(pk=provider.pk))]
    rows += [("offer", row) for row in Offer.objects.filter(provider=provider)]
    rows += [("resource", row) for row in Resource.objects.filter(provider=provider)]
    said = {(what, row.pk): _said(row, what) for what, row in rows}
    marks = [stored(facts_of(mark, MarkFacts), MARK_NAMES) for mark in provider.quality_marks.order_by("name")]
    said["marks", provider.pk] = _as_json({"marks": marks})
    return said


def changes_between(before: Known, after: Known) -> list[dict[str, Any]]:
    """What a file added and changed: each thing as it `was` (null: it was not there) and as it is `now`."""
    return [
        {"what": what, "id": pk, "was": before.get((what, pk)), "now": now}
        for (what, pk), now in after.items()
        if before.get((what, pk)) != now
    ]


def held_back(file: OfferFile, provider: Provider) -> list[tuple[dict[str, Any], str]]:
    """What undoing would leave as it is, each with why.

    `changed` or `gone` since, `asked` for, `reviewed`, or `used`: of a school's list that has not reached the provider
    no more is said.
    """
    now = all_said_by(provider)
    held = _what_holds([each["id"] for each in file.before if each["what"] == "offer" and each["was"] is None])
    found = []
    for each in file.before:
        why = _why_it_stays(each, now.get((each["what"], each["id"])), held)
        if why:
            found.append((each, why))
    return found


@transaction.atomic
def undo_file(*, file: OfferFile, provider: Provider, by: Scope) -> int:
    """Put all back as it was before a file was taken in; returns how many things were left, which `held_back` names."""
    by.require(Permission.LISTING_WRITE, file.organisation_id)
    file.refresh_from_db(from_queryset=OfferFile.objects.select_for_update(of=("self",)))  # two may undo it at once
    if not file.is_merged:
        raise NotMerged("This file is not taken in.")
    left = held_back(file, provider)
    stays = {(each["what"], each["id"]) for each, _ in left}
    _put_back((each for each in file.before if (each["what"], each["id"]) not in stays), provider, by)
    file.undone_at = timezone.now()
    file.left = [{"what": each["what"], "title": title_of(each), "why": why} for each, why in left]
    file.save(update_fields=["undone_at", "left"])
    DirectoryRevision.move_on()
    note("offer file undone", on=file, by=by, put_back=len(file.before) - len(left), left=len(left))
    return len(left)


def title_of(each: Mapping[str, Any]) -> str:
    """What a changed thing is called; blank for the entry and its quality marks."""
    return (each["now"] or {}).get("title", "")


def _what_holds(offers: list[int]) -> dict[int, str]:
    """Why these offers cannot go, of each that cannot."""
    reviewed = Review.objects.filter(offer__in=offers).values_list("offer", flat=True)
    held = dict.fromkeys(reviewed, "reviewed")
    with acting(everything("an offer is in use")):  # whoever is asked sees nothing before it has reached them
        for offer, state in Approach.objects.filter(offer__in=offers).values_list("offer", "state"):
            if state in REACHED:
                held[offer] = "asked"
            else:
                held.setdefault(offer, "used")
    return held


def _why_it_stays(each: Mapping[str, Any], now: Mapping[str, Any] | None, held: Mapping[int, str]) -> str:
    if now is None:
        return "gone"
    if now != each["now"]:
        return "changed"
    if each["was"] is None and each["what"] == "offer":
        return held.get(each["id"], "")
    return ""


def _put_back(changes: Iterable[Mapping[str, Any]], provider: Provider, by: Scope) -> None:
    for each in changes:
        if each["what"] == "marks":
            marks = [MarkFacts(**_read(QualityMark, one)) for one in each["was"]["marks"]]
            set_quality_marks(provider=provider, marks=marks, by=by)
            continue
        model, _, _ = _KINDS[each["what"]]
        row = model.objects.get(pk=each["id"])
        if each["was"] is None:
            row.delete()
            continue
        said = _read(model, each["was"])
        moved_on(row, set_all(row, {**said, **(placed(said["postcode"]) if "postcode" in said else {})}))


def _said(row: Any, what: str) -> dict[str, Any]:
    _, kind, names = _KINDS[what]
    return _as_json(stored(facts_of(row, kind), names))


def _as_json(said: Mapping[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(said, cls=DjangoJSONEncoder))


def _read(model: type[models.Model], said: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as a row holds them: days and pounds are text in JSON."""
    columns = {field.name: field for field in model._meta.concrete_fields}
    return {name: value if isinstance(value, list) else columns[name].to_python(value) for name, value in said.items()}
