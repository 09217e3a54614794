"""Schools and colleges out of the register's extracts: new ones added, known ones brought up to date."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from waymark.kernel.telling import Tell, each, in_parts, untold
from waymark.places.actions.belongings import keep_belongings
from waymark.places.actions.loaded import AT_ONCE, Loaded, longest, overwrite
from waymark.places.actions.trusts import Trusts
from waymark.places.models import Kind, Organisation, Setting, Status
from waymark.places.register import Establishment
from waymark.places.rules import kind_of, phases_of, search_words, setting_of, status_of

_AS_THEY_STAND = (
    "ukprn", "la_code", "la_name", "establishment_number", "establishment_type", "low_age", "high_age",
    "has_sixth_form", "opened_on", "closed_on", "street", "locality", "town", "county", "postcode", "easting",
    "northing", "telephone", "website", "pupils",
)  # fmt: skip
_MADE_FROM = {
    "status": ("status",),
    "name": ("name",),
    "kind": ("establishment_type", "phase"),
    "setting": ("establishment_type", "phase", "type_group"),
    "phases": ("phase",),
    "percent_free_meals": ("percent_free_meals",),
}
_OF_NOW = frozenset(
    {"status", "name", "closed_on", "kind", "setting", "phases"}
)  # an older extract adds nothing to these
_SEARCHED = ("search_text", "search_area")
FACTS = (*_AS_THEY_STAND, *_MADE_FROM)
_LONGEST = {name: longest(Organisation, name) for name in FACTS}
_SLUG_NAME = 110  # leaves room for a URN
_LARGEST = 10_000_000  # metres, and people: more is a slip


@transaction.atomic
def load_establishments(
    rows: Sequence[Establishment], *, said: Collection[str], on: date, tell: Tell = untold
) -> Loaded:
    """Bring the register up to the extract of the day `on`, whose columns were `said`.

    A column the extract lacks changes nothing. A place last read from a later extract keeps its facts; this one only
    fills in what it never said. A place the extract lacks stays as it is: extracts are often a part of the register.
    """
    load = _Load(frozenset(_filled(said)), on)
    known = _known_places(rows)
    for row in each(rows, tell, "Comparing with the register"):
        load.take(row, known.get(row.urn))
    for part in in_parts(load.new, tell, "Writing new places", every=2_000):
        Organisation.objects.bulk_create(part, batch_size=AT_ONCE)
    for part in in_parts(list(load.changed.values()), tell, "Writing changed places", every=2_000):
        overwrite(part, (*FACTS, *_SEARCHED, "urn", "read_on"))
    _read_again([place.pk for place in load.same], on)
    moved = _keep_wholes(load, {place.urn: place for place in load.places()}, said)
    return load.outcome(moved, absent=Organisation.objects.exclude(urn="").count() - len(rows))


def _filled(said: Collection[str]) -> Iterable[str]:
    yield from (name for name in _AS_THEY_STAND if name in said)
    yield from (name for name, sources in _MADE_FROM.items() if sources[0] in said)


def _known_places(rows: Sequence[Establishment]) -> dict[str, Organisation]:
    """The places these rows are about: by URN, and colleges so far known by UKPRN alone."""
    urns = [row.urn for row in rows]
    by_urn: dict[str, Organisation] = {}
    for start in range(0, len(urns), AT_ONCE):
        part = Organisation.objects.filter(urn__in=urns[start : start + AT_ONCE])
        by_urn |= {place.urn: place for place in part}
    waiting = {place.ukprn: place for place in Organisation.objects.filter(kind=Kind.COLLEGE, urn="").exclude(ukprn="")}
    for row in rows:
        if (
            row.urn not in by_urn
            and row.ukprn in waiting
            and kind_of(row.establishment_type, row.phase) == Kind.COLLEGE
        ):
            by_urn[row.urn] = waiting.pop(row.ukprn)
    return by_urn


@dataclass
class _Load:
    """One extract being taken in: what each row did."""

    said: frozenset[str]
    on: date
    new: list[Organisation] = field(default_factory=list)
    changed: dict[str, Organisation] = field(default_factory=dict)
    same: list[Organisation] = field(default_factory=list)
    older: list[Organisation] = field(default_factory=list)
    rows: dict[str, Establishment] = field(default_factory=dict)

    def take(self, row: Establishment, place: Organisation | None) -> None:
        self.rows[row.urn] = row
        facts = _facts(row, self.said)
        if place is None:
            self.new.append(_new_place(row, facts, self.on))
            return
        is_older = place.read_on is not None and self.on < place.read_on
        differing = _differing(place, facts, only_missing=is_older)
        if not is_older and place.urn != row.urn:
            differing["urn"] = row.urn
        if differing:
            for name, value in differing.items():
                setattr(place, name, value)
            _settle(place)
            place.read_on = place.read_on if is_older else self.on
            self.changed[row.urn] = place
        elif not is_older:
            self.same.append(place)
        if is_older:
            self.older.append(place)

    def places(self) -> Iterable[Organisation]:
        """The places whose wholes this extract may speak of: not those a later one has spoken of."""
        later = {place.pk for place in self.older}
        yield from self.new
        yield from (place for place in (*self.changed.values(), *self.same) if place.pk not in later)

    def outcome(self, moved: set[int], *, absent: int) -> Loaded:
        counted = {place.pk for place in (*self.new, *self.changed.values())}
        changed = len(self.changed) + len(moved - counted)
        return Loaded(len(self.new), changed, len(self.rows) - len(self.new) - changed, max(absent, 0))


def _facts(row: Establishment, said: frozenset[str]) -> dict[str, Any]:
    facts = {name: getattr(row, name) for name in _AS_THEY_STAND if name in said}
    kind = kind_of(row.establishment_type, row.phase)
    free_meals = row.percent_free_meals
    made = {
        "status": status_of(row.status),
        "name": row.name,
        "kind": kind,
        "setting": setting_of(kind, row.establishment_type, row.type_group),
        "phases": ";".join(phases_of(row.phase, row.low_age, row.high_age)),
        "percent_free_meals": None if free_meals is None else Decimal(f"{free_meals:.1f}"),
    }
    facts |= {name: value for name, value in made.items() if name in said}
    return {name: _held(name, value) for name, value in facts.items()}


def _held(name: str, value: Any) -> Any:
    """The value as its column can hold it: text cut to length, a number beyond sense left out."""
    if isinstance(value, str):
        return value[: _LONGEST[name]]
    if isinstance(value, int) and not isinstance(value, bool) and value > _LARGEST:
        return None
    return value


def _new_place(row: Establishment, facts: dict[str, Any], on: date) -> Organisation:
    known = {"status": Status.UNKNOWN, "kind": Kind.SCHOOL, "setting": Setting.SCHOOL} | facts
    slug = f"{slugify(row.name)[:_SLUG_NAME]}-{row.urn}".strip("-")
    place = Organisation(urn=row.urn, slug=slug, read_on=on, **known)
    return _settle(place)


def _settle(place: Organisation) -> Organisation:
    """Make what is made from other facts, and drop an opening day that lies after the closing day."""
    if place.opened_on and place.closed_on and place.closed_on < place.opened_on:
        place.opened_on = None
    place.search_text = search_words(place.name)
    place.search_area = search_words(f"{place.locality} {place.town} {place.la_name}")
    return place


def _differing(place: Organisation, facts: dict[str, Any], *, only_missing: bool) -> dict[str, Any]:
    differing = {}
    for name, value in facts.items():
        held = getattr(place, name)
        if held == value or (name == "opened_on" and _is_crossed(place, facts)):
            continue
        if only_missing and (held not in (None, "") or name in _OF_NOW):
            continue
        if name == "name" and _only_lost_letters(value, held):
            continue
        differing[name] = value
    return differing


def _is_crossed(place: Organisation, facts: dict[str, Any]) -> bool:
    """Whether the extract's opening day was dropped before, for lying after its closing day."""
    opened, closed = facts.get("opened_on"), facts.get("closed_on", place.closed_on)
    return place.opened_on is None and bool(opened and closed and closed < opened)


def _only_lost_letters(name: str, held: str) -> bool:
    """Whether `name` is the name we hold, but for letters its sender lost to a wrong alphabet."""
    return (
        "\ufffd" in name
        and len(name) == len(held)
        and all(ours == theirs or theirs == "\ufffd" for ours, theirs in zip(held, name, strict=True))
    )


def _read_again(places: list[int], on: date) -> None:
    for start in range(0, len(places), AT_ONCE):
        part = Organisation.objects.filter(pk__in=places[start : start + AT_ONCE])
        part.exclude(read_on=on).update(read_on=on)


def _keep_wholes(load: _Load, places: dict[str, Organisation], said: Collection[str]) -> set[int]:
    """Whose council or trust is new, having brought both up to the extract."""
    moved: set[int] = set()
    if "la_code" in said:
        councils = dict(Organisation.objects.filter(kind=Kind.COUNCIL).values_list("la_code", "pk"))
        wanted = {place.pk: councils.get(place.la_code) for place in places.values()}
        moved |= keep_belongings(wanted, kind=Kind.COUNCIL, on=load.on)
    if "trust_code" in said or "trust_name" in said:
        trusts = Trusts(load.on)
        trusts.meet((row.trust_code, row.trust_name) for urn, row in load.rows.items() if urn in places)
        wanted = {}
        for urn, place in places.items():
            wanted[place.pk] = trusts.of(load.rows[urn].trust_code, load.rows[urn].trust_name)
        moved |= keep_belongings(wanted, kind=Kind.TRUST, on=load.on)
    return moved
