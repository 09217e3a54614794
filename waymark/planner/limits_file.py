"""Reads a `limits.json`, value by value: what it says, or everything that is wrong with it."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from waymark.intake.exchange.faults import Fault
from waymark.intake.exchange.values import Day

NAME = "limits.json"
_LARGEST = 10**15


class _Twice(ValueError):
    """A key that stands twice in one object."""


class LimitsReader:
    """Looks at one value after another and keeps the faults; what is absent, null or blank is no limit."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def refuse(self, row: int, column: str, received: object, expected: str) -> None:
        self.faults.append(Fault("limits", row, column, _shown(received), expected))

    def whole(self, column: str, value: Any) -> int | None:
        if is_absent(value):
            return None
        if isinstance(value, Decimal) and value == value.to_integral_value() and 0 <= value <= _LARGEST:
            return int(value)
        self.refuse(1, column, value, "a whole number, 0 or more")
        return None

    def pence(self, column: str, value: Any) -> int | None:
        if is_absent(value):
            return None
        if isinstance(value, Decimal) and 0 <= value <= _LARGEST and (value * 100) == (value * 100).to_integral_value():
            return int(value * 100)
        self.refuse(1, column, value, "pounds, with at most two decimals")
        return None

    def weight(self, value: Any, usual: Fraction) -> Fraction:
        if is_absent(value):
            return usual
        if isinstance(value, Decimal) and value.is_finite() and 0 <= value <= _LARGEST:
            return Fraction(value)
        self.refuse(1, "weights", value, "a number, 0 or more")
        return usual

    def mapping(self, column: str, value: Any) -> dict[str, Any]:
        if is_absent(value):
            return {}
        if isinstance(value, dict):
            return value
        self.refuse(1, column, value, "an object")
        return {}

    def listed(self, column: str, value: Any) -> list[Any]:
        if is_absent(value):
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


def content_of(path: Path, reader: LimitsReader) -> dict[str, Any]:
    """The file's object, empty where it could not be read: numbers are exact, and no key stands twice."""
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


def is_absent(value: Any) -> bool:
    return value is None or value == ""


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    shown: Callable[[Any], Any] = lambda part: str(part)  # noqa: E731
    return str(value) if isinstance(value, Decimal) else json.dumps(value, default=shown, ensure_ascii=False)
