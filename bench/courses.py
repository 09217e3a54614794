"""LARS-size and 5 MB course files, as `waymark import` takes them in: a new database, one process, wall clock."""

import csv
import io
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import date
from pathlib import Path

TITLE = "Bringing in LARS and a 5 MB file of courses"
AIMS, MOST_BYTES, ON = 131_000, 5 * 1024 * 1024, date(2026, 11, 22)
_WHO = "10009901"
_COLUMNS = 60  # of the published table, most of which nobody reads


def measure(folder: Path) -> str:
    """The section of the page."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        rows = write_files(work)
        timed = {kind: _timed(work, kind, path) for kind, path in _files(work)}
        again = _timed(work, "courses", work / "courses.csv")
    lines = [
        f"| LARS, {AIMS:,} aims of {_COLUMNS} columns, 60,000 aims in a category | {_two(timed['lars'])} | 60 |",
        f"| courses, {MOST_BYTES / 1024 / 1024:.0f} MB, {rows:,} rows | {_two(timed['courses'])} | 10 |",
        f"| the same courses again | {_two(again)} | 10 |",
    ]
    return "\n".join(
        [
            "Each is one run of `waymark import` on SQLite, from starting the program to its end, every row right.",
            "",
            "| file | seconds | of the processor | asked for |",
            "| --- | ---: | ---: | ---: |",
            *lines,
        ]
    )


def _two(seconds: tuple[float, float]) -> str:
    return " | ".join(f"{each:.1f}" for each in seconds)


def write_files(folder: Path) -> int:
    """Write the files; returns how many rows the file of courses has."""
    chance = random.Random(20261122)
    (folder / "ukrlp.xml").write_text(
        "<P><MatchingProviderRecords><UnitedKingdomProviderReferenceNumber>10009901"
        "</UnitedKingdomProviderReferenceNumber><ProviderName>Hartwell</ProviderName></MatchingProviderRecords></P>"
    )
    (folder / "postcodes.csv").write_text("pcds,lat,long\nGU1 3BB,51.2394,-0.5671\n")
    (folder / "venues.csv").write_bytes(_venues())
    _lars(folder / "lars.zip", chance)
    content, rows = _courses(chance)
    (folder / "courses.csv").write_bytes(content)
    return rows


def _files(folder: Path):
    names = ("ukrlp.xml", "postcodes.csv", "venues.csv", "lars.zip", "courses.csv")
    return [(name.partition(".")[0], folder / name) for name in names]


def _timed(folder: Path, kind: str, path: Path) -> tuple[float, float]:
    """Seconds on the wall, and of the processor."""
    who = ["--institution", _WHO, "--on", ON.isoformat()] if kind in ("venues", "courses") else []
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "waymark.cli.main", "import", kind, str(path), *who],
        check=True,
        env={**os.environ, "WAYMARK_DATA": str(folder / "data")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - began, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _lars(path: Path, chance: random.Random) -> None:
    heads = ["LearnAimRef", "EffectiveFrom", "EffectiveTo", "LearnAimRefTitle", "LearnAimRefType", "NotionalNVQLevelv2",
             "AwardOrgCode", "SectorSubjectAreaTier2", "GuidedLearningHours", "OperationalEndDate"]  # fmt: skip
    heads += [f"Other{number}" for number in range(_COLUMNS - len(heads))]
    words = ("Certificate", "Diploma", "Award", "in", "Plumbing", "Care", "Welding", "Design", "Business", "Practice")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        rows = (
            [f"{number:08}", "01 Aug 2014", "", " ".join(chance.choices(words, k=6)), "0006", str(number % 5 + 1),
             f"A{number % 600}", "5.20", "120.00", "31 Jul 2030", *["0"] * (_COLUMNS - 10)]
            for number in range(AIMS)
        )  # fmt: skip
        archive.writestr("LearningDelivery.csv", _csv(heads, rows))
        bodies = ([f"A{number}", f"Body number {number}"] for number in range(600))
        archive.writestr("AwardOrgCode.csv", _csv(["AwardOrgCode", "AwardOrgName"], bodies))
        held = ([f"{number * 2:08}", str(20 + number % 40)] for number in range(60_000))
        archive.writestr("LearningDeliveryCategory.csv", _csv(["LearnAimRef", "CategoryRef"], held))


def _venues() -> bytes:
    from waymark.opportunities.sources.columns import VENUE_COLUMNS

    rows = ([f"V{number}", f"Hall {chr(65 + number)}", "1 Mill Lane", "", "Guildford", "", "GU1 3BB", "", "", ""]
            for number in range(20))  # fmt: skip
    return _csv([column.shown for column in VENUE_COLUMNS], rows).encode()


def _courses(chance: random.Random) -> tuple[bytes, int]:
    """Rows until the file is as large as it may be; every third of another course."""
    from waymark.opportunities.sources.columns import COURSE_COLUMNS

    content, rows = [_csv([column.shown for column in COURSE_COLUMNS], [])], 0
    size = len(content[0])
    while True:
        learn = " ".join(chance.choices(("pipes", "joints", "safely", "taught", "tools", "drawings"), k=40))
        row = [f"{rows // 3:08}", "Adults new to the trade", "None", learn, "", "", "", "", f"Course {rows}",
               f"R-{rows}", "Classroom based", "01/09/2027", "No", "", f"V{rows % 20}", "", "", "example.org/course",
               "120.00", "", "12", "weeks", "part time", "evening"]  # fmt: skip
        line = _csv(row, [])
        if size + len(line.encode()) > MOST_BYTES:
            return "".join(content).encode(), rows
        content.append(line)
        size += len(line.encode())
        rows += 1


def _csv(first, rows) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(first)
    writer.writerows(rows)
    return out.getvalue()
