"""Making the index's file: of every run, of the file before and what changed since, or ahead of a commit."""

from __future__ import annotations

import contextlib
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


def made(older: tuple[Segment, Mark] | None, areas: Areas) -> tuple[Segment, bool]:
    """The whole index as the database stands: every run read, or the older one joined with what changed since its mark.

    And whether it was joined: then the areas of what did not change are those of the older one.
    """
    whole = None if older is None else _joined(*older, areas)
    return (segment_of(live_documents(areas)), False) if whole is None else (whole, True)


def _joined(older: Segment, mark: Mark, areas: Areas) -> Segment | None:
    """The older index with what changed since; None where so much did that it is better to read every run."""
    runs = set(CourseChange.objects.filter(pk__gt=mark.number).values_list("run_number", flat=True).distinct())
    if len(runs) * _MOSTLY > older.size:
        return None
    stands = ~np.isin(older.runs, np.fromiter(runs, dtype=np.int64, count=len(runs)))
    return joined(older, stands, segment_of(live_documents(areas, runs)))


def lay_out_ahead(tell: Tell = untold) -> None:
    """At the end of a transaction that changed many runs: make the file it asks for, and put it there at its commit.

    So nobody who searches afterwards waits for it. What few runs changed, each process takes in by itself. Nobody else
    changes courses meanwhile: whoever writes into the log waits for this transaction. So it only joins: where most runs
    changed, all are read after the commit, and where there is no file, the next search makes it. A file that cannot be
    written is only missed.
    """
    path = path_of_file()
    older = _older(path)
    if older is None or not _is_behind(older[1]):
        return
    tell(0, 0, "Making the index of courses")
    mark, part = last_change(), _part(path)
    segment = _joined(*older, Areas.as_registered())
    if segment is None:
        transaction.on_commit(lambda: _read_whole(path), robust=True)
        return
    try:
        filed.write(part, segment, mark, is_joined=True)
    except OSError:
        _log.exception("The index of courses cannot be written.")
    else:
        transaction.on_commit(lambda: _put(part, path), robust=True)


def _read_whole(path: Path) -> None:
    """Write the file of every run, unless a search has done so by now."""
    with filed.writing(path):
        older = _older(path)
        if older is not None and _is_behind(older[1]):
            mark = last_change()  # before the runs are read: what changes meanwhile is taken in once more
            filed.write(path, segment_of(live_documents(Areas.as_registered())), mark)


def _is_behind(mark: Mark) -> bool:
    return len(changes_since(mark, MANY) or ()) > MANY


def _older(path: Path) -> tuple[Segment, Mark] | None:
    """The file there is; None where it cannot be read, or is of a database that was since put back."""
    try:
        segment, mark = filed.read(path)
    except filed.Unreadable:
        return None
    return (segment, mark) if changes_since(mark, 0) is not None else None


def _part(path: Path) -> Path:
    for left in path.parent.glob("*.ahead"):
        with contextlib.suppress(FileNotFoundError):  # put in its place, or cleared away, meanwhile
            if time.time() - left.stat().st_mtime > _FORGOTTEN:
                left.unlink()
    return path.with_name(f"{path.stem}-{os.getpid()}-{threading.get_ident()}.ahead")


def _put(part: Path, path: Path) -> None:
    with filed.writing(path):
        part.replace(path)
