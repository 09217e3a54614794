"""What is told of work while it is under way, kept in small files beside the database and not in it.

A long write holds SQLite's one write lock, so how far it is could not be saved there, nor a wish to stop be read, until
it was over (docs/adr/0006). Here a piece of work has up to three files, named by its opaque id:

- `<id>.json` says how far it is; written by the process that does it, whole or not at all;
- `<id>.stop` is there when somebody asked it to stop;
- `<id>.lock` is locked by the process that does it. The system lets go of it when that process ends, however it ends,
  so that work whose process was killed is known at once and by no clock.
"""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

_WORKERS = "workers"
_PATIENCE = 1.0  # seconds: somebody who only looks whether a lock is held has it for an instant


@dataclass(frozen=True)
class Progress:
    """How far a piece of work is: `done` of `total` of what the words name; a total of 0 is not known."""

    done: int = 0
    total: int = 0
    words: str = ""


def tell(public_id: str, progress: Progress) -> None:
    """Say how far it is, in place of what was said before."""
    kept = _file(public_id, "json")
    part = kept.with_suffix(".part")
    part.write_text(json.dumps([progress.done, progress.total, progress.words]), encoding="utf-8")
    os.replace(part, kept)


def told(public_id: str) -> Progress:
    """The last that was said of it; nothing at all where nothing was."""
    try:
        done, total, words = json.loads(_file(public_id, "json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return Progress()
    return Progress(done, total, words)


def ask_to_stop(public_id: str) -> None:
    """Ask it to stop at its next step."""
    _file(public_id, "stop").touch(mode=0o600)


def is_asked_to_stop(public_id: str) -> bool:
    return _file(public_id, "stop").exists()


def forget(public_id: str) -> None:
    """Take the files of work that has ended away."""
    for ending in ("json", "part", "stop", "lock"):
        _file(public_id, ending).unlink(missing_ok=True)


@contextlib.contextmanager
def doing(public_id: str) -> Iterator[bool]:
    """Hold a piece of work for the time of the block; False when another process holds it."""
    with _opened(public_id) as lock:
        until = time.monotonic() + _PATIENCE
        while not (ours := _taken(lock, fcntl.LOCK_EX)) and time.monotonic() < until:
            time.sleep(0.02)
        yield ours


def is_being_done(public_id: str) -> bool:
    """Whether a living process holds it."""
    return _is_held(public_id)


@contextlib.contextmanager
def working() -> Iterator[None]:
    """Be a background worker for the time of the block."""
    with _opened(_WORKERS) as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


def is_anybody_working() -> bool:
    """Whether a background worker runs on this site."""
    return _is_held(_WORKERS)


def _is_held(name: str) -> bool:
    if not _file(name, "lock").exists():
        return False
    with _opened(name) as lock:
        return not _taken(lock, fcntl.LOCK_EX)


def _taken(lock: int, how: int) -> bool:
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def _opened(name: str) -> Iterator[int]:
    lock = os.open(_file(name, "lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield lock
    finally:
        os.close(lock)


def _file(name: str, ending: str) -> Path:
    folder: Path = settings.WAYMARK_UNDER_WAY
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.{ending}"
