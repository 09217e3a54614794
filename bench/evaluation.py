"""A whole folder evaluated, from one school to England, against the bare scan of the columns it reads."""

import json
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import duckdb

from bench.country import ON, SCHOOLS, country
from waymark.intake.exchange.tables import TABLES

TITLE = "Evaluation of a folder"
# Waymark does not install pandas, and its libraries import it where they find it: here it is not found.
_WAYMARK = (
    "import sys\n"
    "class Without:\n"
    "    def find_spec(self, name, path=None, target=None):\n"
    "        if name == 'pandas': raise ModuleNotFoundError(name)\n"
    "sys.meta_path.insert(0, Without())\n"
    "from waymark.cli.main import main\n"
    "main()"
)
_TRACK = (
    "import resource, subprocess, sys; code = subprocess.run(sys.argv[1:]).returncode;"
    " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)"
)


def measure(folder: Path) -> str:
    """Every size up to `WAYMARK_BENCH_SIZE` (default: England)."""
    largest = os.environ.get("WAYMARK_BENCH_SIZE", "england")
    sizes = list(SCHOOLS)[: list(SCHOOLS).index(largest) + 1]
    lines = [
        "`waymark evaluate --framework gatsby-2024 --tables figures,scores` from Parquet: reading, every check of the",
        "folder, checksums, evaluation and writing, the start of the program included. The scan reads every value of",
        "the columns that are read, in the same engine.",
        "",
        "| size | schools | learners | participations | bare scan, s | evaluation, s | ratio | peak, GB | growth |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    before: tuple[int, float] | None = None
    for size in sizes:
        records = country(size, folder)
        scan = min(bare_scan(records) for _ in range(2))
        run = evaluation(records)
        growth = _exponent(before, (run.rows["participations"], run.seconds))
        before = (run.rows["participations"], run.seconds)
        lines.append(
            f"| {size} | {SCHOOLS[size]:,} | {run.rows['learners']:,} | {run.rows['participations']:,} | {scan:.2f}"
            f" | {run.seconds:.1f} | {run.seconds / scan:.1f} | {run.gigabytes:.2f} | {growth} |"
        )
    lines += ["", "Growth is the exponent of time in participations, from the size above: 1 is in proportion."]
    return "\n".join(lines)


def bare_scan(records: Path) -> float:
    """Seconds to read every value of the columns that an evaluation reads."""
    started = time.perf_counter()
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    for table in TABLES:
        columns = [column.name for column in table.columns if column.name not in ("name", "provider_id")]
        read = ", ".join(f'max("{name}"), count("{name}")' for name in columns)
        connection.execute(f"SELECT {read} FROM read_parquet('{records / table.name}.parquet')").fetchall()
    return time.perf_counter() - started


class Run(NamedTuple):
    """What a run took: `working` is what is left of its seconds without the start and the end of the program."""

    seconds: float
    working: float
    gigabytes: float
    rows: dict[str, int]


def evaluation(records: Path) -> Run:
    """A whole run, in a process of its own."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "out"
        command = [
            sys.executable, "-c", _TRACK, sys.executable, "-c", _WAYMARK, "evaluate", str(records),
            "--framework", "gatsby-2024", "--on", ON.isoformat(), "--out", str(out), "--tables", "figures,scores",
        ]  # fmt: skip
        started = time.perf_counter()
        said = subprocess.run(command, check=True, capture_output=True, text=True)
        seconds = time.perf_counter() - started
        run = json.loads((out / "run.json").read_text())
    rows = {name: of["rows"] for name, of in run["inputs"].items()}
    return Run(seconds, run["seconds"], int(said.stdout) / 1e6, rows)


def _exponent(before: tuple[int, float] | None, now: tuple[int, float]) -> str:
    if before is None:
        return ""
    return f"{math.log(now[1] / before[1]) / math.log(now[0] / before[0]):.2f}"
