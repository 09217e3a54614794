"""The registry of open data: what there is, and how a set is downloaded and verified before it is taken in.

Nothing is downloaded but when somebody at the machine asks for it by name.
"""

import fnmatch
import hashlib
import io
import zipfile
import zlib
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import yaml

from waymark.intake.packed import unpacked
from waymark.intake.reading import FileRefused
from waymark.intake.reading.columns import plain
from waymark.intake.reading.filetypes import in_megabytes
from waymark.intake.reading.text import decode, text_grid
from waymark.kernel.telling import Tell

REGISTRY = Path(__file__).parent / "open_data.yaml"
_LARGEST = 2 * 1024**3
_PIECE = 1024 * 1024
_HEAD = 65_536  # bytes within which a header ends
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError)


class NotFetched(ValueError):
    """A set could not be had, or is not what it should be; the message is the sentence its user reads."""


@dataclass(frozen=True)
class DataSet:
    """One set of open data, as the registry has it. `kind` is what `waymark import` calls its files."""

    name: str
    title: str
    kind: str
    publisher: str
    licence: str
    page: str
    address: str = ""
    member: str = ""
    columns: tuple[str, ...] = ()
    sha256: str = ""

    def as_json(self) -> dict[str, Any]:
        """The entry as `data list --json` prints it."""
        return asdict(self) | {"columns": list(self.columns)}

    def address_on(self, day: date) -> str:
        """Where the file of a day is; blank where the publisher gives it no lasting address."""
        return self.address.replace("{day}", f"{day:%Y%m%d}")


@cache
def data_sets(registry: Path = REGISTRY) -> dict[str, DataSet]:
    """Every set of a registry, by name; an entry that is not as it should be raises."""
    entries = yaml.safe_load(registry.read_text(encoding="utf-8"))
    sets = [DataSet(**{**entry, "columns": tuple(entry.get("columns", ()))}) for entry in entries]
    for one in sets:
        if not _is_allowed(one.page) or (one.address and not _is_allowed(one.address)):
            raise ValueError(f"{one.name}: an address that is not https")
    return {one.name: one for one in sets}


def downloaded(address: str, *, tell: Tell) -> bytes:
    """The bytes at an address: https, or http on this machine; at most 2 GB, and no other place than asked for."""
    if not _is_allowed(address):
        raise NotFetched(f"{address} is not an https address.")
    try:
        with urlopen(Request(address, headers={"User-Agent": "Waymark"}), timeout=60) as answer:
            if not _is_allowed(answer.url):
                raise NotFetched(f"{address} leads on to {answer.url}, which is not an https address.")
            return _pieces(answer, tell)
    except OSError as trouble:
        raise NotFetched(f"{address} could not be had: {trouble}.") from trouble


def verified(content: bytes, wanted: DataSet, *, is_other_version: bool = False) -> bytes:
    """The file to take in, out of its zip where it is in one; refused where checksum or columns are others."""
    found = hashlib.sha256(content).hexdigest()
    if wanted.sha256 and found != wanted.sha256 and not is_other_version:
        raise NotFetched(
            f"The file is not the one the registry knows: its SHA-256 is {found}, not {wanted.sha256}. If the publisher"
            " has brought out another version, look at it and say --other-version."
        )
    if wanted.member:
        content = _member(content, wanted.member)
    if wanted.columns:
        _refuse_other_columns(content, wanted)
    return content


def _pieces(answer: Any, tell: Tell) -> bytes:
    total = int(answer.headers.get("Content-Length") or 0)
    content = bytearray()
    while piece := answer.read(_PIECE):
        content += piece
        if len(content) > _LARGEST:
            raise NotFetched(f"The file is larger than {in_megabytes(_LARGEST)}.")
        tell(len(content), total, "Downloading")
    return bytes(content)


def _is_allowed(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def _member(content: bytes, pattern: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            named = [part for part in archive.infolist() if fnmatch.fnmatch(part.filename.rpartition("/")[2], pattern)]
            if len(named) != 1:
                raise NotFetched(f"The zip has {len(named)} files named {pattern}; one is wanted.")
            if named[0].file_size > _LARGEST:
                raise NotFetched(f"The file in the zip is larger than {in_megabytes(_LARGEST)}.")
            return archive.read(named[0])
    except _BROKEN as broken:
        if isinstance(broken, NotFetched):
            raise
        raise NotFetched("What came is no zip, or a damaged one.") from broken


def _refuse_other_columns(content: bytes, wanted: DataSet) -> None:
    try:
        head = decode(unpacked(content)[:_HEAD])
    except FileRefused as refusal:
        raise NotFetched(str(refusal)) from refusal
    rows = text_grid(head).rows
    headings = {plain(cell) for cell in rows[0].cells} if rows else set()
    missing = [column for column in wanted.columns if plain(column) not in headings]
    if missing:
        raise NotFetched(f"The file lacks the columns {', '.join(missing)}: is it really “{wanted.title}”?")
