"""Where the parts of a chart stand, in hundredths of its box, so that a chart fits any width and needs no style."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

ANSWERS = (("met", "met"), ("not_yet", "not yet"), ("missed", "missed"), ("unknown", "unknown"))
_YEARS = re.compile(r"\d\d(\d\d) to \d\d(\d\d)")
_LEFT, _RIGHT, _TOP, _BOTTOM = 10.0, 96.0, 12.0, 84.0


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of a group have each answer; what a bar is drawn from and its table's row shows."""

    label: str
    met: int
    not_yet: int = 0
    missed: int = 0
    unknown: int = 0
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    answer: str
    count: int
    x: float
    width: float

    @property
    def word(self) -> str:
        return dict(ANSWERS)[self.answer]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its segments; `share_met` is None where there is nobody to count."""

    counts: Counts
    total: int
    segments: tuple[Segment, ...]
    share_met: float | None

    @property
    def says(self) -> str:
        """The bar in words."""
        if not self.total:
            return f"{self.counts.label}: nobody to count"
        return f"{self.counts.label}: " + ", ".join(f"{s.count} {s.word}" for s in self.segments)


def stacked_bars(rows: Iterable[Counts | Mapping[str, Any]]) -> list[Bar]:
    """A bar for each row, as long as every other; answers nobody has take no room."""
    return [_bar(row if isinstance(row, Counts) else Counts(**row)) for row in rows]


def _bar(counts: Counts) -> Bar:
    total = sum(getattr(counts, answer) for answer, _ in ANSWERS)
    segments, x = [], 0.0
    for answer, _ in ANSWERS:
        if count := getattr(counts, answer):
            width = 100 * count / total
            segments.append(Segment(answer, count, round(x, 2), round(width, 2)))
            x += width
    return Bar(counts, total, tuple(segments), 100 * counts.met / total if total else None)


@dataclass(frozen=True, slots=True)
class Point:
    label: str
    short: str
    value: float | None
    x: float
    y: float | None
    is_new: bool = False
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Trend:
    """Points in their order, the lines between neighbours that both have a value, and the levels ruled behind them.

    `breaks` is where, between two points, the way of counting changed: no line crosses it.
    """

    points: tuple[Point, ...]
    lines: tuple[tuple[Point, Point], ...]
    levels: tuple[tuple[float, float], ...]
    breaks: tuple[float, ...] = ()


def trend(points: Iterable[Mapping[str, Any]], *, top: float = 100) -> Trend:
    """Lay out `{label, value}` points from nought to `top`; a value of None leaves a gap, never a guess.

    Before a point with `is_new` the way of counting changed; one with `is_hidden` has a value that may not be shown.
    """
    given = list(points)
    step = (_RIGHT - _LEFT - 8) / max(len(given) - 1, 1)
    laid = tuple(_point(p, round(_LEFT + 4 + i * step, 2), top) for i, p in enumerate(given))
    new = {i for i, point in enumerate(given) if i and point.get("is_new")}
    lines = tuple(
        (a, b) for i, (a, b) in enumerate(pairwise(laid), 1) if a.y is not None and b.y is not None and i not in new
    )
    breaks = tuple(round((laid[i - 1].x + laid[i].x) / 2, 2) for i in sorted(new))
    return Trend(laid, lines, tuple((level, _height(level, top) or 0.0) for level in (0, top / 2, top)), breaks)


def _point(given: Mapping[str, Any], x: float, top: float) -> Point:
    short = given.get("short") or _short(given["label"])
    y, value = _height(given["value"], top), given["value"]
    is_new, is_hidden = bool(given.get("is_new")), bool(given.get("is_hidden"))
    return Point(given["label"], short, value, x, y, is_new=is_new, is_hidden=is_hidden)


def _short(label: str) -> str:
    """An academic year said in full is too long to stand under a point: `2025 to 2026` becomes `25/26`."""
    years = _YEARS.fullmatch(label)
    return f"{years[1]}/{years[2]}" if years else label


def _height(value: float | None, top: float) -> float | None:
    return None if value is None else round(_BOTTOM - (_BOTTOM - _TOP) * min(value, top) / top, 2)
