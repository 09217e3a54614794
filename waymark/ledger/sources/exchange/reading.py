"""An exchange folder read and cut into the parts of its schools; its faults told as problems."""

import hashlib
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from waymark.intake.exchange.faults import Fault, FaultyFolder
from waymark.intake.exchange.folders import csv_of
from waymark.intake.exchange.opening import files_of
from waymark.intake.exchange.reading import read_rows
from waymark.intake.exchange.tables import TABLES
from waymark.intake.exchange.workbench import workbench
from waymark.intake.reading import Effect, FileRefused, Problem
from waymark.intake.reading.cells import kind_of
from waymark.kernel.telling import Tell, untold
from waymark.kernel.upn import normalised, upn_fault
from waymark.ledger.rules.exchange import Part, Row

_ABOUT_PEOPLE = frozenset({"learners", "enrolments", "participations"})
_AT_NO_TIME = (1980, 1, 1, 0, 0, 0)
_MOST_TOLD = 200  # characters of what was received
_ONE_CODE = (
    ("each column once", "COLUMN_TWICE"),
    ("a column ", "COLUMN_MISSING"),
    ("each ", "KEY_TWICE"),
    ("one that stands in ", "REFERENCE_UNKNOWN"),
    ("a day on roll inside ", "ENROLMENT_OUTSIDE_YEAR"),
    ("a day after the learner's earlier", "ENROLMENT_OVERLAPS"),
)


@dataclass(frozen=True, slots=True)
class ReadFolder:
    """A sound folder: the part of each institution by its id, how many records, and the SHA-256 of its files' own."""

    parts: Mapping[str, Part]
    records: int
    sha256: str


def read_exchange(folder: Path, tell: Tell = untold) -> ReadFolder:
    """Read a whole folder before anything is refused; FileRefused, with every fault, if anything is wrong with it."""
    with workbench() as bench:
        try:
            tables = read_rows(folder, bench, lambda words: tell(0, 0, words))
        except FaultyFolder as faulty:
            raise FileRefused(*map(problem_of, faulty.faults)) from faulty
    numbered = {name: [row | {"row": n} for n, row in enumerate(rows, start=2)] for name, rows in tables.items()}
    if upns := list(_upns(numbered["learners"])):
        raise FileRefused(*upns)
    return ReadFolder(_parts(numbered), sum(map(len, numbered.values())), _sha256(folder))


def problem_of(fault: Fault) -> Problem:
    """A fault of the folder as import reports show it; of tables about people only the kind of thing that was there."""
    received = kind_of(fault.received) if fault.table in _ABOUT_PEOPLE and fault.column else fault.received
    place = f"{fault.table}.{fault.column}" if fault.column else fault.table
    return Problem(_code(fault), Effect.FILE, fault.row, place, received[:_MOST_TOLD], fault.expected)


def content_of(part: Part) -> bytes:
    """The part as a ZIP of five tables: the same records give the same bytes, and nobody else's are in it."""
    tables = {
        "institutions": [part.institution],
        "learners": part.learners,
        "enrolments": part.enrolments,
        "activities": part.activities,
        "participations": part.participations,
    }
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in TABLES:
            archive.writestr(zipfile.ZipInfo(f"{table.name}.csv", _AT_NO_TIME), csv_of(table, tables[table.name]))
    return kept.getvalue()


def _code(fault: Fault) -> str:
    if fault.row == 0:
        return "TABLE_MISSING" if not fault.received else "TABLE_UNREADABLE"
    for begins, code in _ONE_CODE:
        if fault.expected.startswith(begins):
            return code
    if not fault.column:
        return "ROW_RAGGED"
    return "VALUE_UNREADABLE" if fault.received else "VALUE_BLANK"


def _upns(learners: list[Row]) -> Iterator[Problem]:
    """A folder names people by ids that say nothing of them; a UPN is none."""
    for row in learners:
        if upn_fault(normalised(row["learner_id"])) is None:
            words = "Give every learner an id made for this purpose, the same in every table."
            expected = "an id that is no UPN"
            yield Problem("UPN_AS_ID", Effect.FILE, row["row"], "learners.learner_id", "a UPN", expected, words)


def _parts(tables: Mapping[str, list[Row]]) -> dict[str, Part]:
    """Each institution with its own: whoever is said to be its learner or was ever on its roll is."""
    learners = {row["learner_id"]: row for row in tables["learners"]}
    of: dict[str, dict[str, None]] = defaultdict(dict)  # in their order, each once
    for row in (*tables["learners"], *tables["enrolments"]):
        of[row["institution_id"]][row["learner_id"]] = None
    held_at = {row["activity_id"]: row["institution_id"] for row in tables["activities"]}
    enrolments, activities, participations = (defaultdict(list) for _ in range(3))
    for row in tables["enrolments"]:
        enrolments[row["institution_id"]].append(row)
    for row in tables["activities"]:
        activities[row["institution_id"]].append(row)
    for row in tables["participations"]:
        participations[held_at[row["activity_id"]]].append(row)
    return {
        name: Part(
            institution=row,
            learners=tuple(learners[learner] for learner in of[name]),
            enrolments=tuple(enrolments[name]),
            activities=tuple(activities[name]),
            participations=tuple(participations[name]),
        )
        for row in tables["institutions"]
        for name in [row["institution_id"]]
    }


def _sha256(folder: Path) -> str:
    """One checksum for the folder: that of its tables' own, one a line, in the format's order."""
    digest = hashlib.sha256()
    for table in TABLES:
        (path,) = files_of(folder, table)
        with path.open("rb") as opened:
            digest.update(f"{table.name} {hashlib.file_digest(opened, 'sha256').hexdigest()}\n".encode())
    return digest.hexdigest()
