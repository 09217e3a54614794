"""Reads the allocations of an earlier plan, to stay close to it."""

import csv
from datetime import date
from pathlib import Path

from waymark.intake.exchange.values import Day
from waymark.planner.year_plan.planning import EarlierRows
from waymark.planner.year_plan.writing import ALLOCATION_COLUMNS


class NoEarlierPlan(ValueError):
    """A folder that holds no plan; the message is a sentence."""


def earlier_rows(folder: Path) -> EarlierRows:
    """Offer, date and learner of each place of a plan's folder."""
    path = folder / "allocations.csv"
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened)
            if not set(ALLOCATION_COLUMNS) <= set(reader.fieldnames or ()):
                raise NoEarlierPlan(f"{path} lacks one of the columns {', '.join(ALLOCATION_COLUMNS)}.")
            rows = [tuple(row[name] or "" for name in ALLOCATION_COLUMNS) for row in reader]
    except FileNotFoundError as missing:
        raise NoEarlierPlan(f"There is no plan in {folder}: allocations.csv is missing.") from missing
    except UnicodeDecodeError as broken:
        raise NoEarlierPlan(f"{path} is not UTF-8 text.") from broken
    found = set()
    for offer, day, learner in rows:
        if not Day().accepts(day):
            raise NoEarlierPlan(f"{path} has the date '{day}', where YYYY-MM-DD is expected.")
        found.add((offer, date.fromisoformat(day), learner))
    return found
