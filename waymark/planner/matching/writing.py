"""The files a matching gives: matches.csv, unmatched.csv, match.json."""

import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from waymark.planner.matching.explaining import left_over, number, reasons
from waymark.planner.matching.terms import Matching, Rules, Seeker, Supplier
from waymark.planner.tables_out import write_rows


def write_matching(
    folder: Path, matching: Matching, supply: Sequence[Supplier], demand: Sequence[Seeker], rules: Rules, seconds: float
) -> None:
    """Write the three files into a folder; match.json alone where the locks cannot hold."""
    told = {
        "value": _whole_or_decimal(matching.value),
        "upper_bound": _whole_or_decimal(matching.upper_bound),
        "status": matching.status,
        "seconds": round(seconds, 3),
    }
    (folder / "match.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    if not matching.is_feasible:
        return
    pairs = (
        (each.supplier.supply_id, each.seeker.demand_id, each.miles, number(each.value), reasons(each, rules))
        for each in matching.matches
    )
    write_rows(folder / "matches.csv", ("supply_id", "demand_id", "miles", "value", "reasons"), pairs)
    left = ((each.side, each.end_id, each.places, each.why) for each in left_over(matching, supply, demand, rules))
    write_rows(folder / "unmatched.csv", ("side", "id", "places", "why"), left)


def _whole_or_decimal(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)
