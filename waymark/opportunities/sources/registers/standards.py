"""Apprenticeships, from any of four files told apart by their headings.

LARS's Standard.csv; the careers service's list with references, routes and funding; and two of published counts: who
began what at which provider, and where each provider's apprentices live.
"""

import re
from collections.abc import Callable
from datetime import date

from waymark.intake.reading import Effect, FileRefused, Problem, Reading, Row, Unreadable, uk_date
from waymark.intake.reading.cells import clean
from waymark.opportunities.models import ApprenticeshipStandard
from waymark.opportunities.rules.registers import DeliveryFacts, StandardFacts
from waymark.opportunities.sources.registers.zips import Table

Read = tuple[list[StandardFacts], list[DeliveryFacts], Reading]
_STANDARD, _FRAMEWORK = ApprenticeshipStandard.Kind.STANDARD, ApprenticeshipStandard.Kind.FRAMEWORK
_NAME_AND_NUMBER = re.compile(r"(.*?)\s*\((\d{8})\)\s*")
_YEAR_IN_NAME = re.compile(r"(20\d\d)[-_](\d\d)(?!\d)")


def read_standards(table: Table, *, year: int | None = None) -> Read:
    """Read one file of apprenticeships. Counts need the `year` they are of, by its September."""
    headings = set(table.headings)
    if {"standardcode", "standardname"} <= headings:
        facts, reading = _rows(table, _of_lars(table))
        return facts, [], reading
    if {"lars_code", "title", "route"} <= headings:
        facts, reading = _rows(table, _of_careers_service(table))
        return facts, [], reading
    of_counts = next((make for needs, make in _COUNTS if needs <= headings), None)
    if of_counts is None:
        wanted = "StandardCode and StandardName, or lars_code, title and route, or counts by provider"
        raise FileRefused(Problem("COLUMN_MISSING", Effect.FILE, 1, "", "no such headings", wanted))
    if year is None:
        advice = "Say it with --year, as 2024 for 2024/25, or leave it in the file's name."
        raise FileRefused(Problem("YEAR_BLANK", Effect.FILE, 0, "", "a file of no year", "the year of counts", advice))
    counts, reading = _rows(table, of_counts(table, year))
    return [], counts, reading


def year_in(filename: str) -> int | None:
    """The academic year in a file's name, as `…_2024-25.csv` has it."""
    found = _YEAR_IN_NAME.search(filename)
    return int(found[1]) if found and int(found[2]) == (int(found[1]) + 1) % 100 else None


def _rows(table: Table, make: Callable[[list[str]], object]) -> tuple[list, Reading]:
    facts, left_out, problems = [], [], []
    for number, cells in enumerate(table.rows, start=2):
        if not cells:
            continue
        try:
            facts.append(make([clean(cell) for cell in cells]))
        except (Unreadable, IndexError) as fault:
            expected = fault.expected if isinstance(fault, Unreadable) else "as many cells as the header has"
            left_out.append(Row(number, number, tuple(cells)))
            problems.append(Problem("STANDARD_INVALID", Effect.REFUSED, number, "", cells[0][:60], expected))
    records = len(facts) + len(left_out)
    reading = Reading(header=table.headings, left_out=tuple(left_out), problems=tuple(problems), records=records)
    if not records:
        return [], reading.with_problem(Problem("FILE_EMPTY", Effect.FILE, 0, "", "a header and no records", "records"))
    return facts, reading


def _of_lars(table: Table) -> Callable[[list[str]], StandardFacts]:
    code, name, level = table.at("StandardCode", "StandardName", "NotionalEndLevel")
    version, begins, last, ends, link, degree, tier = table.find(
        "Version", "EffectiveFrom", "LastDateStarts", "EffectiveTo", "URLLink", "IntegratedDegreeStandard",
        "SectorSubjectAreaTier2",
    )  # fmt: skip

    def cell(cells: list[str], where: int | None) -> str:
        return cells[where] if where is not None else ""

    def make(cells: list[str]) -> StandardFacts:
        said: dict[str, object] = {
            "kind": _STANDARD.value,
            "lars_code": _number(cells[code], "a LARS code"),
            "title": _title(cells[name]),
            "level": _level(cells[level]),
            "version": cell(cells, version)[:10],
            "from_on": _day(cell(cells, begins)),
            "last_start_on": _day(cell(cells, last)),
            "to_on": _day(cell(cells, ends)),
            "website": cell(cells, link)[:255],
            "is_degree": {"Y": True, "N": False}.get(cell(cells, degree).upper()),
            "subject_code": "" if cell(cells, tier).startswith("-") else cell(cells, tier)[:6],
        }
        return StandardFacts((_STANDARD.value, _number(cells[code], "a LARS code")), said)

    return make


def _of_careers_service(table: Table) -> Callable[[list[str]], StandardFacts]:
    reference, title, code, level, route, months, funding, kind = table.at(
        "reference", "title", "lars_code", "level", "route", "typical_duration_months", "max_funding_gbp", "type"
    )

    def make(cells: list[str]) -> StandardFacts:
        is_framework = cells[kind].casefold() == "framework"
        # Frameworks share the code 0 and have no reference: their title is what tells them apart.
        lars_code = None if is_framework else _number(cells[code], "a LARS code")
        said: dict[str, object] = {
            "kind": (_FRAMEWORK if is_framework else _STANDARD).value,
            "lars_code": lars_code,
            "reference": cells[reference][:10],
            "title": _title(cells[title]),
            "level": _level(cells[level]),
            "route": ", ".join(part.strip() for part in cells[route].split("|") if part.strip())[:120],
            "months": _number(cells[months], "months") or None,
            "most_funding": _number(cells[funding], "pounds") or None,
        }
        return StandardFacts((str(said["kind"]), said["title"] if lars_code is None else lars_code), said)  # type: ignore[arg-type]

    return make


def _of_starts(table: Table, year: int) -> Callable[[list[str]], DeliveryFacts]:
    level, standard, provider, starts = table.at("level", "standard_or_framework", "provider_name", "Starts")

    def make(cells: list[str]) -> DeliveryFacts:
        named = _NAME_AND_NUMBER.fullmatch(cells[provider])
        if named is None:
            raise Unreadable("a provider's name that ends with its UKPRN in brackets")
        return DeliveryFacts(
            named[2],
            named[1][:250],
            year,
            _count(cells[starts]),
            standard=cells[standard][:255],
            level=cells[level][:40],
        )

    return make


def _of_districts(table: Table, year: int) -> Callable[[list[str]], DeliveryFacts]:
    ukprn, name, district, starts = table.at("ukprn", "provider_name", "delivery_lad", "starts")

    def make(cells: list[str]) -> DeliveryFacts:
        if not re.fullmatch(r"\d{8}", cells[ukprn]):
            raise Unreadable("a UKPRN of eight digits")
        return DeliveryFacts(
            cells[ukprn], cells[name][:250], year, _count(cells[starts]), district=cells[district][:100]
        )

    return make


_COUNTS = (
    ({"standard_or_framework", "provider_name", "starts"}, _of_starts),
    ({"ukprn", "delivery_lad", "starts"}, _of_districts),
)


def _title(cell: str) -> str:
    if not cell:
        raise Unreadable("a title")
    return cell[:255]


def _level(cell: str) -> int | None:
    digits = cell.removeprefix("Qualification Level").strip()
    return int(digits) if digits.isdigit() else None


def _number(cell: str, expected: str) -> int:
    if not cell.isdigit():
        raise Unreadable(expected)
    return int(cell)


def _count(cell: str) -> int | None:
    """A count as published; None where it is suppressed (“low”, “c”)."""
    return int(cell) if cell.isdigit() else None


def _day(cell: str) -> date | None:
    try:
        return uk_date(cell) if cell else None
    except Unreadable:
        return None
