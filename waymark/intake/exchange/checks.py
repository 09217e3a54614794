"""Every check of a folder's records, to the letter of the format; each gives all faults of its sort."""

from collections.abc import Iterator

from waymark.intake.exchange.faults import Fault
from waymark.intake.exchange.sources import Source
from waymark.intake.exchange.tables import Column
from waymark.intake.exchange.values import Text
from waymark.intake.exchange.workbench import Workbench

# The days of an enrolment, cut to its academic year. Only for records whose own values have been accepted.
STARTS = "greatest({starts}, make_date(CAST({year} AS INTEGER), 9, 1))"
ENDS = "least(coalesce({ends}, DATE '9999-12-31'), make_date(CAST({year} AS INTEGER) + 1, 8, 31))"


def value_faults(source: Source, bench: Workbench) -> Iterator[Fault]:
    """Every value outside its list, unreadable as its type, or blank where it may not be; ids are not looked at."""
    for column in source.judged:
        if not isinstance(column.value, Text):
            yield from _listed(source, column, _refused(source, column, bench), bench)
    if source.table.name in ("activities", "offers"):
        yield from _blank_for_its_kind(source, "provider", "provider_kind", bench)
        yield from _blank_for_its_kind(source, "guidance", "adviser_level", bench)


def blank_id_faults(source: Source, bench: Workbench) -> Iterator[Fault]:
    """Every blank where an id must stand."""
    for column in source.judged:
        if isinstance(column.value, Text) and not column.blank:
            for row in bench.rows(f"SELECT row FROM {_records(source)} WHERE {source.text(column.name)} = ''"):
                yield Fault(source.table.name, row[0], column.name, "", "an id, not a blank")


def key_faults(source: Source, bench: Workbench) -> Iterator[Fault]:
    """Every record whose key an earlier one has; a key with a blank in it is no key."""
    key = source.table.key
    if not key or not source.has(*key):
        return
    texts = [source.text(name) for name in key]
    filled = " AND ".join(f"{text} <> ''" for text in texts)
    names = ", ".join(f"k{place}" for place in range(len(key)))
    keys = ", ".join(f"{text} AS k{place}" for place, text in enumerate(texts))
    records = f"(SELECT row, {keys} FROM {_records(source)} WHERE {filled})"
    again = f"(SELECT {names}, min(row) AS earliest FROM {records} GROUP BY {names} HAVING count(*) > 1)"
    for row, received in bench.rows(f"SELECT row, k0 FROM {records} JOIN {again} USING ({names}) WHERE row > earliest"):
        expected = "each " + " and ".join(key) + " once"
        yield Fault(source.table.name, row, key[0], received, expected)


def reference_faults(source: Source, sources: dict[str, Source], bench: Workbench) -> Iterator[Fault]:
    """Every id that stands in no record of the table it refers to, where that table's keys could be read."""
    for column in source.judged:
        target = sources.get(column.refers_to)
        if target is None or not target.has(target.table.key_column):
            continue
        text, key = source.text(column.name), target.text(target.table.key_column)
        listed = bench.rows(
            f"SELECT row, id FROM (SELECT row, {text} AS id FROM {_records(source)}) AS records"
            f" WHERE id <> '' AND id NOT IN (SELECT {key} FROM {target.relation})"
        )
        for row, received in listed:
            yield Fault(source.table.name, row, column.name, received, f"one that stands in {column.refers_to}")


def enrolment_faults(source: Source, refused: set[int], bench: Workbench) -> Iterator[Fault]:
    """Enrolments with no day inside their academic year, and those that overlap one of the learner starting earlier.

    `refused` are rows with a value that could not be read: nothing more can be said of those.
    """
    if not source.has("academic_year", "from", "to"):
        return
    learner = source.text("learner_id") if source.has("learner_id") else "''"
    _number_rows("refused_rows", refused, bench)
    days = {name: f"CAST(nullif({source.text(name)}, '') AS DATE)" for name in ("from", "to")}
    year = source.text("academic_year")
    bench.run(
        f"CREATE OR REPLACE TEMP TABLE stays AS SELECT row, {learner} AS learner,"
        f" {source.text('from')} AS received, {STARTS.format(starts=days['from'], year=year)} AS starts,"
        f" {ENDS.format(ends=days['to'], year=year)} AS ends"
        f" FROM {_records(source)} WHERE row NOT IN (SELECT row FROM refused_rows)"
    )
    for row, received in bench.rows("SELECT row, received FROM stays WHERE ends < starts"):
        yield Fault("enrolments", row, "from", received, "a day on roll inside the academic year")
    overlapping = bench.rows(
        "SELECT row, received FROM (SELECT row, received, starts, max(ends) OVER (PARTITION BY learner"
        " ORDER BY starts, row ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS last_end"
        " FROM stays WHERE starts <= ends AND learner <> '') WHERE starts <= last_end"
    )
    for row, received in overlapping:
        yield Fault("enrolments", row, "from", received, "a day after the learner's earlier enrolment has ended")


def _records(source: Source) -> str:
    return f"(SELECT * FROM {source.relation} WHERE NOT ragged) AS records" if source.ragged else source.relation


def _refused(source: Source, column: Column, bench: Workbench) -> list[str]:
    """The values of a column that cannot stand. Each different one is judged once, however often it is there."""
    different = f'(SELECT DISTINCT "{column.name}" FROM {_records(source)}) AS different'
    values = [value for (value,) in bench.rows(f"SELECT DISTINCT {source.text(column.name)} FROM {different}")]
    return [value for value in values if not (column.blank if value == "" else column.value.accepts(value))]


def _listed(source: Source, column: Column, refused: list[str], bench: Workbench) -> Iterator[Fault]:
    if not refused:
        return
    bench.run("CREATE OR REPLACE TEMP TABLE refused_values (value VARCHAR)")
    bench.connection.executemany("INSERT INTO refused_values VALUES (?)", [[value] for value in refused])
    text = source.text(column.name)
    rows = bench.rows(f"SELECT row, {text} FROM {_records(source)} WHERE {text} IN (SELECT value FROM refused_values)")
    for row, received in rows:
        yield Fault(source.table.name, row, column.name, received, column.value.expected)


def _blank_for_its_kind(source: Source, kind: str, name: str, bench: Workbench) -> Iterator[Fault]:
    if source.has("kind", name):
        blank = f"{source.text('kind')} = '{kind}' AND {source.text(name)} = ''"
        for row in bench.rows(f"SELECT row FROM {_records(source)} WHERE {blank}"):
            expected = source.table.column(name).value.expected
            yield Fault(source.table.name, row[0], name, "", f"{expected}, as this is {kind}")


def _number_rows(name: str, rows: set[int], bench: Workbench) -> None:
    bench.run(f"CREATE OR REPLACE TEMP TABLE {name} (row BIGINT)")
    if rows:
        bench.connection.executemany(f"INSERT INTO {name} VALUES (?)", [[row] for row in rows])
