"""`make prove`: the same bytes from a real Spark cluster as from DuckDB and from the plain kernel."""

import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.country import country
from scripts.proving.cluster import cluster
from tests.evaluation.worlds import measured_days, worlds, write_world
from waymark.evaluation.frameworks import framework_names

_WORLDS = 2
_TABLES = ("judgements", "figures", "scores")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="waymark-prove-") as place:
        folder = Path(place)
        asked = [(country("school", folder), date(2026, 7, 10)), *_made_worlds(folder)]
        print("Starting a Spark cluster: a master, two workers, a Spark Connect server …", flush=True)
        with cluster(Path(sys.argv[1]), folder) as address:
            wrong = [
                f"{records.name} under {framework}"
                for records, on in asked
                for framework in framework_names()
                if not _agree(records, framework, on, folder, address)
            ]
    if wrong:
        sys.exit("Not the same bytes: " + "; ".join(wrong))
    print(f"The same bytes from all three engines, {len(asked)} folders under {len(framework_names())} frameworks.")


def _made_worlds(folder: Path) -> list[tuple[Path, date]]:
    """The same few worlds each time, of the kind that the property test makes."""
    made: list[tuple[Path, date]] = []

    @settings(max_examples=40, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(measured_days.flatmap(lambda on: st.tuples(st.just(on), worlds(on))))
    def keep(drawn) -> None:
        on, world = drawn
        made.append((folder / f"world{len(made)}", on))
        write_world(world, made[-1][0])

    keep()
    fullest = sorted(made, key=lambda each: -(each[0] / "participations.csv").stat().st_size)
    return fullest[:_WORLDS]


def _agree(records: Path, framework: str, on: date, folder: Path, address: str) -> bool:
    written = {}
    for engine in ("plain", "duckdb", "spark"):
        out = folder / f"out-{records.name}-{framework}-{engine}"
        command = [
            sys.executable, "-m", "waymark.cli.main", "evaluate", str(records), "--framework", framework,
            "--on", on.isoformat(), "--out", str(out), "--engine", engine, "--spark", address,
        ]  # fmt: skip
        subprocess.run(command, check=True)
        written[engine] = [(out / f"{table}.csv").read_bytes() for table in _TABLES]
    same = written["plain"] == written["duckdb"] == written["spark"]
    lines = sum(content.count(b"\n") for content in written["plain"])
    print(f"  {records.name:10} {framework:16} {lines:>7} lines: {'the same' if same else 'DIFFERENT'}", flush=True)
    return same


if __name__ == "__main__":
    main()
