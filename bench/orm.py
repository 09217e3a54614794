"""A loop of the ORM over the learners of a hub, rows fetched ahead, against the evaluator: equal to the last number."""

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq

from bench.country import ON, SCHOOLS, country
from bench.evaluation import evaluation
from bench.site import empty_site, load

TITLE = "Against a loop of the ORM"
_AT_ONCE = 500  # learners whose rows are fetched ahead together
_Figures = Counter[tuple[str, int, str, str]]


def measure(folder: Path) -> str:
    size = os.environ.get("WAYMARK_BENCH_SITE", "hub")
    records = country(size, folder)
    runs = [evaluation(records) for _ in range(3)]
    with tempfile.TemporaryDirectory() as place:
        empty_site(Path(place))
        load(records)
        started = time.perf_counter()
        theirs_figures = _looped(records)
        theirs = time.perf_counter() - started
    runs += [evaluation(records) for _ in range(3)]  # on both sides of the loop: machines drift
    ours, working = min(run.seconds for run in runs), min(run.working for run in runs)
    if theirs_figures != _evaluated(records):
        raise AssertionError("the loop and the evaluator disagree")
    return (
        f"Figures under gatsby-2024 of {SCHOOLS[size]:,} schools. The loop reads a SQLite database, {_AT_ONCE} learners"
        " at a time with their enrolments, encounters and activities fetched ahead, and judges each by the kernel.\n\n"
        "| | seconds | the loop is so many times |\n| --- | --- | --- |\n"
        f"| the loop, the start of its program not counted | {theirs:.1f} | 1 |\n"
        f"| `waymark evaluate`: reading, checking, evaluating, writing | {working:.2f} | {theirs / working:.0f} |\n"
        f"| the same with the start and the end of the program | {ours:.2f} | {theirs / ours:.0f} |\n\n"
        "Goal: 50 times at a hub, aim 100."
    )


def _looped(records: Path) -> _Figures:
    """How many of each year group have each answer to each entitlement, as somebody at home in Django would."""
    from waymark.access.scope import acting, everything
    from waymark.evaluation.frameworks import framework
    from waymark.evaluation.plain import institution_of
    from waymark.kernel.facts import encounters, standing
    from waymark.kernel.judge import applies, is_in_cohort, judge

    places = pq.read_table(records / "institutions.parquet").to_pylist()
    schools = {row["institution_id"]: institution_of(row) for row in places}
    dues, found = framework("gatsby-2024").entitlements, Counter()
    with acting(everything("bench")):
        for learner, enrolments, attended in _learners():
            at = standing(enrolments, schools, on=ON, considering_he=bool(learner.considering_he))
            if at is None:
                continue
            had = encounters(enrolments, attended, on=ON)
            for due in dues:
                if applies(due, at) and is_in_cohort(due, at):
                    found[at.institution.institution_id, at.year_group, due.code, judge(due, at, had).answer.value] += 1
    return found


def _learners() -> Iterator[tuple]:
    """Each learner with their enrolments and the activities they attended, as the kernel takes them."""
    from waymark.kernel.facts import Enrolment
    from waymark.ledger.models import Learner

    ahead = ("organisation", "enrolments", "encounters__activity__kinds")
    for learner in Learner.objects.prefetch_related(*ahead).order_by("pk").iterator(chunk_size=_AT_ONCE):
        code = learner.organisation.institution_id
        enrolments = [
            Enrolment(code, each.academic_year, each.year_group, each.from_on, each.to_on)
            for each in learner.enrolments.all()
        ]
        attended = [
            _activity(each.activity, kind.kind)
            for each in learner.encounters.all()
            if each.status == "attended"
            for kind in each.activity.kinds.all()
        ]
        yield learner, enrolments, attended


def _activity(activity, kind: str):
    """The kernel's activity, made once of each."""
    from waymark.evaluation.plain import activity_of

    made = activity.__dict__.setdefault("_as_facts", {})
    if kind not in made:
        made[kind] = activity_of(activity.__dict__ | {"activity_id": activity.public_id, "kind": kind})
    return made[kind]


def _evaluated(records: Path) -> _Figures:
    """The same counts from the evaluator's figures."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "out"
        command = [
            sys.executable, "-m", "waymark.cli.main", "evaluate", str(records), "--framework", "gatsby-2024",
            "--on", ON.isoformat(), "--out", str(out), "--tables", "figures",
        ]  # fmt: skip
        subprocess.run(command, check=True)
        with (out / "figures.csv").open(encoding="utf-8", newline="") as opened:
            rows = [
                row
                for row in csv.DictReader(opened)
                if row["level"] == "institution" and row["group"] == "all" and row["year_group"] != "0"
            ]
    counted: _Figures = Counter()
    for row in rows:
        for answer in ("met", "not_yet", "missed", "unknown"):
            if int(row[answer]):
                counted[row["unit"], int(row["year_group"]), row["entitlement"], answer] = int(row[answer])
    return counted
