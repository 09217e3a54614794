"""Reads the folder interviews are timed from: the exchange tables, who can be seen when, lessons and requests."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from waymark.evaluation.plain import activity_of, enrolment_of, institution_of
from waymark.intake.exchange.faults import Fault
from waymark.intake.exchange.further import AVAILABILITY, LESSONS, REQUESTS
from waymark.intake.exchange.reading import Sources, read_sound
from waymark.intake.exchange.sources import Source
from waymark.intake.exchange.staging import Progress
from waymark.intake.exchange.tables import TABLES
from waymark.intake.exchange.workbench import Workbench, workbench
from waymark.kernel.entitlement import Entitlement, Span
from waymark.kernel.facts import Activity, Enrolment, Institution, encounters, standing
from waymark.kernel.framework import Framework
from waymark.kernel.judge import applies, judge
from waymark.kernel.vocabulary import Answer, Kind
from waymark.planner.interviews.terms import Asking, Availability, Lesson
from waymark.planner.year_plan.reading import NoSuchInstitution

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Diary:
    """Who asks, by id, and when advisers can be seen."""

    askings: tuple[Asking, ...]
    times: tuple[Availability, ...]


def read_diary(folder: Path, institution: str, framework: Framework, on: date, progress: Progress) -> Diary:
    """Read and check the whole folder; need is as at the day `on`.

    Raises FaultyFolder with everything wrong, then NoSuchInstitution.
    """

    def sound(sources: Sources, bench: Workbench) -> Diary:
        progress("Reading the requests")
        records = {name: _rows(source, bench, sources) for name, source in sources.items()}
        places = {row["institution_id"]: institution_of(row) for row in records["institutions"]}
        if institution not in places:
            raise NoSuchInstitution(institution)
        return Diary(
            tuple(_askings(records, places, institution, framework, on)),
            tuple(
                Availability(row["adviser_id"], row["adviser_level"], row["start"], row["end"], row["room"])
                for row in records["availability"]
            ),
        )

    with workbench() as bench:
        tables = (*TABLES, AVAILABILITY, LESSONS, REQUESTS)
        return read_sound(folder, bench, progress, sound, tables=tables, further=_backwards)


def _backwards(sources: Sources, bench: Workbench) -> list[Fault]:
    """Times that end before they start, told where both can be read."""
    faults = []
    for name in ("availability", "lessons"):
        source = sources.get(name)
        if source is None or not source.has("start", "end"):
            continue
        start, end = source.text("start"), source.text("end")
        moments = f"length({start}) = 16 AND length({end}) = 16 AND NOT ragged AND {end} <= {start}"
        for row, received in bench.rows(f"SELECT row, {end} FROM {source.relation} WHERE {moments}"):
            faults.append(Fault(name, row, "end", received, "a time after the start"))
    return faults


def _rows(source: Source, bench: Workbench, sources: Sources) -> list[Row]:
    """A table's rows; of what is about learners only those of learners with a request."""
    names = [column.name for column in source.table.columns]
    typed = ", ".join(f'{source.typed(name)} AS "{name}"' for name in names)
    asked = "true"
    if "learner_id" in names:
        requests = sources["requests"]
        asked = f"{source.text('learner_id')} IN (SELECT {requests.text('learner_id')} FROM {requests.relation})"
    found = bench.rows(f"SELECT {typed} FROM {source.relation} WHERE {asked} ORDER BY row")
    return [dict(zip(names, row, strict=True)) for row in found]


def _askings(
    records: dict[str, list[Row]], places: dict[str, Institution], institution: str, framework: Framework, on: date
) -> list[Asking]:
    dues = [due for due in framework.entitlements if due.counts.kind is Kind.GUIDANCE]
    activities = {row["activity_id"]: activity_of(row) for row in records["activities"]}
    enrolments: defaultdict[str, list[Enrolment]] = defaultdict(list)
    attended: defaultdict[str, list[Activity]] = defaultdict(list)
    lessons: defaultdict[str, list[Lesson]] = defaultdict(list)
    for row in records["enrolments"]:
        enrolments[row["learner_id"]].append(enrolment_of(row))
    for row in records["participations"]:
        if row["status"] == "attended":
            attended[row["learner_id"]].append(activities[row["activity_id"]])
    for row in records["lessons"]:
        lessons[row["learner_id"]].append(Lesson(row["start"], row["end"], row["subject"]))
    considering = {row["learner_id"]: bool(row["considering_he"]) for row in records["learners"]}
    found = []
    for row in sorted(records["requests"], key=lambda row: row["learner_id"]):
        learner = row["learner_id"]
        level, is_last = _due(
            dues, places, institution, enrolments[learner], attended[learner], considering[learner], on
        )
        found.append(
            Asking(
                learner_id=learner,
                priority=row["priority"],
                asked_on=row["asked_on"],
                deadline=row["deadline"],
                reason=row["reason"],
                level=level,
                is_last_chance=is_last,
                days_on_roll=tuple(
                    (each.first_on, each.last_on) for each in enrolments[learner] if each.institution_id == institution
                ),
                lessons=tuple(lessons[learner]),
            )
        )
    return found


def _due(
    dues: list[Entitlement],
    places: dict[str, Institution],
    institution: str,
    enrolments: list[Enrolment],
    attended: list[Activity],
    considering_he: bool,
    on: date,
) -> tuple[int, bool]:
    """The level of adviser the learner's entitlement asks for, and whether its window closes with this year unmet.

    A learner whom none asks about yet is seen by an adviser of the level the rules ask for anybody.
    """
    least = max((due.meaning.adviser_level for due in dues), default=0)
    at = standing(enrolments, places, on=on, considering_he=considering_he)
    if at is None or at.institution.institution_id != institution:
        return least, False
    asked = [due for due in dues if applies(due, at)]
    if not asked:
        return least, False
    had = encounters(enrolments, attended, on=on)
    last = any(
        judge(due, at, had).answer is Answer.NOT_YET
        and (due.window.span is Span.THIS_YEAR or at.year_group == due.window.last)
        for due in asked
    )
    return max(due.meaning.adviser_level for due in asked), last
