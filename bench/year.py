"""Made-up schools with offers and limits, to plan a year for: seeded, nobody in them is real."""

import csv
import json
import random
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from waymark.intake.exchange.further import OFFERS
from waymark.intake.exchange.tables import TABLES

FIRST, LAST = date(2026, 9, 7), date(2027, 7, 16)
LEARNERS, CHOICES = 1_200, 200
_YEAR_GROUPS = range(7, 14)
_TICKS = (
    "purpose_shared", "outcomes_set", "two_way", "reflection", "task_set", "employer_feedback",
    "met_staff_and_learners", "pal_content",
)  # fmt: skip
_SUBJECTS = ("english", "maths", "science")
_PROVIDERS = ("sixth_form", "fe_college", "university", "itp")
Rows = dict[str, list[dict[str, Any]]]


def school_folder(
    folder: Path, *, seed: int, learners: int = LEARNERS, offers: int = CHOICES, budget: int = 9_000
) -> Path:
    """A school with six years of records, offers for the year to come, and limits; made unless it is there."""
    if not (folder / "limits.json").exists():
        rng = random.Random(seed)
        tables = school(rng, f"{100_000 + seed}", learners)
        tables["offers"] = [offer(rng, f"O{place:03d}") for place in range(offers)]
        write(folder, tables, limits(budget))
    return folder


def hub_folders(folder: Path, *, schools: int, seed: int = 1, learners: int = 1_075, offers: int = CHOICES) -> Path:
    """A hub: a folder of all its schools' records, one list of offers, and each school's limits."""
    if not (folder / "limits.json").exists():
        rng = random.Random(seed)
        tables: Rows = {}
        for place in range(schools):
            for name, rows in school(rng, f"{200_000 + place}", round(learners * rng.uniform(0.7, 1.3))).items():
                tables.setdefault(name, []).extend(rows)
        tables["offers"] = [offer(rng, f"O{place:03d}") for place in range(offers)]
        write(folder, tables, limits(9_000))
    return folder


def limits(budget: int) -> dict[str, Any]:
    return {
        "budget": budget,
        "periods_per_learner": {str(year): 20 if year < 10 else 14 for year in _YEAR_GROUPS},
        "rooms_per_day": 2,
        "staff_per_day": 8,
        "closed_dates": [(date(2027, 5, 31) + timedelta(days=n)).isoformat() for n in range(5)],
    }


def school(rng: random.Random, institution: str, learners: int) -> Rows:
    """Learners of Years 7 to 13, and what each year group was put to: some of them were away, some things never ran."""
    rows: Rows = {table.name: [] for table in TABLES}
    rows["institutions"].append({"institution_id": institution, "name": "School", "setting": "school"})
    ids = rng.sample(range(10_000_000), learners)
    members: dict[int, list[str]] = {year: [] for year in _YEAR_GROUPS}
    for place, number in enumerate(ids):
        learner, year = f"L{institution}{number:07d}", 7 + place * 7 // learners
        members[year].append(learner)
        rows["learners"].append(_learner(rng, learner, institution, year))
        rows["enrolments"] += _enrolments(rng, learner, institution, year)
    runs = {kind: rng.uniform(0.45, 0.95) for kind in (*_PROVIDERS, "lmi", "workplace", "guidance", "pal")}
    for year in _YEAR_GROUPS:
        for then in range(7, year):
            _year_of_activities(rng, rows, institution, members[year], 2026 - (year - then), then, runs)
    return rows


def _learner(rng: random.Random, learner: str, institution: str, year: int) -> dict[str, Any]:
    return {
        "learner_id": learner,
        "institution_id": institution,
        "sex": rng.choice("FM"),
        "sen": rng.choices("NKE", (82, 13, 5))[0],
        "pupil_premium": _word(rng.random() < 0.25),
        "looked_after": _word(rng.random() < 0.01),
        "eal": _word(rng.random() < 0.2),
        "considering_he": _word(year > 11 and rng.random() < 0.5),
    }


def _enrolments(rng: random.Random, learner: str, institution: str, year: int) -> list[dict[str, Any]]:
    """A few joined late, and a few leave before the year is over."""
    joined = rng.randint(7, year) if rng.random() < 0.06 else 7
    rows = []
    for then in range(joined, year + 1):
        ay = 2026 - (year - then)
        leaves = then == year and rng.random() < 0.01
        to = "" if then == year else f"{ay + 1}-08-31"
        rows.append({
            "learner_id": learner,
            "institution_id": institution,
            "academic_year": ay,
            "year_group": then,
            "from": f"{ay}-09-01",
            "to": "2027-02-12" if leaves else to,
        })  # fmt: skip
    return rows


def _year_of_activities(
    rng: random.Random, rows: Rows, institution: str, members: list[str], ay: int, then: int, runs: Mapping[str, float]
) -> None:
    programme: list[tuple[dict[str, Any], float]] = [({"kind": "employer"}, 0.9)]
    programme += [({"kind": "curriculum", "subject": subject}, 0.92) for subject in _SUBJECTS]
    if then in (8, 10, 12) and rng.random() < runs["lmi"]:
        programme.append(({"kind": "lmi"}, 0.9))
    if then in (10, 12) and rng.random() < runs["workplace"]:
        programme.append(({"kind": "workplace", "minutes": 1500}, rng.uniform(0.6, 0.95)))
    if then in (11, 12) and rng.random() < runs["guidance"]:
        programme.append(({"kind": "guidance", "adviser_level": 6}, rng.uniform(0.4, 0.95)))
    for kind in _PROVIDERS:
        if then in (8, 9, 10, 12) and rng.random() < runs[kind] * 0.7:
            pal = _word(kind in ("fe_college", "itp") and rng.random() < runs["pal"])
            programme.append(({"kind": "provider", "provider_kind": kind, "pal_content": pal}, rng.uniform(0.3, 0.95)))
    for of, turnout in programme:
        number = f"A{institution}{len(rows['activities']):05d}"
        held = date(ay, 10, 1) + timedelta(days=rng.randrange(250))
        ticks = {name: _word(rng.random() < 0.95) for name in _TICKS}
        rows["activities"].append(
            {"activity_id": number, "institution_id": institution, "held_on": held.isoformat(), "mode": "in_person"}
            | ticks
            | of
        )
        rows["participations"] += [
            {"activity_id": number, "learner_id": learner, "status": "attended"}
            for learner in members
            if rng.random() < turnout
        ]


def offer(rng: random.Random, name: str) -> dict[str, Any]:
    """Something that could be put on: a talk, a fair, a visit, a placement, an adviser's day …"""
    kind = rng.choices(("employer", "workplace", "provider", "curriculum", "guidance", "lmi"), (30, 12, 28, 14, 8, 8))[
        0
    ]
    years = rng.choice([(7, 9), (8, 9), (10, 11), (11, 11), (12, 13), (7, 11), (9, 9), (10, 10), (7, 13), (8, 11)])
    sizes = {
        "employer": (30, 90, 180, 240), "workplace": (8, 15, 30), "provider": (30, 60, 120, 180), "guidance": (8, 12),
        "curriculum": (60, 180, 240), "lmi": (60, 120, 180),
    }  # fmt: skip
    row: dict[str, Any] = {
        "offer_id": name,
        "title": f"{kind.capitalize()} {name}",
        "kind": kind,
        "mode": rng.choices(("in_person", "virtual", "blended"), (80, 10, 10))[0],
        "stem": _word(rng.random() < 0.3),
        "year_from": years[0],
        "year_to": years[1],
        "capacity": rng.choice(sizes[kind]),
        "fixed_cost": rng.choice((0, 50, 100, 150, 250, 400, 600)),
        "cost_per_learner": rng.choice(("0", "0", "0.50", "1.50", "3", "8")),
        "sessions": rng.randint(1, 4),
        "dates": ";".join(sorted(_some_days(rng, rng.randint(2, 4)))),
        "periods": {"workplace": 5, "guidance": 1}.get(kind, rng.choice((1, 1, 2, 3))),
        "rooms": int(kind in ("employer", "lmi", "guidance")),
        "staff": rng.choice((1, 2, 3)),
    }
    row |= {name: _word(rng.random() < 0.9) for name in _TICKS}
    if kind == "provider":
        row["provider_kind"] = rng.choice(_PROVIDERS)
    if kind == "curriculum":  # the school's own teachers
        row["fixed_cost"], row["cost_per_learner"] = rng.choice((0, 0, 0, 40)), "0"
        row["subject"] = rng.choice(_SUBJECTS)
    if kind == "guidance":
        row["adviser_level"] = rng.choice((6, 6, 7, 4))
    return row


def _some_days(rng: random.Random, many: int) -> set[str]:
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days)]
    return {day.isoformat() for day in rng.sample([day for day in days if day.weekday() < 5], many)}


def write(folder: Path, tables: Rows, limits: Mapping[str, Any]) -> Path:
    """The tables as CSV, blank where nothing is said, and the limits."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in (*TABLES, OFFERS):
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, [column.name for column in table.columns], restval="")
            writer.writeheader()
            writer.writerows(tables[table.name])
    (folder / "limits.json").write_text(json.dumps(limits, indent=2) + "\n", encoding="utf-8")
    return folder


def _word(true: bool) -> str:
    return "true" if true else "false"
