"""Reads the allocations of an earlier plan, to stay close to it."""

from datetime import date
from pathlib import Path

from waymark.intake.exchange.values import Day
from waymark.planner.earlier_table import earlier_table
from waymark.planner.year_plan.planning import EarlierRows
from waymark.planner.year_plan.writing import ALLOCATION_COLUMNS


def earlier_rows(folder: Path) -> EarlierRows:
    """Offer, date and learner of each place of a plan's folder; NothingEarlier where it holds no plan."""
    rows = earlier_table(folder / "allocations.csv", ALLOCATION_COLUMNS, what="plan", judged="date", by=Day())
    return {(offer, date.fromisoformat(day), learner) for offer, day, learner in rows}
