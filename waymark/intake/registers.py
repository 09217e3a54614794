"""The door for files of the public register: read, checked, loaded in one transaction, and on the audit trail."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.outcome import Outcome
from waymark.intake.packed import unpacked
from waymark.intake.reading import FileRefused, Reading, Row
from waymark.intake.sources.colleges import read_colleges
from waymark.intake.sources.councils import read_councils
from waymark.intake.sources.gias import read_establishments, read_groups, read_links, read_memberships
from waymark.intake.sources.hubs import read_hub_memberships
from waymark.intake.sources.postcodes import POSTCODE_COLUMNS, read_postcodes
from waymark.places.actions import (
    Loaded,
    load_colleges,
    load_councils,
    load_establishments,
    load_hub_memberships,
    load_links,
    load_postcodes,
    load_trust_memberships,
    load_trusts,
    overlapping_memberships,
)
from waymark.places.queries import institutions_by_id

LARGEST = 200 * 1024 * 1024  # the whole register of schools is some 60 MB
_THE_SITE = 0  # no organisation's key: the register belongs to the site, so only its own operator may change it
_DAY_IN_NAME = re.compile(r"(?<!\d)(20\d\d)-?([01]\d)-?([0-3]\d)(?!\d)")


@dataclass(frozen=True)
class File:
    """A register file's content, and the day it speaks for where its sender or its name says so."""

    content: bytes
    on: date | None


Taken = tuple[Reading, Loaded]


@transaction.atomic
def take_register(
    *, kind: str, content: bytes, filename: str = "", on: date | None = None, dry_run: bool = False, by: Scope
) -> Outcome:
    """Take in one file of the public register; `kind` is one of `REGISTERS`.

    The same file twice changes nothing. A file refused whole changes nothing. `on` is the day it speaks for: else the
    day in its name, else the latest day it mentions as changed, else today. With `dry_run` all is undone at the end.
    """
    by.require(Permission.SETTINGS_WRITE, _THE_SITE)
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        reading, loaded = REGISTERS[kind](File(unpacked(content), on or _day_in(filename)))
    except FileRefused as refusal:
        reading, loaded = Reading(problems=refusal.problems), Loaded()
    outcome = Outcome(kind, sha256, reading, loaded.added, loaded.changed, loaded.unchanged, loaded.absent)
    if not outcome.is_refused:
        counts = {name: getattr(outcome, name) for name in ("added", "changed", "unchanged", "refused")}
        note("register file taken in", by=by, kind=kind, sha256=sha256, **counts)
    if dry_run:
        transaction.set_rollback(True)
    return outcome


def _day_in(filename: str) -> date | None:
    """The day in a file's name, as `edubasealldata20260801.csv` has it."""
    found = _DAY_IN_NAME.search(filename)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _schools(file: File) -> Taken:
    establishments, reading = read_establishments(file.content)
    if reading.is_refused:
        return reading, Loaded()
    today = timezone.localdate()
    changed = max((row.last_changed_on for row in establishments if row.last_changed_on), default=today)
    return reading, load_establishments(establishments, said=set(reading.found), on=file.on or min(changed, today))


def _links(file: File) -> Taken:
    links, reading = read_links(file.content)
    return reading, Loaded() if reading.is_refused else load_links(links)


def _colleges(file: File) -> Taken:
    colleges, reading = read_colleges(file.content)
    return reading, Loaded() if reading.is_refused else load_colleges(colleges)


def _councils(file: File) -> Taken:
    councils, reading = read_councils(file.content)
    day = file.on or timezone.localdate()
    return reading, Loaded() if reading.is_refused else load_councils(councils, on=day)


def _trusts(file: File) -> Taken:
    """Trusts themselves, or who is in them: told apart by whether the file names schools."""
    day = file.on or timezone.localdate()
    memberships, reading = read_memberships(file.content)
    if "urn" not in reading.found:
        groups, reading = read_groups(file.content)
        return reading, Loaded() if reading.is_refused else load_trusts(groups, on=day)
    if reading.is_refused:
        return reading, Loaded()
    reading, known = _without_strangers(reading, "urn")
    rows = {row.number for row in reading.rows}
    members = [row for row in memberships if row.row in rows and row.urn in known]
    return reading, load_trust_memberships(members, on=day)


def _hubs(file: File) -> Taken:
    memberships, reading = read_hub_memberships(file.content)
    if reading.is_refused:
        return reading, Loaded()
    reading, known = _without_strangers(reading, "institution_id")
    numbers = {row.number for row in reading.rows}
    rows = [row for row in memberships if row.row in numbers]
    clashing = {row.row for row in overlapping_memberships(rows, members=known)}
    reading = reading.leaving_out(
        [row for row in reading.rows if row.number in clashing],
        "MEMBERSHIP_OVERLAPS",
        "from_on",
        "a time in one hub only",
        suggestion="Give the earlier membership its last day first.",
    )
    return reading, load_hub_memberships([row for row in rows if row.row not in clashing], members=known)


def _postcodes(file: File) -> Taken:
    whole, loaded = Reading(POSTCODE_COLUMNS), Loaded()
    for places, reading in read_postcodes(file.content):
        loaded += load_postcodes(places)
        whole = replace(
            whole,
            header=reading.header,
            found=reading.found,
            left_out=(*whole.left_out, *reading.left_out),
            problems=(*whole.problems, *reading.problems),
            records=whole.records + reading.records,
        )
    return whole, loaded


def _without_strangers(reading: Reading, column: str) -> tuple[Reading, dict[str, int]]:
    """The reading without rows about institutions we do not hold, and the keys of the others."""
    known = {name: place.pk for name, place in institutions_by_id(row.values[column] for row in reading.rows).items()}

    def asked(row: Row) -> str:
        return row.values[column]

    strangers = [row for row in reading.rows if asked(row) not in known]
    reading = reading.leaving_out(
        strangers,
        "INSTITUTION_UNKNOWN",
        column,
        "a school or college on the register",
        suggestion="Import the register of schools first, or correct the number.",
        received=asked,
    )
    return reading, known


REGISTERS: Mapping[str, Callable[[File], Taken]] = {
    "gias": _schools,
    "gias-links": _links,
    "colleges": _colleges,
    "councils": _councils,
    "hubs": _hubs,
    "trusts": _trusts,
    "postcodes": _postcodes,
}
