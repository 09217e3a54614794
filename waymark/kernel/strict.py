"""Reading nested mappings that must fit a schema exactly: a wrong, missing or unknown key is an error with its path."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypeVar

Word = TypeVar("Word", bound=StrEnum)
Item = TypeVar("Item")
_ABSENT = object()


class FrameworkError(ValueError):
    """A framework's data breaks the schema; the message says where, what was there and what should be."""


class Strict:
    """One mapping being read. Every key asked for is ticked off; `done` refuses those nobody asked for."""

    def __init__(self, mapping: Any, path: str) -> None:
        if not isinstance(mapping, Mapping):
            raise FrameworkError(f"{path}: received {mapping!r}, expected a mapping")
        self.path = path
        self._left = dict(mapping)

    def refuse(self, key: str, received: object, expected: str) -> FrameworkError:
        """The error to raise for the value of `key`."""
        return FrameworkError(f"{self.path}.{key}: received {received!r}, expected {expected}")

    def has(self, key: str) -> bool:
        return key in self._left

    def names(self) -> tuple[str, ...]:
        """The keys nobody has asked for yet."""
        return tuple(map(str, self._left))

    def holds_mapping(self, key: str) -> bool:
        return isinstance(self._left.get(key), Mapping)

    def take(self, key: str, expected: str, default: Any = _ABSENT) -> Any:
        value = self._left.pop(key, default)
        if value is _ABSENT:
            raise FrameworkError(f"{self.path}.{key}: missing, expected {expected}")
        return value

    def text(self, key: str, default: Any = _ABSENT) -> str:
        value = self.take(key, "text", default)
        if not isinstance(value, str) or (not value.strip() and default is _ABSENT):
            raise self.refuse(key, value, "text")
        return value.strip()

    def whole(self, key: str, within: range, default: Any = _ABSENT) -> int:
        expected = f"a whole number from {within[0]} to {within[-1]}"
        value = self.take(key, expected, default)
        if isinstance(value, bool) or not isinstance(value, int) or value not in within:
            raise self.refuse(key, value, expected)
        return value

    def flag(self, key: str, default: Any = _ABSENT) -> bool:
        value = self.take(key, "true or false", default)
        if not isinstance(value, bool):
            raise self.refuse(key, value, "true or false")
        return value

    def day(self, key: str, default: Any = _ABSENT) -> date:
        value = self.take(key, "a date", default)
        if not isinstance(value, date):
            raise self.refuse(key, value, "a date")
        return value

    def day_or_none(self, key: str) -> date | None:
        return self.day(key) if self._left.get(key) is not None else self.take(key, "a date or null", None)

    def word(self, key: str, words: type[Word], default: Any = _ABSENT) -> Word:
        expected = "one of " + ", ".join(words)
        value = self.take(key, expected, default)
        if value not in list(words):
            raise self.refuse(key, value, expected)
        return words(value)

    def words(self, key: str, words: type[Word], default: Any = _ABSENT) -> tuple[Word, ...]:
        expected = "a list of different words among " + ", ".join(words)
        value = self._list(key, expected, default)
        if len(set(map(str, value))) != len(value) or any(item not in list(words) for item in value):
            raise self.refuse(key, value, expected)
        return tuple(words(item) for item in value)

    def wholes(self, key: str, within: range, default: Any = _ABSENT) -> tuple[int, ...]:
        expected = f"a rising list of whole numbers from {within[0]} to {within[-1]}"
        value = self._list(key, expected, default)
        if any(isinstance(item, bool) or not isinstance(item, int) or item not in within for item in value):
            raise self.refuse(key, value, expected)
        if any(one >= two for one, two in pairwise(value)):
            raise self.refuse(key, value, expected)
        return tuple(value)

    def share(self, key: str) -> tuple[int, int]:
        """A part of a whole, as its numerator and denominator."""
        value = self._list(key, "a numerator and a denominator", _ABSENT)
        if len(value) != 2 or any(type(item) is not int for item in value) or not 0 <= value[0] <= value[1] != 0:
            raise self.refuse(key, value, "a numerator and a denominator")
        return value[0], value[1]

    def texts(self, key: str, default: Any = _ABSENT) -> tuple[str, ...]:
        value = self._list(key, "a list of texts", default)
        if any(not isinstance(item, str) or not item.strip() for item in value):
            raise self.refuse(key, value, "a list of texts")
        return tuple(item.strip() for item in value)

    def inner(self, key: str) -> "Strict":
        return Strict(self.take(key, "a mapping"), f"{self.path}.{key}")

    def each(self, key: str, read: Callable[["Strict"], Item], default: Any = _ABSENT) -> tuple[Item, ...]:
        """Every mapping of a list, read by `read` and then closed."""
        items = []
        for number, mapping in enumerate(self._list(key, "a list of mappings", default), start=1):
            name = mapping.get("code") or mapping.get("name") or number if isinstance(mapping, Mapping) else number
            inner = Strict(mapping, f"{self.path}.{key}[{name}]")
            items.append(read(inner))
            inner.done()
        return tuple(items)

    def done(self) -> None:
        """Refuse keys that nobody asked for."""
        if self._left:
            raise FrameworkError(f"{self.path}: unknown key {', '.join(sorted(map(str, self._left)))}")

    def _list(self, key: str, expected: str, default: Any) -> list[Any]:
        value = self.take(key, expected, default)
        if not isinstance(value, (list, tuple)):
            raise self.refuse(key, value, expected)
        return list(value)
