"""The door for files of the public register: read, checked, loaded in one transaction, and on the audit trail."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.measuring import measure_tables
from waymark.intake.outcome import Outcome
from waymark.intake.packed import unpacked
from waymark.intake.reading import FileRefused, Reading, Row
from waymark.intake.sources.colleges import read_colleges
from waymark.intake.sources.councils import read_councils
from waymark.intake.sources.gias import read_establishments, read_groups, read_links, read_memberships
from waymark.intake.sources.hubs import read_hub_memberships
from waymark.intake.sources.postcodes import POSTCODE_COLUMNS, read_postcodes
from waymark.kernel.telling import Tell, untold
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
    tell: Tell = untold


Taken = tuple[Reading, Loaded]
Load = Callable[[], Taken]
"""What loads a file that was read, in a transaction; one too large to hold is read as it is loaded."""


def take_register(
    *,
    kind: str,
    content: bytes,
    filename: str = "",
    on: date | None = None,
    dry_run: bool = False,
    tell: Tell = untold,
    by: Scope,
) -> Outcome:
    """Take in one file of the public register; `kind` is one of `REGISTERS`.

    The same file twice changes nothing. A file refused whole changes nothing. `on` is the day it speaks for: else the
    day in its name, else the latest day it mentions as changed, else today. With `dry_run` all is undone at the end.
    """
    by.require(Permission.SETTINGS_WRITE, _THE_SITE)
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        load = REGISTERS[kind](File(unpacked(content), on or _day_in(filename), tell))
    except FileRefused as refusal:
        return Outcome(kind, sha256, Reading(problems=refusal.problems))
    with transaction.atomic():
        transaction.on_commit(measure_tables, robust=True)
        reading, loaded = load()
        outcome = Outcome(kind, sha256, reading, loaded.added, loaded.changed, loaded.unchanged, loaded.absent)
        if not outcome.is_refused:
            counts = {name: getattr(outcome, name) for name in ("added", "changed", "unchanged", "refused")}
            note("register file taken in", by=by, kind=kind, sha256=sha256, **counts)
        if dry_run:
            transaction.set_rollback(True)
    return outcome


def _loading(reading: Reading, load: Callable[..., Loaded], *rows: Any, **how: Any) -> Load:
    return lambda: (reading, Loaded() if reading.is_refused else load(*rows, **how))


def _day_in(filename: str) -> date | None:
    """The day in a file's name, as `edubasealldata20260801.csv` has it."""
    found = _DAY_IN_NAME.search(filename)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _schools(file: File) -> Load:
    establishments, reading = read_establishments(file.content, file.tell)
    today = timezone.localdate()
    changed = max((row.last_changed_on for row in establishments if row.last_changed_on), default=today)
    on = file.on or min(changed, today)
    return _loading(reading, load_establishments, establishments, said=set(reading.found), on=on, tell=file.tell)


def _links(file: File) -> Load:
    links, reading = read_links(file.content, file.tell)
    return _loading(reading, load_links, links)


def _colleges(file: File) -> Load:
    colleges, reading = read_colleges(file.content, file.tell)
    return _loading(reading, load_colleges, colleges)


def _councils(file: File) -> Load:
    councils, reading = read_councils(file.content, file.tell)
    return _loading(reading, load_councils, councils, on=file.on or timezone.localdate())


def _trusts(file: File) -> Load:
    """Trusts themselves, or who is in them: told apart by whether the file names schools."""
    day = file.on or timezone.localdate()
    memberships, reading = read_memberships(file.content, file.tell)
    if "urn" not in reading.found:
        groups, reading = read_groups(file.content, file.tell)
        return _loading(reading, load_trusts, groups, on=day)
    reading, known = _without_strangers(reading, "urn")
    rows = {row.number for row in reading.rows}
    members = [row for row in memberships if row.row in rows and row.urn in known]
    return _loading(reading, load_trust_memberships, members, on=day)


def _hubs(file: File) -> Load:
    memberships, reading = read_hub_memberships(file.content, file.tell)
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
    return _loading(reading, load_hub_memberships, [row for row in rows if row.row not in clashing], members=known)


def _postcodes(file: File) -> Load:
    def load() -> Taken:
        whole, loaded = Reading(POSTCODE_COLUMNS), Loaded()
        for places, reading in read_postcodes(file.content):
            file.tell(whole.records, 0, "Writing postcodes")
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

    return load


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


REGISTERS: Mapping[str, Callable[[File], Load]] = {
    "gias": _schools,
    "gias-links": _links,
    "colleges": _colleges,
    "councils": _councils,
    "hubs": _hubs,
    "trusts": _trusts,
    "postcodes": _postcodes,
}
