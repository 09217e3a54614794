"""Reads the folder a plan is made from: the exchange tables, the offers and the limits, or all that is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from waymark.evaluation.plain import activity_of
from waymark.intake.exchange.faults import Fault
from waymark.intake.exchange.further import OFFERS
from waymark.intake.exchange.reading import Sources, read_sound
from waymark.intake.exchange.sources import Source
from waymark.intake.exchange.staging import Progress
from waymark.intake.exchange.tables import TABLES
from waymark.intake.exchange.workbench import Workbench, workbench
from waymark.planner.year_plan.limits import read_limits
from waymark.planner.year_plan.terms import Limits, Offer

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Records:
    """Some institutions' part of a folder, as typed rows; `institutions` are all of them, for learners who moved.

    Learners are those with any enrolment at one of them that covers the day asked about.
    """

    institutions: list[Row]
    learners: list[Row]
    enrolments: list[Row]
    activities: list[Row]
    attended: list[tuple[str, str]]  # learner and activity
    offers: tuple[Offer, ...]
    limits: Limits


class NoSuchInstitution(LookupError):
    """The folder has no institution of this id."""

    def __init__(self, institution: str) -> None:
        super().__init__(f"There is no institution '{institution}' in the folder.")


def read_records(folder: Path, institutions: Sequence[str], on: date, progress: Progress) -> Records:
    """Read and check the whole folder, and keep what a plan of these institutions as at a day needs.

    Raises FaultyFolder with everything wrong, then NoSuchInstitution.
    """
    held: list[Limits] = []

    def limits_faults(sources: Sources, bench: Workbench) -> list[Fault]:
        limits, faults = read_limits(folder, _offer_ids(sources.get("offers"), bench))
        held.append(limits)
        return faults

    def sound(sources: Sources, bench: Workbench) -> Records:
        progress("Reading the records")
        return _records(sources, bench, institutions, on, held[-1])

    with workbench() as bench:
        return read_sound(folder, bench, progress, sound, tables=(*TABLES, OFFERS), further=limits_faults)


def _offer_ids(source: Source | None, bench: Workbench) -> set[str] | None:
    if source is None or not source.has("offer_id"):
        return None
    return {row[0] for row in bench.rows(f"SELECT {source.text('offer_id')} FROM {source.relation}")}


def _records(sources: Sources, bench: Workbench, wanted: Sequence[str], on: date, limits: Limits) -> Records:
    institutions = _rows(sources["institutions"], bench)
    unknown = set(wanted) - {row["institution_id"] for row in institutions}
    if unknown:
        raise NoSuchInstitution(min(unknown))
    stays, marks = sources["enrolments"], sources["participations"]
    # Whoever might be on roll that day; the kernel says exactly who is.
    bench.connection.execute(
        f"CREATE TEMP TABLE wanted AS SELECT DISTINCT {stays.text('learner_id')} AS id FROM {stays.relation}"
        f" WHERE list_contains(?, {stays.text('institution_id')}) AND {stays.typed('from')} <= ?"
        f" AND coalesce({stays.typed('to')}, DATE '9999-12-31') >= ?",
        [list(wanted), on, on],
    )
    asked = "{} IN (SELECT id FROM wanted)"
    bench.run(
        f"CREATE TEMP TABLE marked AS SELECT {marks.text('learner_id')} AS learner, {marks.text('activity_id')}"
        f" AS activity FROM {marks.relation} WHERE {marks.text('status')} = 'attended'"
        f" AND {asked.format(marks.text('learner_id'))}"
    )
    activities = sources["activities"]
    wanted_activities = f"{activities.text('activity_id')} IN (SELECT activity FROM marked)"
    return Records(
        institutions,
        _rows(sources["learners"], bench, asked.format(sources["learners"].text("learner_id"))),
        _rows(stays, bench, asked.format(stays.text("learner_id"))),
        _rows(activities, bench, wanted_activities),
        bench.rows("SELECT learner, activity FROM marked"),  # type: ignore[arg-type]
        tuple(sorted((offer_of(row) for row in _rows(sources["offers"], bench)), key=lambda offer: offer.offer_id)),
        limits,
    )


def _rows(source: Source, bench: Workbench, asked: str = "true") -> list[Row]:
    names = [column.name for column in source.table.columns]
    typed = ", ".join(f'{source.typed(name)} AS "{name}"' for name in names)
    found = bench.rows(f"SELECT {typed} FROM {source.relation} WHERE {asked} ORDER BY row")
    return [dict(zip(names, row, strict=True)) for row in found]


def offer_of(row: Row) -> Offer:
    """An offer from a typed row: blank costs, periods, rooms and staff are none."""
    listed = {date.fromisoformat(item.strip()) for item in row["dates"].split(";") if item.strip()}
    return Offer(
        offer_id=row["offer_id"],
        activity=activity_of({**row, "activity_id": row["offer_id"], "held_on": date.min}),
        dates=tuple(sorted(listed)),
        title=row["title"],
        year_from=row["year_from"],
        year_to=row["year_to"],
        capacity=row["capacity"],
        fixed_cost=row["fixed_cost"] or 0,
        cost_per_learner=row["cost_per_learner"] or 0,
        sessions=row["sessions"],
        periods=row["periods"] or 0,
        rooms=row["rooms"] or 0,
        staff=row["staff"] or 0,
    )
