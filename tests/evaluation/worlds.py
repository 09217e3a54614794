"""Small worlds of records for property tests: everything the format allows that could trip an evaluator."""

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from waymark.intake.exchange.tables import ACTIVITIES, ENROLMENTS, INSTITUTIONS, LEARNERS, PARTICIPATIONS, TABLES, Table
from waymark.kernel.academic_year import academic_year, first_day, last_day

World = dict[str, list[dict[str, Any]]]

# Days on which windows, years and leap years turn, and some that are just days.
TURNING = (
    date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2024, 8, 31), date(2024, 9, 1), date(2025, 2, 28),
    date(2025, 3, 1), date(2025, 8, 31), date(2025, 9, 1), date(2026, 2, 28), date(2026, 3, 1), date(2026, 8, 31),
    date(2023, 9, 1), date(2022, 12, 5), date(2021, 6, 30), date(2016, 1, 4), date(2014, 11, 3),
)  # fmt: skip
SUBJECTS = ("", "english", "maths", "science", "pshe", "art; craft", "ça")
TEXTS = ("1", "01", "a,b", 'q"q', "é", "Ω", "#x", " s")

days = st.one_of(st.sampled_from(TURNING), st.dates(date(2019, 9, 1), date(2026, 8, 31)))
measured_days = st.sampled_from([day for day in TURNING if day.year >= 2024])
flags = st.sampled_from(["true", "false", "YES", "0", ""])
true_mostly = st.sampled_from(["true", "true", "1", "false", ""])


@st.composite
def worlds(draw: st.DrawFn, on: date) -> World:
    """A sound folder around a day."""
    places = draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3, unique=True))
    institutions = [_institution(draw, place) for place in places]
    activities = [_activity(draw, f"a{n}", places, on) for n in range(draw(st.integers(1, 25)))]
    learners, enrolments, participations = [], [], []
    for name in draw(
        st.lists(st.sampled_from(["l1", "L1", "l10", "l2", 'l"', "z,z"]), min_size=1, max_size=5, unique=True)
    ):
        learners.append(_learner(draw, name, places))
        enrolments += _enrolments(draw, name, places, on)
        participations += _participations(draw, name, activities)
    return {
        "institutions": institutions,
        "learners": learners,
        "enrolments": draw(st.permutations(enrolments)),
        "activities": activities,
        "participations": draw(st.permutations(participations)),
    }


def write_world(world: World, folder: Path) -> Path:
    """The world as a folder of CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        names = [column.name for column in table.columns]
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, names)
            writer.writeheader()
            writer.writerows(world[table.name])
    return folder


def _institution(draw: st.DrawFn, place: str) -> dict[str, Any]:
    return _row(INSTITUTIONS, {
        "institution_id": place,
        "name": "Oak",
        "setting": draw(st.sampled_from(["school", "school", "college", "specialist"])),
        "la_code": draw(st.sampled_from(["", "801", "802"])),
        "hub_id": draw(st.sampled_from(["", "h", "g,h"])),
        "trust_id": draw(st.sampled_from(["", "t"])),
        "subjects": draw(st.sampled_from(["", " ; ", "maths", "maths; english ;maths", "ça;pshe"])),
        "day_minutes": draw(st.sampled_from(["", "1", "60", "300"])),
    })  # fmt: skip


def _learner(draw: st.DrawFn, name: str, places: list[str]) -> dict[str, Any]:
    return _row(LEARNERS, {
        "learner_id": name,
        "institution_id": draw(st.sampled_from(places)),
        "sex": draw(st.sampled_from(["F", "M", ""])),
        "sen": draw(st.sampled_from(["N", "K", "E"])),
        "pupil_premium": draw(st.sampled_from(["true", "no"])),
        "looked_after": draw(st.sampled_from(["Yes", "0"])),
        "eal": draw(st.sampled_from(["1", "FALSE"])),
        "considering_he": draw(st.sampled_from(["", "true", "false"])),
    })  # fmt: skip


def _enrolments(draw: st.DrawFn, name: str, places: list[str], on: date) -> list[dict[str, Any]]:
    """Years on roll: some missed, some repeated, some shared by two rolls, some far back, some to come."""
    rows = []
    now, year_group = academic_year(on), draw(st.integers(7, 14))
    far_back = draw(st.sampled_from([(), (), (), (9,), (17,)]))
    for back in (-1, *range(8), *far_back):
        if not draw(st.sampled_from([True, True, True, back == 0])):
            continue
        of_year = draw(st.sampled_from([year_group - back] * 4 + [year_group - back - 1, draw(st.integers(7, 14))]))
        rows += _year(draw, name, places, now - back, min(max(of_year, 7), 14), on)
    return rows


def _year(draw: st.DrawFn, name: str, places: list[str], year: int, year_group: int, on: date) -> list[dict[str, Any]]:
    first, last = first_day(year), last_day(year)
    edge = st.one_of(
        st.dates(first, last), st.sampled_from([day for day in (*TURNING, on) if first <= day <= last] or [first])
    )
    cuts = sorted(draw(st.lists(edge, min_size=0, max_size=4, unique=True)))
    stays = [(first, None)] if len(cuts) < 2 else list(zip(cuts[::2], cuts[1::2], strict=False))
    if len(cuts) >= 2 and draw(
        st.booleans()
    ):  # the last stay starts the day after the one before it ends, and stays open
        stays.append((min(cuts[1] + timedelta(days=1), last), None))
        stays = [stays[0], stays[-1]] if cuts[1] < last else stays[:1]
    if draw(st.booleans()):  # on roll since long before: cut to the year
        stays[0] = (first - timedelta(days=400), stays[0][1])
    return [
        _row(ENROLMENTS, {
            "learner_id": name,
            "institution_id": draw(st.sampled_from(places)),
            "academic_year": year,
            "year_group": year_group if nth == 0 else draw(st.sampled_from([year_group, 7, 9, 11, 12])),
            "from": start.isoformat(),
            "to": end.isoformat() if end else "",
        })
        for nth, (start, end) in enumerate(stays)
    ]  # fmt: skip


def _activity(draw: st.DrawFn, name: str, places: list[str], on: date) -> dict[str, Any]:
    kind = draw(
        st.sampled_from(
            ["employer", "employer", "workplace", "provider", "provider", "curriculum", "guidance", "lmi", "other"]
        )
    )
    held_on = draw(
        st.one_of(days, st.dates(first_day(academic_year(on)), on), st.sampled_from([on, on + timedelta(days=1)]))
    )
    level = draw(st.sampled_from(["0", "3", "4", "5", "6", "8"]))
    provider = draw(st.sampled_from(["sixth_form", "fe_college", "university", "itp", "other"]))
    return _row(ACTIVITIES, {
        "activity_id": name,
        "institution_id": draw(st.sampled_from(places)),
        "held_on": held_on.isoformat(),
        "kind": kind,
        "provider_id": "",
        "provider_kind": provider if kind == "provider" else draw(st.sampled_from(["", provider])),
        "sector": draw(st.sampled_from(["", "A", "B", "C", "U"])),
        "self_employed": draw(flags),
        "stem": draw(flags),
        "subject": draw(st.sampled_from(SUBJECTS)),
        "minutes": draw(st.sampled_from(["", "0", "60", "300", "1500"])),
        "mode": draw(st.sampled_from(["in_person", "in_person", "blended", "virtual"])),
        **{name: draw(true_mostly) for name in (
            "purpose_shared", "outcomes_set", "two_way", "reflection", "task_set", "employer_feedback",
            "met_staff_and_learners", "pal_content",
        )},
        "adviser_level": level if kind == "guidance" else draw(st.sampled_from(["", level])),
    })  # fmt: skip


def _participations(draw: st.DrawFn, name: str, activities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    statuses = st.sampled_from(["attended", "attended", "attended", "attended", "absent", "excused", "planned", ""])
    rows = [(activity["activity_id"], draw(statuses)) for activity in activities]
    return [
        _row(PARTICIPATIONS, {"activity_id": activity, "learner_id": name, "status": status})
        for activity, status in rows
        if status
    ]


def _row(table: Table, values: dict[str, Any]) -> dict[str, Any]:
    assert list(values) == [column.name for column in table.columns]
    return values
