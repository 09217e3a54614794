"""What a command writes: its place is asked for before any work, and it appears whole, or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from waymark.cli.refusal import Refusal


def need_new(out: Path) -> None:
    """Refuse a name that is taken, or that has no folder to be in where we may write."""
    if out.exists() or out.is_symlink():
        raise Refusal(f"{out} is there already; give a name that is not.")
    folder = out.absolute().parent
    if not folder.is_dir():
        raise Refusal(f"There is no folder {folder}.")
    _need_writable(folder)


def need_new_or_empty(out: Path) -> None:
    """Refuse what is there, but for an empty folder; the folders it is to be in are made with it."""
    if out.is_symlink() or (out.exists() and (not out.is_dir() or any(out.iterdir()))):
        raise Refusal(f"{out} is already there and not empty: give a name that is not there yet.")
    above = out.absolute().parent
    while not above.exists():
        above = above.parent
    _need_writable(above)


def _need_writable(folder: Path) -> None:
    try:
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as trouble:
        raise Refusal(f"Nothing can be written in {folder}: {trouble.strerror}.") from trouble


@contextmanager
def arriving_file(out: Path) -> Iterator[Path]:
    """A file to write that becomes `out`, readable by its owner alone, when all has gone well; else nothing is left."""
    handle, name = tempfile.mkstemp(prefix=f".{out.name}.", suffix=".part", dir=out.absolute().parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.rename(out)
    finally:
        part.unlink(missing_ok=True)
