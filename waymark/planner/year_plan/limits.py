"""Reads `limits.json`: the limits it sets, or everything that is wrong with it."""

import json
from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from waymark.intake.exchange.faults import Fault
from waymark.intake.exchange.values import Day
from waymark.kernel.vocabulary import YEAR_GROUPS
from waymark.planner.year_plan.terms import Limits, Lock, Weights

NAME = "limits.json"
_LARGEST = 10**15


class _Twice(ValueError):
    """A key that stands twice in one object."""


class _Reader:
    """Looks at one value after another and keeps the faults; what is absent, null or blank is no limit."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def refuse(self, row: int, column: str, received: object, expected: str) -> None:
        self.faults.append(Fault("limits", row, column, _shown(received), expected))

    def whole(self, column: str, value: Any) -> int | None:
        if _is_absent(value):
            return None
        if isinstance(value, Decimal) and value == value.to_integral_value() and 0 <= value <= _LARGEST:
            return int(value)
        self.refuse(1, column, value, "a whole number, 0 or more")
        return None

    def pence(self, column: str, value: Any) -> int | None:
        if _is_absent(value):
            return None
        if isinstance(value, Decimal) and 0 <= value <= _LARGEST and (value * 100) == (value * 100).to_integral_value():
            return int(value * 100)
        self.refuse(1, column, value, "pounds, with at most two decimals")
        return None

    def weight(self, value: Any, usual: Fraction) -> Fraction:
        if _is_absent(value):
            return usual
        if isinstance(value, Decimal) and value.is_finite() and 0 <= value <= _LARGEST:
            return Fraction(value)
        self.refuse(1, "weights", value, "a number, 0 or more")
        return usual

    def mapping(self, column: str, value: Any) -> dict[str, Any]:
        if _is_absent(value):
            return {}
        if isinstance(value, dict):
            return value
        self.refuse(1, column, value, "an object")
        return {}

    def listed(self, column: str, value: Any) -> list[Any]:
        if _is_absent(value):
            return []
        if isinstance(value, list):
            return value
        self.refuse(1, column, value, "a list")
        return []

    def day(self, row: int, column: str, value: Any) -> date | None:
        if isinstance(value, str) and Day().accepts(value):
            return date.fromisoformat(value)
        self.refuse(row, column, value, Day().expected)
        return None


def read_limits(folder: Path, offer_ids: Collection[str] | None) -> tuple[Limits, list[Fault]]:
    """The limits, and what is wrong with them. A lock must name one of `offer_ids`, unless those could not be read.

    Keys stand on row 1, locks from row 2 on.
    """
    reader = _Reader()
    content = _content(folder / NAME, reader)
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


def _content(path: Path, reader: _Reader) -> dict[str, Any]:
    if not path.is_file():
        reader.refuse(0, "", "", f"a file {NAME}")
        return {}
    try:
        text = path.read_bytes().decode("utf-8-sig")
        content = json.loads(
            text, parse_float=Decimal, parse_int=Decimal, parse_constant=_no_number, object_pairs_hook=_each_once
        )
    except UnicodeDecodeError as error:
        reader.refuse(0, "", f"byte {error.object[error.start]:#04x}", "UTF-8 text")
    except _Twice as twice:
        reader.refuse(1, str(twice), str(twice), "each key once")
    except (ValueError, RecursionError):
        reader.refuse(0, "", NAME, "a JSON document")
    else:
        if isinstance(content, dict):
            return content
        reader.refuse(0, "", content, "an object")
    return {}


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(key)
        found[key] = value
    return found


def _no_number(word: str) -> Any:
    raise ValueError(word)


def _periods(value: Any, reader: _Reader) -> dict[int, int]:
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


def _closed(value: Any, reader: _Reader) -> frozenset[date]:
    read = (reader.day(1, "closed_dates", item) for item in reader.listed("closed_dates", value))
    return frozenset(day for day in read if day is not None)


def _weights(value: Any, reader: _Reader) -> Weights:
    given, usual = reader.mapping("weights", value), Weights()
    names = ("last_chance", "otherwise", "disadvantaged_factor")
    return Weights(**{name: reader.weight(given.get(name), getattr(usual, name)) for name in names})


def _locks(value: Any, offer_ids: Collection[str] | None, reader: _Reader) -> tuple[Lock, ...]:
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


def _is_absent(value: Any) -> bool:
    return value is None or value == ""


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    shown: Callable[[Any], Any] = lambda part: str(part)  # noqa: E731
    return str(value) if isinstance(value, Decimal) else json.dumps(value, default=shown, ensure_ascii=False)
