"""Making the index's file: of every run, of the file before and what changed since, or ahead of a commit."""

from __future__ import annotations

import logging
import os
import threading
import time
from hashlib import sha256
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import connection, transaction

from waymark.kernel.telling import Tell, untold
from waymark.opportunities.models import CourseChange
from waymark.opportunities.search import filed
from waymark.opportunities.search.areas import Areas
from waymark.opportunities.search.filed import Mark
from waymark.opportunities.search.joining import joined
from waymark.opportunities.search.reading import live_documents
from waymark.opportunities.search.segment import Segment, segment_of

MANY = 500  # so many changed runs are laid out by whoever changes them, not by whoever searches next
_MOSTLY = 2  # where more than one in so many changed, all are read again
_FORGOTTEN = 3600  # seconds after which a file whose transaction never ended is cleared away
_log = logging.getLogger(__name__)


def path_of_file() -> Path:
    """Where this database's index is kept."""
    told = connection.settings_dict
    which = "\n".join(str(told.get(each, "")) for each in ("ENGINE", "HOST", "PORT", "NAME"))
    return Path(settings.WAYMARK_COURSE_INDEX) / f"{sha256(which.encode()).hexdigest()[:16]}.index"


def changes_since(mark: Mark, most: int) -> list[Mark] | None:
    """The changes above a mark, or one more than `most` of them; None where the mark itself is not in the log."""
    rows = CourseChange.objects.filter(pk__gte=mark.number).order_by("pk").values_list("pk", "run_number", "at")
    marks = [Mark(number, run, at.isoformat()) for number, run, at in rows[: most + 2]]
    if not mark.number:
        return marks
    return marks[1:] if marks and marks[0] == mark else None


def last_change() -> Mark:
    """The newest change in the log."""
    row = CourseChange.objects.order_by("-pk").values_list("pk", "run_number", "at").first()
    return Mark(row[0], row[1], row[2].isoformat()) if row else Mark()


def made(older: tuple[Segment, Mark] | None, areas: Areas) -> Segment:
    """The whole index as the database stands: the older one with what changed since its mark, or every run read."""
    if older is None:
        return segment_of(live_documents(areas))
    segment, mark = older
    runs = set(CourseChange.objects.filter(pk__gt=mark.number).values_list("run_number", flat=True).distinct())
    if len(runs) * _MOSTLY > segment.size:
        return segment_of(live_documents(areas))
    stands = ~np.isin(segment.runs, np.fromiter(runs, dtype=np.int64, count=len(runs)))
    return joined(segment, stands, segment_of(live_documents(areas, runs)))


def lay_out_ahead(tell: Tell = untold) -> None:
    """At the end of a transaction that changed many runs: make the file it asks for, and put it there at its commit.

    So nobody who searches afterwards waits for it. What few runs changed, each process takes in by itself. Nobody else
    changes courses meanwhile: whoever writes into the log waits for this transaction. A file that cannot be written
    is only missed.
    """
    path = path_of_file()
    older = _older(path)
    if older is not None and len(changes_since(older[1], MANY) or ()) <= MANY:
        return
    tell(0, 0, "Making the index of courses")
    mark, part = last_change(), _part(path)
    segment = made(older, Areas.as_registered())
    try:
        filed.write(part, segment, mark)
    except OSError:
        _log.exception("The index of courses cannot be written.")
    else:
        transaction.on_commit(lambda: _put(part, path), robust=True)


def _older(path: Path) -> tuple[Segment, Mark] | None:
    """The file there is; None where it cannot be read, or is of a database that was since put back."""
    try:
        segment, mark = filed.read(path)
    except filed.Unreadable:
        return None
    return (segment, mark) if changes_since(mark, 0) is not None else None


def _part(path: Path) -> Path:
    for left in path.parent.glob("*.ahead"):
        if time.time() - left.stat().st_mtime > _FORGOTTEN:
            left.unlink(missing_ok=True)
    return path.with_name(f"{path.stem}-{os.getpid()}-{threading.get_ident()}.ahead")


def _put(part: Path, path: Path) -> None:
    with filed.writing(path):
        part.replace(path)
