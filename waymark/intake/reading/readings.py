"""What was read from a file: its good rows, those left out, and every problem."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from waymark.intake.reading.columns import Column
from waymark.intake.reading.problems import Effect, Problem


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its number (header = 1), its line on the sheet, the cells as sent, the values read."""

    number: int
    line: int
    cells: tuple[str, ...]
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """A file read and checked: nothing is hidden, nothing is loaded.

    `rows` are fit to load; `left_out` were refused, with their cells, so that a report can
    hand them back for mending. `records` counts both, and those of a file refused whole. `heading_line` is where the
    header stands on the sheet, 0 where that means nothing.
    """

    columns: tuple[Column, ...] = ()
    header: tuple[str, ...] = ()
    found: Mapping[str, int] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    left_out: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()
    records: int = 0
    heading_line: int = 0

    @property
    def is_refused(self) -> bool:
        """True when the whole file is refused and nothing of it may be loaded."""
        return any(problem.effect is Effect.FILE for problem in self.problems)

    def heading_of(self, name: str) -> str:
        """The heading the sender used for a column, or ours when the file lacks it."""
        if name in self.found:
            return self.header[self.found[name]]
        return next((column.shown for column in self.columns if column.name == name), name)

    def leaving_out(
        self,
        rows: Iterable[Row],
        code: str,
        column: str,
        expected: str,
        *,
        suggestion: str = "",
        received: str | Callable[[Row], str] = "",
    ) -> "Reading":
        """The same reading with `rows` refused for one reason; rows already left out get one more."""
        given = tuple(rows)
        refused = {row.number for row in given}
        if not refused:
            return self
        out = tuple(row for row in self.rows if row.number in refused)
        problem = Problem(code, Effect.REFUSED, 0, self.heading_of(column), "", expected, suggestion)
        return replace(
            self,
            rows=tuple(row for row in self.rows if row.number not in refused),
            left_out=_in_order((*self.left_out, *out)),
            problems=_sorted((*self.problems, *_at_each(given, problem, received))),
        )

    def noting(
        self,
        rows: Iterable[Row],
        code: str,
        column: str,
        expected: str,
        *,
        suggestion: str = "",
        received: str | Callable[[Row], str] = "",
    ) -> "Reading":
        """The same reading with something noted on `rows`, which stay."""
        problem = Problem(code, Effect.NOTED, 0, self.heading_of(column), "", expected, suggestion)
        return replace(self, problems=_sorted((*self.problems, *_at_each(rows, problem, received))))

    def with_problem(self, *problems: Problem) -> "Reading":
        """The same reading with further problems, in their place; one that names only a row gets its line."""
        return replace(self, problems=_sorted((*self.problems, *map(self._on_the_sheet, problems))))

    def _on_the_sheet(self, problem: Problem) -> Problem:
        if problem.line or not problem.row or not self.heading_line:
            return problem
        return replace(problem, line=self.heading_line + problem.row - 1)


def _at_each(rows: Iterable[Row], problem: Problem, received: str | Callable[[Row], str]) -> Iterable[Problem]:
    for row in rows:
        told = received if isinstance(received, str) else received(row)
        yield replace(problem, row=row.number, line=row.line, received=told)


def _in_order(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: row.number))


def _sorted(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.row))
