"""The registry of open data: of each set who publishes it, under which licence, where, and what it looks like."""

from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

import yaml

REGISTRY = Path(__file__).parent / "registry.yaml"
GIGABYTE = 1024**3
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_OF_A_FILE = ("address", "member", "columns", "sha256", "at_least", "at_most", "keeps")
GIVES = ("one release", "the newest", "nothing lasting")


class NotFetched(ValueError):
    """A set could not be had, or is not what it should be; the message is the sentence its user reads."""


@dataclass(frozen=True)
class DataFile:
    """One file of a set: where it is and what is known of it beforehand.

    `sha256` is that of the file taken in: of what lies in the zip where `member` names it, else of what the address
    gives. It is blank where the address gives whatever is newest, or where no whole copy of the release was at hand.
    `keeps` names the columns of a table too large to read whole, which alone are unpacked from its zip.
    """

    name: str = ""
    address: str = ""
    member: str = ""
    columns: tuple[str, ...] = ()
    sha256: str = ""
    at_least: int = 1
    at_most: int = 2 * GIGABYTE
    keeps: tuple[str, ...] = ()

    @classmethod
    def of(cls, entry: dict[str, Any]) -> Self:
        """The file that an entry describes."""
        return cls(**entry | {key: tuple(entry.get(key, ())) for key in ("columns", "keeps")})

    def address_on(self, day: date) -> str:
        """Where the file of a day is; blank where the publisher gives it no lasting address."""
        return self.address.replace("{day}", f"{day:%Y%m%d}")

    def called_on(self, day: date) -> str:
        """What the file of a day is called on this machine: its own name, as its address says it."""
        address = urlsplit(self.address_on(day))
        said = parse_qs(address.query).get("uri", [address.path])[0]
        return self.name or unquote(said).rpartition("/")[2]


@dataclass(frozen=True)
class DataSet:
    """One set of open data, as the registry has it. `kind` is what `waymark import` calls its files.

    `gives` says what its address gives; `release` is the one that we tested with, `day` the day it speaks for where
    the file does not say it; `through` the other hosts that the publisher's address leads on to. A set that is a
    folder is taken in as one, of several files.
    """

    name: str
    title: str
    kind: str
    publisher: str
    licence: str
    page: str
    gives: str
    release: str
    files: tuple[DataFile, ...]
    is_folder: bool = False
    through: tuple[str, ...] = ()
    day: date | None = None

    @classmethod
    def of(cls, entry: dict[str, Any]) -> Self:
        """The set that an entry describes, with its `files` or as the one file it is; raises where it is amiss."""
        alone = {key: entry[key] for key in _OF_A_FILE if key in entry}
        files = tuple(DataFile.of(each) for each in entry.get("files", [alone]))
        rest = {key: value for key, value in entry.items() if key not in {*_OF_A_FILE, "files", "through"}}
        one = cls(**rest, files=files, is_folder="files" in entry, through=tuple(entry.get("through", ())))
        _refuse_what_is_amiss(one)
        return one

    @property
    def is_to_be_had(self) -> bool:
        """Whether there is an address to download from."""
        return all(file.address for file in self.files)

    @property
    def pinned(self) -> str:
        """In words: what of this set is verified."""
        if all(file.sha256 for file in self.files):
            return "its checksum is pinned: any other file is refused"
        if self.gives == "one release":
            return "no whole copy was at hand to pin: its columns and size are verified, its checksum is written down"
        return "it changes from release to release: its columns and size are verified, its checksum is written down"

    def as_json(self) -> dict[str, Any]:
        """The entry as `data list --json` prints it; what is said of a file stands beside it where there is but one."""
        said = asdict(self) | {"day": self.day and self.day.isoformat(), "verified": self.pinned}
        return said if self.is_folder else {**said, **{key: said["files"][0][key] for key in _OF_A_FILE}}


def is_allowed(address: str) -> bool:
    """Whether an address may be called at all: https, or http on this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


@cache
def data_sets(registry: Path = REGISTRY) -> dict[str, DataSet]:
    """Every set of a registry, by name; an entry that is not as it should be raises."""
    entries = yaml.safe_load(registry.read_text(encoding="utf-8"))
    return {one.name: one for one in map(DataSet.of, entries)}


def _refuse_what_is_amiss(one: DataSet) -> None:
    addresses = [one.page, *(file.address for file in one.files if file.address)]
    if not all(map(is_allowed, addresses)):
        raise ValueError(f"{one.name}: an address that is not https")
    if one.gives not in GIVES:
        raise ValueError(f"{one.name}: what its address gives is one of {', '.join(GIVES)}")
    if (one.gives == "nothing lasting") == one.is_to_be_had:
        raise ValueError(f"{one.name}: an address, and what it gives, go together")
    if one.gives != "one release" and any(file.sha256 for file in one.files):
        raise ValueError(f"{one.name}: a checksum belongs to an address that gives one release")
