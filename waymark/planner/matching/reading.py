"""Reads the folder a matching is made from: suppliers, schools and limits, or all that is wrong with them."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from waymark.intake.exchange.faults import Fault
from waymark.intake.exchange.further import DEMAND, SUPPLY
from waymark.intake.exchange.reading import Sources, read_sound
from waymark.intake.exchange.sources import Source
from waymark.intake.exchange.staging import Progress
from waymark.intake.exchange.workbench import Workbench, workbench
from waymark.planner.limits_file import NAME, LimitsReader, content_of, is_absent
from waymark.planner.matching.terms import PairLock, Rules, Seeker, Supplier, Worth


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of a matching, by id, and its rules."""

    supply: tuple[Supplier, ...]
    demand: tuple[Seeker, ...]
    rules: Rules


def read_sides(folder: Path, progress: Progress) -> Sides:
    """Read and check the whole folder; FaultyFolder with everything wrong with it."""
    held: list[Rules] = []

    def limits_faults(sources: Sources, bench: Workbench) -> list[Fault]:
        rules, faults = read_rules(folder, _ids(sources.get("supply"), bench), _ids(sources.get("demand"), bench))
        held.append(rules)
        return faults

    def sound(sources: Sources, bench: Workbench) -> Sides:
        supply = [
            Supplier(supply_id, lat, lon, capacity, _sectors(sectors))
            for supply_id, lat, lon, capacity, sectors in _rows(sources["supply"], bench)
        ]
        demand = [
            Seeker(demand_id, lat, lon, need, wanted, _sectors(sectors))
            for demand_id, lat, lon, need, wanted, sectors in _rows(sources["demand"], bench)
        ]
        return Sides(tuple(supply), tuple(demand), held[-1])

    with workbench() as bench:
        return read_sound(folder, bench, progress, sound, tables=(SUPPLY, DEMAND), further=limits_faults)


def read_rules(
    folder: Path, supply_ids: Collection[str] | None, demand_ids: Collection[str] | None
) -> tuple[Rules, list[Fault]]:
    """The rules, and what is wrong with them. A lock must name ids that are there, unless those could not be read."""
    reader = LimitsReader()
    content = content_of(folder / NAME, reader)
    weights, usual = reader.mapping("weights", content.get("weights")), Worth()
    return (
        Rules(
            _miles(content.get("max_miles"), reader),
            Worth(*(reader.weight(weights.get(name), getattr(usual, name)) for name in ("need", "sector", "mile"))),
            _locks(content.get("locks"), {"supply_id": supply_ids, "demand_id": demand_ids}, reader),
        ),
        reader.faults,
    )


def _miles(value: Any, reader: LimitsReader) -> Decimal | None:
    if is_absent(value):
        return None
    if isinstance(value, Decimal) and value >= 0:
        return value
    reader.refuse(1, "max_miles", value, "miles, 0 or more")
    return None


def _locks(value: Any, known: dict[str, Collection[str] | None], reader: LimitsReader) -> tuple[PairLock, ...]:
    locks = []
    for row, item in enumerate(reader.listed("locks", value), start=2):
        if not isinstance(item, dict):
            reader.refuse(row, "", item, "an object with supply_id, demand_id and match")
            continue
        for column, ids in known.items():
            said = item.get(column)
            if not isinstance(said, str) or said == "":
                reader.refuse(row, column, said, "an id, not a blank")
            elif ids is not None and said not in ids:
                reader.refuse(row, column, said, f"one that stands in {column.removesuffix('_id')}")
        if not isinstance(item.get("match"), bool):
            reader.refuse(row, "match", item.get("match"), "true or false")
        else:
            locks.append(PairLock(str(item.get("supply_id")), str(item.get("demand_id")), item["match"]))
    return tuple(dict.fromkeys(locks))


def _ids(source: Source | None, bench: Workbench) -> set[str] | None:
    if source is None or not source.has("id"):
        return None
    return {row[0] for row in bench.rows(f"SELECT {source.text('id')} FROM {source.relation}")}


def _rows(source: Source, bench: Workbench) -> list[tuple]:
    columns = ", ".join(source.typed(column.name) for column in source.table.columns)
    return bench.rows(f"SELECT {columns} FROM {source.relation} ORDER BY {source.text('id')}")


def _sectors(text: str) -> frozenset[str]:
    return frozenset(item.strip() for item in text.split(";") if item.strip())
