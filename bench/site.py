"""An empty site on a database of its own, and a made-up country in its ledger: for benches of what pages wait for."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow.parquet as pq

_ACTIVITY = (
    "held_on", "provider_kind", "sector", "self_employed", "stem", "subject", "minutes", "mode", "purpose_shared",
    "outcomes_set", "two_way", "reflection", "task_set", "employer_feedback", "met_staff_and_learners", "pal_content",
    "adviser_level",
)  # fmt: skip
_AT_ONCE = 200_000


def empty_site(folder: Path) -> None:
    """Set Django up on a new SQLite database there."""
    open_site(folder)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def open_site(folder: Path) -> None:
    """Set Django up on the SQLite database there."""
    os.environ["WAYMARK_DATA"] = str(folder)
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'site.sqlite3'}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.config.settings")
    import django  # only benches of the site need it, each in a process of its own

    django.setup()


def load(records: Path) -> None:
    """Put a made-up country into the ledger, past the actions: a bench of what comes after is not one of them."""
    from django.db import connection

    connection.ensure_connection()
    rows = connection.connection.cursor()
    for said in ("synchronous = OFF", "journal_mode = OFF", "cache_size = -1000000"):  # nobody minds a loss here
        rows.execute(f"PRAGMA {said}")
    indexes = _without_indexes(rows, "ledger_encounter")
    schools, learners, activities = _load_places(rows, records), {}, {}
    for number, row in enumerate(_rows(records, "learners"), start=1):
        learners[row["learner_id"]] = (number, schools[row["institution_id"]])
    _insert(rows, "ledger_learner", (_learner(row, learners) for row in _rows(records, "learners")))
    _insert(rows, "ledger_enrolment", (_enrolment(row, learners) for row in _rows(records, "enrolments")))
    for number, row in enumerate(_rows(records, "activities"), start=1):
        activities[row["activity_id"]] = number
    _insert(rows, "ledger_activity", (_activity(row, schools, activities) for row in _rows(records, "activities")))
    kinds = (
        {"activity_id": activities[row["activity_id"]], "kind": row["kind"]} for row in _rows(records, "activities")
    )
    _insert(rows, "ledger_activitykind", kinds)
    _load_encounters(rows, records, learners, activities)
    for index in indexes:
        rows.execute(index)
    connection.connection.commit()
    rows.execute("ANALYZE")
    connection.close()  # what comes after is measured as the site runs
    os.sync()  # and not against the load being written out behind it


def _without_indexes(rows: sqlite3.Cursor, table: str) -> list[str]:
    """Drop a table's indexes for the time of a load; the statements that make them again."""
    made = rows.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql > ''", (table,)
    )
    found = made.fetchall()
    for name, _ in found:
        rows.execute(f'DROP INDEX "{name}"')
    return [sql for _, sql in found]


def _load_places(rows: sqlite3.Cursor, records: Path) -> dict[str, int]:
    from waymark.ledger.models import Touch
    from waymark.places.models import Kind, Organisation

    schools: dict[str, int] = {}
    for row in _rows(records, "institutions"):
        code = row["institution_id"]
        kind = Kind.COLLEGE if row["setting"] == "college" else Kind.SCHOOL
        made = Organisation(
            name=row["name"], slug=f"s{code}", urn=code, kind=kind, setting=row["setting"], la_code=row["la_code"]
        )
        made.save()
        Touch(organisation=made).save()
        schools[code] = made.pk
    return schools


def _learner(row: dict, learners: dict[str, tuple[int, int]]) -> dict:
    number, school = learners[row["learner_id"]]
    flags = {name: row[name] for name in ("sex", "sen", "pupil_premium", "looked_after", "eal", "considering_he")}
    blank = dict.fromkeys(("upn", "former_upn", "school_reference", "preferred_name", "ethnicity", "email"), "")
    named = {"given_name": "A", "family_name": row["learner_id"], "public_id": f"p{number:011}"}
    return {"id": number, "organisation_id": school, **named, **flags, **blank}


def _enrolment(row: dict, learners: dict[str, tuple[int, int]]) -> dict:
    number, school = learners[row["learner_id"]]
    return {
        "organisation_id": school,
        "learner_id": number,
        "academic_year": row["academic_year"],
        "year_group": row["year_group"],
        "form": "",
        "from_on": row["from"].isoformat(),
        "to_on": row["to"] and row["to"].isoformat(),
    }


def _activity(row: dict, schools: dict[str, int], activities: dict[str, int]) -> dict:
    number = activities[row["activity_id"]]
    facts = {name: row[name] for name in _ACTIVITY} | {"held_on": row["held_on"].isoformat()}
    blank = dict.fromkeys(("provider_name", "led_by", "notes", "school_reference"), "")
    made = {"title": "A", "state": "done", "benchmarks": "[]", "made_at": "2026-01-01", "public_id": f"p{number:011}"}
    return {"id": number, "organisation_id": schools[row["institution_id"]], **facts, **blank, **made}


def _load_encounters(
    rows: sqlite3.Cursor, records: Path, learners: dict[str, tuple[int, int]], activities: dict[str, int]
) -> None:
    """By far the most rows: column by column, not a dictionary each."""
    statement = (
        "INSERT INTO ledger_encounter (activity_id, learner_id, status, reason, recorded_at)"
        " VALUES (?, ?, ?, '', '2026-01-01')"
    )
    for batch in pq.ParquetFile(records / "participations.parquet").iter_batches(_AT_ONCE):
        columns = (batch.column(name).to_pylist() for name in ("activity_id", "learner_id", "status"))
        rows.executemany(
            statement,
            (
                (activities[activity], learners[learner][0], status)
                for activity, learner, status in zip(*columns, strict=True)
                if status != "planned"
            ),
        )


def _rows(records: Path, table: str) -> Iterator[dict]:
    for batch in pq.ParquetFile(records / f"{table}.parquet").iter_batches(_AT_ONCE):
        yield from batch.to_pylist()


def _insert(rows: sqlite3.Cursor, table: str, values: Iterable[dict]) -> None:
    each = iter(values)
    first = next(each)
    statement = f"INSERT INTO {table} ({', '.join(first)}) VALUES ({', '.join('?' * len(first))})"
    rows.execute(statement, tuple(first.values()))
    rows.executemany(statement, (tuple(value.values()) for value in each))
