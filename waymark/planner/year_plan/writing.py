"""Writes a plan's folder: the sessions, who goes, what closes, what stays open and why, and the plan in figures."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from waymark.planner.solver import SOLVER
from waymark.planner.tables_out import write_rows
from waymark.planner.year_plan.plan import attended
from waymark.planner.year_plan.planning import Answer, Asking

SESSION_COLUMNS = ("offer_id", "date", "learners", "cost")
ALLOCATION_COLUMNS = ("offer_id", "date", "learner_id")
CLOSED_COLUMNS = ("learner_id", "entitlement", "units_before", "units_after")
UNMET_COLUMNS = ("entitlement", "year_group", "learners", "units", "why")


def write_plan(folder: Path, answer: Answer, how: Asking) -> None:
    """Everything; where nothing can be planned, `plan.json` alone."""
    if answer.found is not None:
        write_rows(folder / "sessions.csv", SESSION_COLUMNS, _sessions(answer))
        write_rows(folder / "allocations.csv", ALLOCATION_COLUMNS, _allocations(answer))
        write_rows(folder / "closed.csv", CLOSED_COLUMNS, _closed(answer))
        rows = [(row.entitlement, row.year_group, row.learners, row.units, row.why) for row in answer.unmet]
        write_rows(folder / "unmet.csv", UNMET_COLUMNS, sorted(rows))
    (folder / "plan.json").write_text(plan_json(answer, how), encoding="utf-8")


def plan_json(answer: Answer, how: Asking) -> str:
    """The plan in figures. Money in pounds with two decimals; values exactly."""
    figures = dict.fromkeys(("value", "cost", "upper_bound", "gap_percent", "sessions", "places", "greedy_value"))
    if answer.found is not None:
        found = answer.found
        share = Fraction(found.bound - found.worth.value, found.bound) if found.bound else Fraction(0)
        figures |= {
            "value": _number(answer.weight(found.worth.value)),
            "cost": _pounds(-found.worth.saved),
            "upper_bound": _number(answer.weight(found.bound)),
            "gap_percent": _Literal(f"{float(100 * share):.4f}"),
            "sessions": -found.worth.sessions,
            "places": -found.worth.places,
            "greedy_value": _number(answer.weight(found.greedy.value)),
        }
    document = {
        **figures,
        "seconds": round(answer.seconds, 3),
        "seed": how.seed,
        "solver": SOLVER,
        "status": answer.status,
        "conflicting_locks": [
            {"offer_id": lock.offer_id, "date": lock.date.isoformat(), "run": lock.run} for lock in answer.conflicting
        ],
    }
    if answer.found is not None and how.objective == "cheapest":
        document |= {
            "objective": how.objective,
            "greedy_cost": _pounds(-answer.found.greedy.saved),
            "cost_lower_bound": _pounds(answer.found.least_cost or 0),
        }
    return _dumped(document)


class _Literal(str):
    """A number already written as it is to stand in JSON."""


def _number(value: Fraction) -> int | _Literal:
    if value.denominator == 1:
        return int(value)
    return _Literal(str((Decimal(value.numerator) / Decimal(value.denominator)).normalize()))


def _pounds(pence: int) -> _Literal:
    return _Literal(f"{pence // 100}.{pence % 100:02d}")


def _dumped(document: dict[str, Any]) -> str:
    lines = []
    for key, value in document.items():
        written = value if isinstance(value, _Literal) else json.dumps(value, indent=2, ensure_ascii=False)
        lines.append(f"  {json.dumps(key)}: " + written.replace("\n", "\n  "))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _sessions(answer: Answer) -> list[tuple[str, str, int, str]]:
    world = answer.world
    return sorted(
        (
            world.slots[m].offer.offer_id,
            world.slots[m].date.isoformat(),
            len(learners),
            _pounds(int(world.fixed[m] + world.each[m] * len(learners))),
        )
        for (m, _), learners in answer.plan.seats.items()
    )


def _allocations(answer: Answer) -> list[tuple[str, str, str]]:
    world = answer.world
    return sorted(
        (world.slots[m].offer.offer_id, world.slots[m].date.isoformat(), world.learners[x])
        for (m, _), learners in answer.plan.seats.items()
        for x in learners
    )


def _closed(answer: Answer) -> list[tuple[str, str, int, int]]:
    world, had = answer.world, attended(answer.world, answer.plan)
    return sorted(
        (world.learners[x], world.names[n], int(world.units[x, n]), max(int(world.units[x, n] - had[x, n]), 0))
        for x, n in np.argwhere((had > 0) & (world.units > 0))
    )
