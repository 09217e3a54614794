"""The report of what an exchange folder's import left out: each record as it came, under the columns of all tables."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from waymark.intake.exchange.folders import as_cell
from waymark.intake.exchange.tables import TABLES
from waymark.intake.reading import Effect, Problem, Reading
from waymark.intake.reading import Row as ReadRow
from waymark.ledger.rules.exchange import Part, Row

Place = tuple[str, int]  # a table, and the row in it
COLUMNS = tuple(dict.fromkeys(column.name for table in TABLES for column in table.columns))


def left_out_of(parts: Iterable[Part], left_out: Collection[Place], problems: Iterable[Problem]) -> Reading:
    """Records left out, with what is wrong with each; `left_out` names them by table and row."""
    records = {place: row for part in parts for place, row in _records(part) if place in left_out}
    return _listed(records, _by_place(problems))


def faults_of(problems: Iterable[Problem]) -> Reading:
    """The places of a folder that was refused whole, with what is wrong at each: what stood there is not repeated."""
    told = _by_place(problems)
    return _listed({place: {} for place in told}, told)


def places_of(part: Part) -> Iterator[Place]:
    """Every record of a part, by table and row."""
    return (place for place, _ in _records(part))


def _listed(records: Mapping[Place, Row], told: Mapping[Place, list[Problem]]) -> Reading:
    rows, problems = [], []
    for number, (place, record) in enumerate(sorted(records.items(), key=lambda one: one[0]), start=2):
        cells = (place[0], str(place[1]), *(as_cell(record.get(name)) for name in COLUMNS))
        rows.append(ReadRow(number, number, cells))
        problems += [replace(problem, row=number) for problem in told.get(place, [_WITH_WHAT_IT_NAMES])]
    return Reading(header=("table", "row", *COLUMNS), problems=tuple(problems), left_out=tuple(rows))


def _records(part: Part) -> Iterator[tuple[Place, Row]]:
    yield ("institutions", part.institution["row"]), part.institution
    for table in TABLES[1:]:
        for row in getattr(part, table.name):
            yield (table.name, row["row"]), row


def _by_place(problems: Iterable[Problem]) -> dict[Place, list[Problem]]:
    told: dict[Place, list[Problem]] = {}
    for problem in problems:
        if problem.effect is not Effect.NOTED:
            told.setdefault((problem.column.partition(".")[0], problem.row), []).append(problem)
    return told


_WITH_WHAT_IT_NAMES = Problem(
    "RECORD_LEFT_OUT",
    Effect.REFUSED,
    expected="a record whose school, learner and activity are taken in",
    suggestion="It was left out with what it names: mend that first.",
)
