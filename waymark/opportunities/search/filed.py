"""A segment kept in a file that every process of the site maps into its memory: written whole, or not at all."""

from __future__ import annotations

import contextlib
import fcntl
import json
import mmap
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from waymark.opportunities.search.segment import Segment

_MAGIC = b"waymark course index\n"
_ALIGNED = 64
_LAID_OUT_BY = ("areas.py", "documents.py", "filed.py", "joining.py", "reading.py", "segment.py", "words.py")


class Unreadable(Exception):
    """A file is not there, is damaged, or was written by another version; the message says which."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The last change that is in an index: its number, which run it was of, and when. Number 0: none yet."""

    number: int = 0
    run: int = 0
    at: str = ""


def layout() -> str:
    """What tells one version's files from another's: the code that writes them."""
    here = Path(__file__).parent
    return sha256(b"".join((here / name).read_bytes() for name in _LAID_OUT_BY)).hexdigest()[:32]


def write(path: Path, segment: Segment, mark: Mark, *, is_joined: bool = False) -> None:
    """Put a segment into its file; whoever has the old one mapped keeps it. `is_joined`: not every run was read."""
    arrays: dict[str, Any] = {}
    at = 0
    for name, array in segment.arrays().items():
        arrays[name] = {"dtype": array.dtype.str, "shape": array.shape, "at": at}
        at += -(-array.nbytes // _ALIGNED) * _ALIGNED
    body = bytearray(at)
    for name, array in segment.arrays().items():
        start = arrays[name]["at"]
        body[start : start + array.nbytes] = np.ascontiguousarray(array).tobytes()
    told = {"layout": layout(), "mark": [mark.number, mark.run, mark.at], "joined": is_joined}
    told |= {"arrays": arrays, "size": at}
    head = json.dumps(told | {"crc": zlib.crc32(body)}).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_suffix(f".{os.getpid()}")
    try:
        with making.open("wb") as file:
            file.write(_MAGIC + len(head).to_bytes(8, "little") + zlib.crc32(head).to_bytes(4, "little") + head)
            file.write(b"\0" * (-file.tell() % _ALIGNED))
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        making.replace(path)
    finally:
        making.unlink(missing_ok=True)


def read(path: Path) -> tuple[Segment, Mark]:
    """The segment of a file and its mark; raises Unreadable."""
    held = _mapped(path)
    told, start = _head(held)
    body = memoryview(held)[start : start + told["size"]]
    if len(body) != told["size"] or zlib.crc32(body) != told["crc"]:
        raise Unreadable("it is damaged")
    arrays = {
        name: np.frombuffer(held, dtype=each["dtype"], count=int(np.prod(each["shape"])), offset=start + each["at"])
        .reshape(each["shape"])
        for name, each in told["arrays"].items()
    }  # fmt: skip
    return Segment(**arrays), Mark(*told["mark"])


def was_joined(path: Path) -> bool:
    """Whether a file was joined of an older one and what changed; False where there is none to be read."""
    try:
        return _head(_mapped(path))[0]["joined"]
    except Unreadable:
        return False


def _mapped(path: Path) -> mmap.mmap:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as trouble:  # an empty file cannot be mapped
        raise Unreadable(f"there is none ({trouble})") from trouble


def _head(held: mmap.mmap) -> tuple[dict, int]:
    after = len(_MAGIC) + 12
    length = int.from_bytes(held[len(_MAGIC) : len(_MAGIC) + 8], "little")
    head = held[after : after + length]
    if held[: len(_MAGIC)] != _MAGIC or zlib.crc32(head) != int.from_bytes(held[after - 4 : after], "little"):
        raise Unreadable("it is damaged")
    try:
        told = json.loads(head)
    except ValueError as trouble:
        raise Unreadable("it is damaged") from trouble
    if told["layout"] != layout():
        raise Unreadable("it is of another version of the program")
    return told, -(-(after + length) // _ALIGNED) * _ALIGNED


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Be the only process that makes this file, for the time of the block; waits for another that does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
