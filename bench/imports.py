"""100,000 rows of attendance: as we take them in, beside the checks alone and beside a row-by-row loop of the ORM."""

import csv
import io
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

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
        """How near taking a file in comes to only reading and checking it."""
        return self.taken_in / self.checks

    @property
    def over_row_by_row(self) -> float:
        return self.taken_in / self.row_by_row


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
    from waymark.ledger.sources.attendance.reading import read_attendance
    from waymark.ledger.sources.attendance.receiving import known_at, take_attendance

    with acting(everything("bench")) as scope:
        upns, references = _learners_and_activities("900001")
        content = attendance_file(upns, references)
        school = _school("900001")
        checks = min(_seconds(lambda: read_attendance(content, known_at(school, ON))) for _ in range(ROUNDS))
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
        read = read_attendance(content, known_at(school, ON))
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
            Encounter.objects.update_or_create(
                activity=activity, learner=learner, corrects=None, defaults={"status": row["Status"]}
            )


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
