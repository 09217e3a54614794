"""100,000 rows of attendance: as we take them in, beside only checking them and beside a row-by-row loop of the ORM."""

import csv
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

TITLE = "Bringing in 100,000 rows of attendance"
ROWS, LEARNERS, ACTIVITIES = 100_000, 1_200, 400
BAD = 0.02
SAMPLE = 3_000  # rows of the slow way, which are enough to time it
ON = date(2026, 11, 22)
ROUNDS = 3
_MARKS = ("attended", "attended", "attended", "attended", "absent", "excused")


@dataclass(frozen=True)
class ImportSpeed:
    """Rows a second of each way, on one database in one run."""

    database: str
    checks: float
    taken_in: float
    row_by_row: float
    stored: int
    refused: int

    @property
    def of_checks(self) -> float:
        """How near taking a file in comes to a dry run, which reads, checks and compares, and writes nothing."""
        return self.taken_in / self.checks

    @property
    def over_row_by_row(self) -> float:
        return self.taken_in / self.row_by_row


def measure(folder: Path) -> str:
    """The section of the page: SQLite, and PostgreSQL where `WAYMARK_BENCH_POSTGRESQL` names an empty database."""
    said = [_measured_apart({})]
    if postgresql := os.environ.get("WAYMARK_BENCH_POSTGRESQL"):
        said.append(_measured_apart({"DATABASE_URL": postgresql}))
    rows = [
        f"| {one.database} | {one.taken_in:,.0f} | {one.checks:,.0f} | {one.row_by_row:,.0f} |"
        f" {one.of_checks:.2f} | {one.over_row_by_row:,.0f} |"
        for one in said
    ]
    return (
        f"A file of {ROWS:,} rows for {LEARNERS:,} learners and {ACTIVITIES} activities, two rows in a hundred of them"
        f" wrong: {said[0].stored:,} marks stored, {said[0].refused:,} rows refused, the later of two rows counting."
        " *Dry run* reads, checks and compares with the records, and writes nothing. *Row by row* looks each row's"
        f" learner and activity up by the ORM and saves it ({SAMPLE:,} rows timed).\n\n"
        "| database | taken in, rows a second | dry run | row by row | taken in / dry run | taken in / row by row |\n"
        "| --- | --- | --- | --- | --- | --- |\n" + "\n".join(rows) + "\n\n"
        "Goals: taken in at a third of the dry run or more, and at 100 times row by row or more, on SQLite."
    )


def _measured_apart(settings: dict[str, str]) -> ImportSpeed:
    """Measured in a process of its own, on a site of its own."""
    with tempfile.TemporaryDirectory() as site:
        plain = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment = plain | {"DJANGO_SETTINGS_MODULE": "waymark.config.settings", "WAYMARK_DATA": site} | settings
        ended = subprocess.run(
            [sys.executable, "-m", "bench.imports"], env=environment, check=True, stdout=subprocess.PIPE, text=True
        )
    return ImportSpeed(**json.loads(ended.stdout))


def attendance_file(upns: list[str], references: list[str], *, seed: int = 1) -> bytes:
    """A made-up file: two rows in a hundred name nobody, no activity or no mark, and many pairs come twice."""
    rng = random.Random(seed)
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(("Activity reference", "UPN", "Status"))
    for _ in range(ROWS):
        row = [rng.choice(references), rng.choice(upns), rng.choice(_MARKS)]
        if rng.random() < BAD:
            row[rng.randrange(3)] = rng.choice(("", "nobody", "Z000000000000"))
        rows.writerow(row)
    return out.getvalue().encode()


def import_speed() -> ImportSpeed:
    """Measure on the database that Django is set up with, which must be empty: what is written stays there."""
    from django.db import connection

    from waymark.access.scope import acting, everything
    from waymark.ledger.models import Encounter
    from waymark.ledger.sources.attendance.receiving import previewed_attendance, take_attendance

    with acting(everything("bench")) as scope:
        upns, references = _learners_and_activities("900001")
        content = attendance_file(upns, references)
        school = _school("900001")
        checks = min(
            _seconds(lambda: previewed_attendance(content=content, school=school, on=ON)) for _ in range(ROUNDS)
        )
        taken = []
        for round_ in range(ROUNDS):  # each into a school of its own, so that every mark is new
            urn = f"90001{round_}"
            _learners_and_activities(urn)
            into = _school(urn)
            taken.append(
                _seconds(
                    lambda into=into: take_attendance(content=content, filename="a.csv", school=into, on=ON, by=scope)
                )
            )
        read = previewed_attendance(content=content, school=school, on=ON)
        slow = _seconds(lambda: _row_by_row(school, content))
        stored = Encounter.objects.filter(activity__organisation__urn="900010").count()
    return ImportSpeed(
        connection.vendor, ROWS / checks, ROWS / min(taken), SAMPLE / slow, stored, len(read.reading.left_out)
    )


def _row_by_row(school, content: bytes) -> None:
    """What one would write first: look each row's learner and activity up, and save it."""
    from waymark.ledger.models import Activity, Encounter, Learner

    done = 0
    for row in csv.DictReader(io.StringIO(content.decode())):
        if done == SAMPLE:
            return
        done += 1
        try:
            learner = Learner.objects.get(organisation=school, upn=row["UPN"])
            activity = Activity.objects.get(organisation=school, school_reference=row["Activity reference"])
        except (Learner.DoesNotExist, Activity.DoesNotExist):
            continue
        if row["Status"] in _MARKS:
            Encounter.objects.update_or_create(activity=activity, learner=learner, defaults={"status": row["Status"]})


def _learners_and_activities(urn: str) -> tuple[list[str], list[str]]:
    """A school's worth of both, with the same numbers at every school."""
    from waymark.ledger.models import Activity, Learner
    from waymark.places.models import Kind, Organisation

    school = Organisation.objects.create(name=f"School {urn}", slug=f"school-{urn}", urn=urn, kind=Kind.SCHOOL)
    upns = [f"A{820_000_000_000 + number}" for number in range(LEARNERS)]
    references = [f"ACT{number:04}" for number in range(ACTIVITIES)]
    Learner.objects.bulk_create(
        [Learner(organisation=school, upn=upn, given_name="A", family_name=upn[-4:]) for upn in upns]
    )
    Activity.objects.bulk_create(
        [
            Activity(
                organisation=school,
                school_reference=reference,
                title=reference,
                held_on=ON - timedelta(days=1 + number),
            )
            for number, reference in enumerate(references)
        ]
    )
    return upns, references


def _school(urn: str):
    from waymark.places.models import Organisation

    return Organisation.objects.get(urn=urn)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps(asdict(import_speed())))
