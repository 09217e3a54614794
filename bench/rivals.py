"""The same figures worked out in pandas, as someone at home in it would, checked equal and timed."""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from bench.country import ON, SCHOOLS, country
from bench.evaluation import evaluation

TITLE = "Against pandas"
_SIZE = "quarter"


def measure(folder: Path) -> str:
    size = min(_SIZE, os.environ.get("WAYMARK_BENCH_SIZE", _SIZE), key=list(SCHOOLS).index)
    records = country(size, folder)
    ours = evaluation(records)
    program = "import sys; from bench.in_pandas import main; main(sys.argv[1], sys.argv[2])"
    with tempfile.TemporaryDirectory() as place:
        answer = Path(place) / "figures.json"
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", program, str(records), str(answer)], check=True)
        theirs = time.perf_counter() - started
        told = json.loads(answer.read_text())
        same = told["figures"] == _figures(records, ON)
    if not same:
        raise AssertionError("pandas and the evaluator disagree")
    return (
        f"Figures under gatsby-2024 of {ours.rows['learners']:,} learners with {ours.rows['participations']:,}"
        " participations, equal to the last number. pandas reads the folder and works them out, and checks nothing of"
        " it.\n\n"
        "| | seconds | peak memory, GB |\n| --- | --- | --- |\n"
        f"| pandas | {theirs:.1f} | {told['gigabytes']:.2f} |\n"
        f"| Waymark, with every check | {ours.seconds:.1f} | {ours.gigabytes:.2f} |\n"
        f"| ratio | {theirs / ours.seconds:.1f} | {told['gigabytes'] / ours.gigabytes:.1f} |"
    )


def _figures(records: Path, on: date) -> list[list]:
    """Our figures of institutions by entitlement, everyone in the cohort."""
    import csv

    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "out"
        command = [
            sys.executable, "-m", "waymark.cli.main", "evaluate", str(records), "--framework", "gatsby-2024",
            "--on", on.isoformat(), "--out", str(out), "--tables", "figures",
        ]  # fmt: skip
        subprocess.run(command, check=True)
        with (out / "figures.csv").open(encoding="utf-8", newline="") as opened:
            rows = list(csv.DictReader(opened))
    counts = ("n", "met", "not_yet", "missed", "unknown")
    keys = ("level", "unit", "group", "year_group", "entitlement")
    return sorted([*(row[key] for key in keys), *(int(row[count]) for count in counts)] for row in rows)
