"""From an attendance file to marks fit to merge, and every problem on the way.

A file of 100,000 rows has some thousand learners and activities and three statuses: each distinct group of cells is
read once, and a row costs three look-ups. Rows are otherwise judged as `waymark.intake.reading` judges them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any

from waymark.intake.files import grid_of
from waymark.intake.reading import Effect, FileRefused, Problem, Reading, Row, Unreadable
from waymark.intake.reading.cells import clean, is_formula, kind_of
from waymark.intake.reading.grids import GridRow
from waymark.intake.reading.problems import row_ragged
from waymark.intake.reading.tables import open_table
from waymark.kernel.telling import Tell, each, untold
from waymark.ledger.rules.marks import Pair
from waymark.ledger.sources.attendance.columns import ACTIVITY_COLUMNS, COLUMNS, LEARNER_COLUMNS, status
from waymark.ledger.sources.attendance.known import Fault, Known

_DASHES = frozenset({"-", "--", "–", "—"})


@dataclass(frozen=True, slots=True)
class Attendance:
    """An attendance file read: `marks` fit to merge; `reading` tells what was wrong and what was left out."""

    reading: Reading
    marks: Mapping[Pair, tuple[str, int]] = field(default_factory=dict)


def read_attendance(content: bytes, known: Known, tell: Tell = untold) -> Attendance:
    """Read a file of any kind we take; a refusal of the whole is told in its reading, and nothing of it is fit."""
    try:
        grid = grid_of(content, COLUMNS, tell=tell)
    except FileRefused as refusal:
        return Attendance(Reading(COLUMNS, problems=refusal.problems))
    table = open_table(grid, COLUMNS)
    if isinstance(table, Reading):
        return Attendance(table)
    if missing := _missing(table.reading):
        return Attendance(replace(table.reading, records=len(table.below)).with_problem(*missing))
    rows = _Rows(table.reading, table.width, known, tell, problems=list(grid.problems))
    return rows.read(table.below)


def _missing(reading: Reading) -> list[Problem]:
    """A file must say which activity, who, and how they are marked; of each it may choose how."""
    wanted = (
        ("status", ("status",)),
        ("activity", ("activity", "title")),
        ("upn", ("upn", "reference", "name", "family_name")),
    )
    headings = {column.name: column.shown for column in COLUMNS}
    return [
        Problem(
            "COLUMN_MISSING",
            Effect.FILE,
            1,
            headings[first],
            "no such heading",
            f"a column headed “{' or “'.join(headings[name] + '”' for name in names)}",
            "Add the column, or rename the one that holds it.",
        )
        for first, names in wanted
        if not reading.found.keys() & set(names)
    ]


@dataclass
class _Rows:
    """Reads the rows below the header; cells seen before are not looked at again."""

    reading: Reading
    width: int
    known: Known
    tell: Tell
    left_out: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def read(self, below: Sequence[GridRow]) -> Attendance:
        """The marks, with every problem of the file."""
        found = self.reading.found
        activities = _Seen(_names(found, ACTIVITY_COLUMNS), found, self.known.activity)
        learners = _Seen(_names(found, LEARNER_COLUMNS), found, self.known.learner)
        statuses = _Seen(("status",), found, _status)
        of_activity, of_learner, of_status = activities.cells, learners.cells, statuses.cells
        width = self.width or 1 + max(found.values())
        marks: dict[Pair, tuple[str, int]] = {}
        records = good = 0
        for number, row in enumerate(each(below, self.tell, "Checking rows"), start=2):
            cells = row.cells
            if len(cells) < width:
                cells = cells if self.width else (*cells, *[""] * (width - len(cells)))
            if self.width and len(cells) != width:
                records += self._ragged(number, row)
                continue
            activity = activities[of_activity(cells)]
            learner = learners[of_learner(cells)]
            mark = statuses[of_status(cells)]
            if activity.__class__ is int and learner.__class__ is int and mark.__class__ is str:
                marks[activity << 32 | learner] = (mark, number)  # `pair`, without the call
                good += 1
            elif any(map(clean, cells)):
                self._refuse(number, row, (activity, learner, mark))
        records += good + sum(bool(row.values) for row in self.left_out)
        return Attendance(self._told(records, good - len(marks)), marks)

    def _told(self, records: int, repeated: int) -> Reading:
        reading = replace(self.reading, left_out=tuple(self.left_out), records=records)
        if not records:
            empty = "a header and no records"
            self.problems.append(Problem("FILE_EMPTY", Effect.FILE, 0, "", empty, "at least one record"))
        if repeated:
            self.problems.append(_repeats(repeated))
        return reading.with_problem(*self.problems)

    def _ragged(self, number: int, row: GridRow) -> int:
        if not any(map(clean, row.cells)):
            return 0
        self.left_out.append(Row(number, row.line, row.cells))
        self.problems.append(row_ragged(number, row.line, len(row.cells), self.width))
        return 1

    def _refuse(self, number: int, row: GridRow, read: tuple[Any, ...]) -> None:
        self.left_out.append(Row(number, row.line, row.cells, {"refused": True}))
        for fault in read:
            if isinstance(fault, Fault):
                column = self.reading.heading_of(self._column_of(fault))
                self.problems.append(
                    Problem(
                        fault.code,
                        Effect.REFUSED,
                        number,
                        column,
                        fault.received,
                        fault.expected,
                        fault.suggestion,
                        row.line,
                    )
                )

    def _column_of(self, fault: Fault) -> str:
        """The column a fault speaks of, or the first there is that says the same thing."""
        found = self.reading.found
        if fault.column in found:
            return fault.column
        several = LEARNER_COLUMNS if fault.column in LEARNER_COLUMNS else ACTIVITY_COLUMNS
        return next((name for name in several if name in found), fault.column)


class _Seen(dict):
    """What groups of cells were read as: each distinct group is read when first met."""

    def __init__(
        self, names: Sequence[str], found: Mapping[str, int], read: Callable[[Mapping[str, str]], Any]
    ) -> None:
        super().__init__()
        self.names, self.read = names, read
        self.cells = itemgetter(*(found[name] for name in names))

    def __missing__(self, key: Any) -> Any:
        cells = (key,) if len(self.names) == 1 else key
        self[key] = read = self.read(dict(zip(self.names, cells, strict=True)))
        return read


def _names(found: Mapping[str, int], of: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in of if name in found)


def _status(cells: Mapping[str, str]) -> str | Fault:
    cell = clean(cells["status"])
    if not cell or cell in _DASHES:
        return Fault("VALUE_BLANK", "status", "attended, absent or excused", "Fill in the cell.", "a blank")
    if is_formula(cell):
        return Fault("FORMULA", "status", "plain text", "Take the sign at the start of the cell away.", "a formula")
    try:
        return status(cell)
    except Unreadable as unreadable:
        return Fault("STATUS_UNREADABLE", "status", unreadable.expected, unreadable.suggestion, kind_of(cell))


def _repeats(count: int) -> Problem:
    return Problem(
        "MARK_REPEATED",
        Effect.NOTED,
        0,
        "",
        f"{'1 row that says' if count == 1 else f'{count:,} rows that say'} again what another row says of the same "
        "learner and activity",
        "one row for each learner and activity",
        "The last of them counts.",
    )
