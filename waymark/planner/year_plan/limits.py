"""Reads `limits.json`: the limits it sets, or everything that is wrong with it."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

from waymark.intake.exchange.faults import Fault
from waymark.kernel.vocabulary import YEAR_GROUPS
from waymark.planner.limits_file import NAME, LimitsReader, content_of
from waymark.planner.year_plan.terms import Limits, Lock, Weights


def read_limits(folder: Path, offer_ids: Collection[str] | None) -> tuple[Limits, list[Fault]]:
    """The limits, and what is wrong with them. A lock must name one of `offer_ids`, unless those could not be read.

    Keys stand on row 1, locks from row 2 on.
    """
    reader = LimitsReader()
    content = content_of(folder / NAME, reader)
    limits = Limits(
        budget=reader.pence("budget", content.get("budget")),
        periods_per_learner=_periods(content.get("periods_per_learner"), reader),
        rooms_per_day=reader.whole("rooms_per_day", content.get("rooms_per_day")),
        staff_per_day=reader.whole("staff_per_day", content.get("staff_per_day")),
        closed_dates=_closed(content.get("closed_dates"), reader),
        weights=_weights(content.get("weights"), reader),
        locks=_locks(content.get("locks"), offer_ids, reader),
    )
    return limits, reader.faults


def _periods(value: Any, reader: LimitsReader) -> dict[int, int]:
    found: dict[int, int] = {}
    names = {str(year_group): year_group for year_group in YEAR_GROUPS}
    for key, most in reader.mapping("periods_per_learner", value).items():
        if key not in names:
            reader.refuse(1, "periods_per_learner", key, f"a year group from {YEAR_GROUPS[0]} to {YEAR_GROUPS[-1]}")
            continue
        read = reader.whole("periods_per_learner", most)
        if read is not None:
            found[names[key]] = read
    return found


def _closed(value: Any, reader: LimitsReader) -> frozenset[date]:
    read = (reader.day(1, "closed_dates", item) for item in reader.listed("closed_dates", value))
    return frozenset(day for day in read if day is not None)


def _weights(value: Any, reader: LimitsReader) -> Weights:
    given, usual = reader.mapping("weights", value), Weights()
    names = ("last_chance", "otherwise", "disadvantaged_factor")
    return Weights(**{name: reader.weight(given.get(name), getattr(usual, name)) for name in names})


def _locks(value: Any, offer_ids: Collection[str] | None, reader: LimitsReader) -> tuple[Lock, ...]:
    locks = []
    for row, item in enumerate(reader.listed("locks", value), start=2):
        if not isinstance(item, dict):
            reader.refuse(row, "", item, "an object with offer_id, date and run")
            continue
        offer, run = item.get("offer_id"), item.get("run")
        day = reader.day(row, "date", item.get("date", ""))
        if not isinstance(offer, str) or offer == "":
            reader.refuse(row, "offer_id", offer, "an id, not a blank")
        elif offer_ids is not None and offer not in offer_ids:
            reader.refuse(row, "offer_id", offer, "one that stands in offers")
        if not isinstance(run, bool):
            reader.refuse(row, "run", run, "true or false")
        if isinstance(offer, str) and day is not None and isinstance(run, bool):
            locks.append(Lock(offer, day, run))
    return tuple(dict.fromkeys(locks))
