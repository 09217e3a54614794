"""Puts sound tables into the shape that is evaluated: typed, ids as whole numbers, enrolments cut to their year.

Doing so shows whether keys, references and enrolments are sound, at little further cost.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from waymark.intake.exchange.checks import ENDS, STARTS
from waymark.intake.exchange.sources import Source
from waymark.intake.exchange.tables import ACTIVITIES, subjects_of
from waymark.intake.exchange.workbench import Workbench, quoted
from waymark.kernel.facts import USUAL_DAY_MINUTES

Progress = Callable[[str], None]
_ROWS_AT_ONCE = 1_000_000
_PAIRS_AT_ONCE = 1_000
_MOST_YEARS = 62  # that fit the bits of a whole number


@dataclass(frozen=True, slots=True)
class Staged:
    """The tables of a sound folder on its workbench, and how many records each had.

    Relations: `institution`, `subject_listed`, `learner`, `enrolment`, `activity`, `participation`; and the ids that
    their numbers stand for, as `key` by `number` in text order: `institutions_number`, `learners_number` and
    `activities_number`. No learner has more than `most` participations.
    """

    bench: Workbench
    rows: dict[str, int]
    most: int


def stage(sources: dict[str, Source], bench: Workbench, progress: Progress) -> Staged | None:
    """Stage every table; None when some key, reference or enrolment is not sound, and what was staged is of no use.

    Every value must have been accepted before.
    """
    progress("Reading institutions, learners and activities")
    small = ("institutions", "learners", "activities")
    if not all(_number_keys(sources[name], bench) for name in small):
        return None
    _stage_institutions(sources["institutions"], bench)
    if not (_stage_learners(sources["learners"], bench) and _stage_activities(sources["activities"], bench)):
        return None
    progress("Reading enrolments")
    if not _stage_enrolments(sources["enrolments"], bench):
        return None
    progress("Reading participations")
    most = _stage_participations(sources["participations"], bench)
    if most is None:
        return None
    rows = {name: bench.value(f"SELECT count(*) FROM {source.relation}") for name, source in sources.items()}
    return Staged(bench, rows, most)


def _number_keys(source: Source, bench: Workbench) -> bool:
    """Number a table's keys in text order; False if a key is blank or stands there twice."""
    name, key = source.table.name, source.table.key_column
    bench.run(
        f"CREATE TABLE {name}_number AS SELECT key, CAST(row_number() OVER (ORDER BY key) - 1 AS INTEGER) AS number"
        f" FROM (SELECT DISTINCT {source.text(key)} AS key FROM {source.relation}) WHERE key <> ''"
    )
    numbered = bench.value(f"SELECT count(*) FROM {name}_number")
    return numbered == bench.value(f"SELECT count(*) FROM {source.relation}")


def _stage_institutions(source: Source, bench: Workbench) -> None:
    bench.run(
        "CREATE TABLE institution AS SELECT number AS institution_id, key AS code, setting, la_code, hub_id, trust_id,"
        f" coalesce(day_minutes, {USUAL_DAY_MINUTES}) AS day_minutes FROM institutions_number JOIN (SELECT"
        f" {_typed(source, 'institution_id', 'setting', 'la_code', 'hub_id', 'trust_id', 'day_minutes')}"
        f" FROM {source.relation}) AS records ON records.institution_id = key"
    )
    listed = bench.rows(
        f"SELECT number, {source.text('subjects')} FROM institutions_number"
        f" JOIN {source.relation} ON {source.text('institution_id')} = key"
    )
    pairs = [(number, subject) for number, text in listed for subject in subjects_of(text)]
    bench.run("CREATE TABLE subject_listed (institution_id INTEGER, subject VARCHAR)")
    for first in range(0, len(pairs), _PAIRS_AT_ONCE):
        some = pairs[first : first + _PAIRS_AT_ONCE]
        rows = ", ".join(f"({number}, {quoted(subject)})" for number, subject in some)
        bench.run(f"INSERT INTO subject_listed VALUES {rows}")  # as parameters they would cost the import of pandas


def _stage_learners(source: Source, bench: Workbench) -> bool:
    flags = ("pupil_premium", "looked_after", "eal", "considering_he")
    columns = _typed(source, "learner_id", "institution_id", "sex", "sen", *flags)
    bench.run(
        f"CREATE TABLE learner AS SELECT l.number AS learner_id, sex, sen, {', '.join(flags)},"
        f" i.number IS NULL AS stray FROM (SELECT {columns}"
        f" FROM {source.relation}) AS records JOIN learners_number AS l ON l.key = records.learner_id"
        " LEFT JOIN institutions_number AS i ON i.key = records.institution_id"
    )
    return not bench.value("SELECT count(*) FROM learner WHERE stray")


def _stage_activities(source: Source, bench: Workbench) -> bool:
    names = [column.name for column in ACTIVITIES.columns if column.name not in ("provider_id", "institution_id")]
    whole = {
        "minutes": "coalesce(minutes, 0) AS minutes",
        "adviser_level": "coalesce(adviser_level, 0) AS adviser_level",
    }
    kept = ", ".join(whole.get(name, name) for name in names if name != "activity_id")
    bench.run(
        f"CREATE TABLE activity AS SELECT a.number AS activity_id, {kept}, i.number IS NULL AS stray"
        f" FROM (SELECT {_typed(source, 'institution_id', *names)} FROM {source.relation}) AS records"
        " JOIN activities_number AS a ON a.key = records.activity_id"
        " LEFT JOIN institutions_number AS i ON i.key = records.institution_id"
    )
    return not bench.value("SELECT count(*) FROM activity WHERE stray")


def _stage_enrolments(source: Source, bench: Workbench) -> bool:
    starts = STARTS.format(starts=source.typed("from"), year=source.typed("academic_year"))
    ends = ENDS.format(ends=source.typed("to"), year=source.typed("academic_year"))
    bench.run(
        f"CREATE TABLE enrolment AS SELECT l.number AS learner_id, i.number AS institution_id,"
        f" CAST(records.academic_year AS SMALLINT) AS academic_year, CAST(year_group AS TINYINT) AS year_group,"
        f" starts, ends FROM (SELECT {_typed(source, 'learner_id', 'institution_id', 'academic_year', 'year_group')},"
        f" {starts} AS starts, {ends} AS ends FROM {source.relation}) AS records"
        " LEFT JOIN learners_number AS l ON l.key = records.learner_id"
        " LEFT JOIN institutions_number AS i ON i.key = records.institution_id"
    )
    unsound = "learner_id IS NULL OR institution_id IS NULL OR ends < starts"
    return not bench.value(f"SELECT count(*) FROM enrolment WHERE {unsound}") and not _overlap(bench)


def _overlap(bench: Workbench) -> bool:
    """Whether two enrolments of one learner overlap: cut to their years, they can only within one year."""
    first, last = bench.rows("SELECT min(academic_year), max(academic_year) FROM enrolment")[0]
    if first is None:
        return False
    several = "SELECT DISTINCT learner_id FROM enrolment"
    if last - first < _MOST_YEARS:
        several = (
            "SELECT learner_id FROM enrolment GROUP BY learner_id HAVING"
            f" count(*) <> bit_count(bit_or(CAST(1 AS BIGINT) << (academic_year - {first})))"
        )
    return bool(
        bench.value(
            "SELECT count(*) FROM (SELECT starts, lag(ends) OVER (PARTITION BY learner_id ORDER BY starts, ends)"
            f" AS ended FROM enrolment WHERE learner_id IN ({several})) WHERE starts <= ended"
        )
    )


def _stage_participations(source: Source, bench: Workbench) -> int | None:
    """Pairs as one sorted column of whole numbers: learner, activity, attended. How many the busiest learner has.

    None if a pair stands there twice, which sorting shows, or refers to nothing.
    """
    pairs = _numbered_pairs(source, bench)
    _sort(pairs)
    most = _busiest(pairs)
    if most is None or (len(pairs) and pairs[0] < 0):
        return None
    bench.connection.register("participation_pair", {"pair": pairs})  # so, and not as Arrow, its size is known
    bench.run(
        "CREATE VIEW participation AS SELECT CAST(pair >> 32 AS INTEGER) AS learner_id,"
        " CAST((pair >> 1) & 2147483647 AS INTEGER) AS activity_id, (pair & 1) = 1 AS attended FROM participation_pair"
    )
    return most


def _sort(pairs: np.ndarray) -> None:
    """Two halves at once, then merged, which a stable sort does of what is already in runs."""
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(np.ndarray.sort, np.array_split(pairs, 2)))
    pairs.sort(kind="stable")


def _numbered_pairs(source: Source, bench: Workbench) -> np.ndarray:
    """First as a table, for what is handed over while it is worked out is worked out on one processor."""
    bench.run(
        "CREATE TEMP TABLE numbered AS"
        " SELECT coalesce((CAST(l.number AS BIGINT) << 32) | (CAST(a.number AS BIGINT) << 1)"
        " | CAST(records.status = 'attended' AS BIGINT), -1) AS pair"
        f" FROM (SELECT {_typed(source, 'activity_id', 'learner_id', 'status')} FROM {source.relation}) AS records"
        " LEFT JOIN learners_number AS l ON l.key = records.learner_id"
        " LEFT JOIN activities_number AS a ON a.key = records.activity_id"
    )
    pairs = np.empty(bench.value("SELECT count(*) FROM numbered"), dtype=np.int64)
    filled = 0
    for batch in bench.connection.execute("SELECT pair FROM numbered").to_arrow_reader(_ROWS_AT_ONCE):
        pairs[filled : filled + batch.num_rows] = np.from_dlpack(batch.column(0))
        filled += batch.num_rows
    bench.run("DROP TABLE numbered")
    return pairs


def _busiest(pairs: np.ndarray) -> int | None:
    """How often the learner of most sorted pairs occurs, 0 if there are none; None if a pair is there twice."""
    starts = [np.zeros(1, dtype=np.int64)]
    for start in range(0, len(pairs), _ROWS_AT_ONCE):
        some = pairs[start : start + _ROWS_AT_ONCE + 1] >> 1
        if (some[1:] == some[:-1]).any():
            return None
        learners = some >> 31
        starts.append(np.flatnonzero(learners[1:] != learners[:-1]) + start + 1)
    edges = np.concatenate([*starts, [len(pairs)]])
    return int(np.diff(edges).max())


def _typed(source: Source, *names: str) -> str:
    return ", ".join(f'{source.typed(name)} AS "{name}"' for name in names)
