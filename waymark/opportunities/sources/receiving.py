"""The door for open data about jobs and the labour market: read, checked, loaded in one transaction, and audited."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.outcome import Outcome
from waymark.intake.packed import unpacked
from waymark.intake.reading import FileRefused, Reading
from waymark.kernel.telling import Tell, untold
from waymark.opportunities.actions.jobs import load_profiles
from waymark.opportunities.actions.market import (
    load_adverts,
    load_belongings,
    load_boundaries,
    load_destinations,
    load_earnings,
    load_pathways,
    load_projections,
)
from waymark.opportunities.actions.occupations import (
    load_esco,
    load_esco_links,
    load_industries,
    load_onet,
    load_soc,
)
from waymark.opportunities.sources import pathways
from waymark.opportunities.sources.jobs.lines import read_profile_lines
from waymark.opportunities.sources.jobs.table import read_profile_table
from waymark.opportunities.sources.market import adverts, destinations, earnings, projections
from waymark.opportunities.sources.market.areas import kind_of_code, read_areas
from waymark.opportunities.sources.market.leavers_json import is_leavers_json, read_leavers_json
from waymark.opportunities.sources.occupations import esco, soc
from waymark.opportunities.sources.occupations.industries import read_industries
from waymark.opportunities.sources.occupations.onet import read_onet
from waymark.opportunities.sources.registers.taking import REGISTERS
from waymark.places.actions import Loaded

LARGEST = 300 * 1024 * 1024  # the register of providers is some 150 MB of XML
_THE_SITE = 0  # no organisation's key: these facts belong to the site, so only its own operator may change them
_DAY_IN_NAME = re.compile(r"(?<!\d)(20\d\d)-?([01]\d)-?([0-3]\d)(?!\d)")


@dataclass(frozen=True)
class OpenFile:
    """A file of open data: its content, its name, and the day or year it speaks for where its sender says so."""

    content: bytes
    filename: str = ""
    on: date | None = None
    year: int | None = None
    tell: Tell = untold
    source: str = ""  # who says so, where that is not the format's own publisher

    @property
    def day(self) -> date | None:
        """The day said, else the day in its name, as `profiles_2019-05-10.csv` has it."""
        found = _DAY_IN_NAME.search(self.filename)
        try:
            return self.on or (date(*map(int, found.groups())) if found else None)
        except ValueError:
            return None


Taken = tuple[Reading, Callable[[], Loaded]]
"""What was read, and what loads it, called in a transaction and only of a file not refused."""


def take_open_file(
    *,
    kind: str,
    content: bytes,
    filename: str = "",
    on: date | None = None,
    year: int | None = None,
    dry_run: bool = False,
    tell: Tell = untold,
    source: str = "",
    by: Scope,
) -> Outcome:
    """Take in one file of open data; `kind` is one of `OPEN_FILES`.

    The same file twice changes nothing; a file refused whole changes nothing; with `dry_run` all is undone at the end.
    """
    by.require(Permission.SETTINGS_WRITE, _THE_SITE)
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        reading, load = OPEN_FILES[kind](OpenFile(unpacked(content), filename, on, year, tell, source))
    except FileRefused as refusal:
        return Outcome(kind, sha256, Reading(problems=refusal.problems))
    if reading.is_refused:
        return Outcome(kind, sha256, reading)
    with transaction.atomic():
        loaded = load()
        outcome = Outcome(kind, sha256, reading, **asdict(loaded))
        counts = {name: getattr(outcome, name) for name in ("added", "changed", "unchanged", "removed", "refused")}
        note("open data taken in", by=by, kind=kind, sha256=sha256, **counts)
        if dry_run:
            transaction.set_rollback(True)
        elif kind in REGISTERS:  # they change what courses are called, and by whom
            from waymark.opportunities.search.making import lay_out_ahead  # numpy, which the site starts without

            lay_out_ahead(tell)
    return outcome


def _job_profiles(file: OpenFile) -> Taken:
    if file.content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        profiles, reading = read_profile_lines(file.content, file.day or timezone.localdate(), file.tell)
    else:
        profiles, reading = read_profile_table(file.content, file.day, file.tell)
    return reading, lambda: load_profiles(profiles, file.tell)


def _soc(file: OpenFile) -> Taken:
    found, reading = soc.read_soc(file.content, file.tell)
    return reading, lambda: load_soc(
        found, source=file.source or soc.SOURCE, relation_source=file.source or soc.RELATION
    )


def _onet(file: OpenFile) -> Taken:
    ranks, reading = read_onet(file.content, file.tell)
    return reading, lambda: load_onet([row.values for row in reading.rows], ranks=ranks)


def _esco(file: OpenFile) -> Taken:
    is_map, reading = esco.read_esco(file.content, file.tell)
    if is_map:
        return reading, lambda: load_esco_links(esco.links_of(reading))
    return reading, lambda: load_esco(esco.occupations_of(reading))


def _industries(file: OpenFile) -> Taken:
    codes, reading = read_industries(file.content, file.tell)
    return reading, lambda: load_industries(codes)


def _earnings(file: OpenFile) -> Taken:
    rows, reading = earnings.read_earnings(file.content, file.tell)
    year = file.year or earnings.year_in(file.filename)
    if year is None and not reading.is_refused:
        return earnings.without_a_year(reading), Loaded
    measure = earnings.measure_in(file.content, file.filename)
    return reading, lambda: load_earnings(rows, year=year or 0, measure=measure, source=file.source or earnings.SOURCE)


def _projections(file: OpenFile) -> Taken:
    rows, reading = projections.read_projections(file.content, file.tell)
    published = file.year or projections.PUBLISHED_IN
    return reading, lambda: load_projections(rows, source=file.source or projections.SOURCE, published_in=published)


def _adverts(file: OpenFile) -> Taken:
    rows, reading = adverts.read_adverts(file.content, file.tell)
    return reading, lambda: load_adverts(rows, source=file.source or adverts.SOURCE)


def _areas(file: OpenFile) -> Taken:
    rings, belongings, reading = read_areas(file.content, file.tell)
    if rings:
        return reading, lambda: load_boundaries(rings, [kind_of_code(ring.code) for ring in rings])
    return reading, lambda: load_belongings(belongings)


def _destinations(file: OpenFile) -> Taken:
    read = read_leavers_json if is_leavers_json(file.content) else destinations.read_destinations
    release, rows, reading = read(file.content, file.year, file.tell)
    source = "Department for Education, destination measures"
    return reading, lambda: load_destinations(rows, release=release, source=source)


def _register(kind: str) -> Callable[[OpenFile], Taken]:
    return lambda file: REGISTERS[kind](file.content, file.filename, file.year, file.tell)


def _pathways(file: OpenFile) -> Taken:
    reading = pathways.read_pathways(file.content, file.tell)
    return reading, lambda: load_pathways([row.values for row in reading.rows], source=pathways.SOURCE)


OPEN_FILES: Mapping[str, Callable[[OpenFile], Taken]] = {
    "job-profiles": _job_profiles,
    "soc": _soc,
    "onet": _onet,
    "esco": _esco,
    "industries": _industries,
    "earnings": _earnings,
    "projections": _projections,
    "adverts": _adverts,
    "areas": _areas,
    "destinations": _destinations,
    **{kind: _register(kind) for kind in REGISTERS},
    "pathways": _pathways,
}
