"""Small folders to plan from: one written by hand, and generated ones that could trip a planner."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from waymark.intake.exchange.further import OFFERS
from waymark.intake.exchange.tables import TABLES
from waymark.kernel.vocabulary import Tick

FIRST, LAST = date(2026, 9, 7), date(2027, 7, 16)
ALL_TICKS = {tick.value: "true" for tick in Tick}
DAYS = ("2026-10-05", "2026-11-12", "2027-02-28", "2027-03-01")


def learner(name: str, year: int, **more: str) -> dict[str, Any]:
    return {"learner_id": name, "institution_id": "S", "sen": "N", "pupil_premium": "false", "looked_after": "false",
            "eal": "false", "year_group": year} | more  # fmt: skip


def offer(name: str, kind: str = "employer", **more: Any) -> dict[str, Any]:
    return {"offer_id": name, "kind": kind, "mode": "in_person", "dates": DAYS[0]} | ALL_TICKS | more


def write_problem(
    folder: Path,
    learners: list[dict[str, Any]],
    offers: list[dict[str, Any]],
    limits: dict[str, Any] | None = None,
    *,
    had: list[tuple[str, dict[str, Any]]] = (),
    setting: str = "school",
    subjects: str = "maths",
) -> Path:
    """A folder of one institution, `S`. `had`: learners and what they attended."""
    tables: dict[str, list[dict[str, Any]]] = {
        "institutions": [{"institution_id": "S", "setting": setting, "subjects": subjects}],
        "learners": [{k: v for k, v in row.items() if k not in ("year_group", "to")} for row in learners],
        "enrolments": [
            {"learner_id": row["learner_id"], "institution_id": "S", "academic_year": 2026,
             "year_group": row["year_group"], "from": "2026-09-01", "to": row.get("to", "")}
            for row in learners
        ],
        "activities": [
            {"activity_id": f"A{n}", "institution_id": "S", "held_on": "2026-09-03", "mode": "in_person"}
            | {**ALL_TICKS, **of}
            for n, (_, of) in enumerate(had)
        ],
        "participations": [
            {"activity_id": f"A{n}", "learner_id": who, "status": "attended"} for n, (who, _) in enumerate(had)
        ],
        "offers": offers,
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    for table in (*TABLES, OFFERS):
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, [column.name for column in table.columns], restval="")
            writer.writeheader()
            writer.writerows(tables[table.name])
    (folder / "limits.json").write_text(json.dumps(limits or {}), encoding="utf-8")
    return folder


KINDS = (
    {"kind": "employer"}, {"kind": "lmi"}, {"kind": "curriculum", "subject": "maths"}, {"kind": "workplace"},
    {"kind": "curriculum", "subject": "art"}, {"kind": "guidance", "adviser_level": 6},
    {"kind": "provider", "provider_kind": "itp"}, {"kind": "provider", "provider_kind": "fe_college"},
    {"kind": "provider", "provider_kind": "university"},
)  # fmt: skip


@st.composite
def problems(draw: st.DrawFn) -> dict[str, Any]:
    """Arguments of `write_problem`: few learners and slots, tight limits, equals and near equals among the offers."""
    year = draw(st.integers(7, 13))
    learners = [
        learner(
            f"L{n}",
            draw(st.sampled_from([year, year, min(year + 1, 13)])),
            pupil_premium=draw(st.sampled_from(["true", "false"])),
            considering_he="true",
            to=draw(st.sampled_from(["", "", "", "2027-01-31"])),
        )
        for n in range(draw(st.integers(1, 3)))
    ]
    many = draw(st.integers(1, 4))
    offers = [_offer(draw, f"O{n}", year, single=many > 2) for n in range(many)]
    had = [
        (draw(st.sampled_from(learners))["learner_id"], draw(st.sampled_from(KINDS)))
        for _ in range(draw(st.integers(0, 3)))
    ]
    return {"learners": learners, "offers": offers, "limits": _limits(draw, year), "had": had,
            "subjects": draw(st.sampled_from(["maths", "maths;art"])),
            "setting": draw(st.sampled_from(["school", "school", "specialist", "college"]))}  # fmt: skip


def _offer(draw: st.DrawFn, name: str, year: int, *, single: bool) -> dict[str, Any]:
    def maybe(*values: Any) -> Any:
        return draw(st.sampled_from(["", *values]))

    days = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=1 if single else 2, unique=True))
    return offer(name, **draw(st.sampled_from(KINDS))) | {
        "mode": draw(st.sampled_from(["in_person", "in_person", "virtual"])),
        "pal_content": draw(st.sampled_from(["true", "false"])),
        "year_from": maybe(year), "year_to": maybe(year, 13), "capacity": maybe(1, 2), "sessions": maybe(1),
        "fixed_cost": draw(st.sampled_from(["", "0", "1", "2.50", "4"])),
        "cost_per_learner": draw(st.sampled_from(["", "0.50", "1", "0"])),
        "dates": ";".join(days), "periods": maybe(1, 2), "rooms": maybe(1), "staff": maybe(1, 2),
    }  # fmt: skip


def _limits(draw: st.DrawFn, year: int) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    optional: dict[str, st.SearchStrategy] = {
        "budget": st.sampled_from([0, 1, 2.5, 4, 6, 10]),
        "periods_per_learner": st.just({str(year): 2, str(year + 1): 1}),
        "rooms_per_day": st.sampled_from([0, 1]),
        "staff_per_day": st.sampled_from([1, 2]),
        "closed_dates": st.just([DAYS[1]]),
        "weights": st.sampled_from(
            [{}, {"last_chance": 2, "otherwise": 2}, {"disadvantaged_factor": 1.25, "otherwise": 0}]
        ),
    }
    for name, values in optional.items():
        if draw(st.booleans()):
            limits[name] = draw(values)
    if draw(st.booleans()):
        limits["locks"] = [
            {"offer_id": "O0", "date": draw(st.sampled_from(DAYS)), "run": draw(st.booleans())}
            for _ in range(draw(st.integers(1, 2)))
        ]
    limits.pop("periods_per_learner", None) if year == 13 else None
    return limits
