"""Published figures for the whole country, from a file people keep by hand: facts, each with its source."""

import hashlib
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.evaluation.frameworks import framework_names
from waymark.evaluation.models import NationalFigure
from waymark.intake.files import read_file
from waymark.intake.outcome import Outcome
from waymark.intake.reading import Column, FileRefused, Reading, Row, Unreadable, text, uk_date
from waymark.kernel.measurement import POINTS

KIND = "national-figures"
_THE_SITE = 0  # no organisation's key: these belong to the site, so only its own operator may change them
_FIRST_YEAR, _LAST_YEAR = 2014, 2100


def _framework(cell: str) -> str:
    found = cell.strip().casefold().replace(" ", "-")
    if found not in framework_names():
        raise Unreadable(f"one of {', '.join(framework_names())}")
    return found


def _benchmark(cell: str) -> str:
    found = cell.strip().casefold().removeprefix("benchmark").strip().removeprefix("gb")
    if found in {"", "all", "mean", "average"}:
        return ""
    if found not in set("12345678"):
        raise Unreadable("a benchmark from 1 to 8, or blank for the average of all")
    return f"gb{found}"


def _year(cell: str) -> int:
    """2024, 2024/25, 2024-25 or 2024 to 2025: the year of its September."""
    digits = cell.strip()[:4]
    if not digits.isdecimal() or not _FIRST_YEAR <= int(digits) <= _LAST_YEAR:
        raise Unreadable("an academic year", "Write it like 2024/25.")
    return int(digits)


def _point(cell: str) -> str:
    found = cell.strip().casefold()
    named = next((point.name for point in POINTS if found in {point.name, point.label.casefold()}), None)
    if found and named is None:
        raise Unreadable("December, March, July or blank for the whole year")
    return named or ""


def _number(most: int):
    def parse(cell: str) -> Decimal:
        try:
            found = Decimal(cell.strip().removesuffix("%").strip())
        except InvalidOperation as odd:
            raise Unreadable(f"a number from 0 to {most}") from odd
        if not 0 <= found <= most:
            raise Unreadable(f"a number from 0 to {most}")
        return found

    return parse


COLUMNS = (
    Column("framework", _framework, heading="Framework", filled=True, also_called=("rules", "version"),
           describe="The benchmarks it was measured by.", example="gatsby-2014"),
    Column("benchmark", _benchmark, heading="Benchmark", describe="1 to 8; blank for how many a school achieves on"
           " average.", example="5"),
    Column("year", _year, heading="Academic year", filled=True, also_called=("year",),
           describe="The year of its September, or both.", example="2018/19"),
    Column("point", _point, heading="Measurement point", required=False, also_called=("point",),
           describe="December, March or July; blank for the year as a whole.", example=""),
    Column("percent", _number(100), heading="Percent achieving", required=False,
           also_called=("percent", "% achieving", "% fully achieving"), describe="Of the schools that reported.",
           example="52"),
    Column("mean", _number(8), heading="Mean achieved", required=False, also_called=("mean", "average achieved"),
           describe="On the line without a benchmark: 0 to 8.", example=""),
    Column("source", text, heading="Source", filled=True, describe="Who published it, where and when.",
           example="Name of the report, page"),
    Column("read_on", uk_date, heading="Read on", filled=True, describe="The day you read it there.",
           example="22/11/2026"),
)  # fmt: skip


@transaction.atomic
def take_national_figures(*, content: bytes, dry_run: bool = False, by: Scope) -> Outcome:
    """Take in a file of national figures. A figure of the same framework, benchmark, year and point is replaced."""
    by.require(Permission.SETTINGS_WRITE, _THE_SITE)
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        reading = _checked(read_file(content, COLUMNS, personal=False))
    except FileRefused as refusal:
        return Outcome(KIND, sha256, Reading(problems=refusal.problems))
    outcome = Outcome(KIND, sha256, reading)
    if not outcome.is_refused:
        counts = _load(reading)
        outcome = Outcome(KIND, sha256, reading, **counts)
        note("national figures taken in", by=by, sha256=sha256, refused=outcome.refused, counts=counts)
    if dry_run:
        transaction.set_rollback(True)
    return outcome


def _checked(reading: Reading) -> Reading:
    """Without rows that lack the percentage of a benchmark or the mean of all, and without the second of two."""

    def lacks(row: Row) -> bool:
        return row.values[_wanted(row)] is None

    reading = reading.leaving_out(
        [row for row in reading.rows if lacks(row)],
        "FIGURE_MISSING",
        "percent",
        "a percentage for a benchmark, or a mean where no benchmark is named",
    )
    seen: set[tuple[Any, ...]] = set()
    twice = []
    for row in reading.rows:
        if _key(row) in seen:
            twice.append(row)
        seen.add(_key(row))
    return reading.leaving_out(twice, "FIGURE_TWICE", "benchmark", "each figure once")


def _wanted(row: Row) -> str:
    return "percent" if row.values["benchmark"] else "mean"


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row.values[name] or "" for name in ("framework", "benchmark", "year", "point"))


def _load(reading: Reading) -> dict[str, int]:
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    for row in reading.rows:
        given = row.values
        wanted = _wanted(row)
        facts: dict[str, Decimal | str | date | None] = {"percent": None, "mean": None}
        facts |= {wanted: given[wanted], "source": given["source"][:300], "read_on": given["read_on"]}
        key = {"framework": given["framework"], "benchmark": given["benchmark"] or "", "year": given["year"]}
        found, is_new = NationalFigure.objects.get_or_create(**key, point=given["point"] or "", defaults=facts)
        if is_new:
            counts["added"] += 1
        elif any(getattr(found, name) != value for name, value in facts.items()):
            NationalFigure.objects.filter(pk=found.pk).update(**facts)
            counts["changed"] += 1
        else:
            counts["unchanged"] += 1
    return counts
