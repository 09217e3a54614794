"""What was fetched, kept in the site's own folder, where whoever asks later finds what was taken in."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from waymark.intake.open_data.downloading import Download
from waymark.intake.open_data.registry import DataFile, DataSet, NotFetched
from waymark.intake.open_data.verifying import checksum_of, verify
from waymark.kernel.telling import Tell

_NOTE = "fetched.json"


@dataclass(frozen=True)
class Kept:
    """One file that was fetched: its name, where from, when, and its checksum as it was taken in."""

    file: str
    source: str
    at: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Fetching:
    """One set to be had into a folder: which, of which day, by way of which hosts, of which version."""

    wanted: DataSet
    folder: Path
    now: datetime
    day: date
    through: frozenset[str] = frozenset()
    is_other_version: bool = False

    def from_its_publisher(self, tell: Tell) -> Path:
        """Download and verify every file of the set; the file, or the folder of a set of several."""
        return self._taken([self._downloaded(part, tell) for part in self.wanted.files])

    def from_here(self, path: Path) -> Path:
        """Verify what is at hand already, by the same rules, and keep a copy of it."""
        if path.is_dir() != self.wanted.is_folder:
            raise NotFetched(_wanted_here(self.wanted))
        if not self.wanted.is_folder:
            return self._taken([self._copied(path, self.wanted.files[0])])
        lacking = [part.name for part in self.wanted.files if not (path / part.name).is_file()]
        if lacking:
            raise NotFetched(f"The folder lacks {', '.join(lacking)}.")
        return self._taken([self._copied(path / part.name, part) for part in self.wanted.files])

    def _downloaded(self, part: DataFile, tell: Tell) -> Kept:
        address = part.address_on(self.day)
        came = self._coming / (part.called_on(self.day) or self.wanted.name)
        Download(address, came, self.through | set(self.wanted.through), part.at_most, tell).fetch()
        return self._verified(came, part, address)

    def _copied(self, path: Path, part: DataFile) -> Kept:
        self._coming.mkdir(parents=True, exist_ok=True)
        came = self._coming / path.name
        shutil.copyfile(path, came)
        return self._verified(came, part, "at hand")

    def _verified(self, came: Path, part: DataFile, source: str) -> Kept:
        file = verify(came, part, is_other_version=self.is_other_version)
        at = self.now.isoformat(timespec="seconds")
        return Kept(file.name, source, at, file.stat().st_size, checksum_of(file))

    def _taken(self, files: list[Kept]) -> Path:
        """Put what came, all of it verified, in the place of what was here."""
        for file in files:
            (self._coming / file.file).replace(self.folder / file.file)
        said = json.dumps([asdict(file) for file in files], indent=1)
        (self.folder / _NOTE).write_text(said, encoding="utf-8")
        shutil.rmtree(self._coming)
        return self.folder if self.wanted.is_folder else self.folder / files[0].file

    @property
    def _coming(self) -> Path:
        return self.folder / "coming"


def kept_of(folder: Path) -> tuple[Kept, ...]:
    """What was fetched into a set's folder last; nothing where nothing was."""
    note = folder / _NOTE
    return tuple(Kept(**each) for each in json.loads(note.read_text(encoding="utf-8"))) if note.exists() else ()


def looked_at(wanted: DataSet, folder: Path) -> Iterator[tuple[Kept, str]]:
    """Of each file that was fetched, whether it is still as it came, and whether it is the one the registry knows."""
    known = {part.sha256 for part in wanted.files if part.sha256}
    for kept in kept_of(folder):
        path = folder / kept.file
        if not path.is_file():
            yield kept, "gone"
        elif checksum_of(path) != kept.sha256:
            yield kept, "not as it came"
        elif known and kept.sha256 not in known:
            yield kept, "as it came, another version than the registry knows"
        else:
            yield kept, "as it came"


def _wanted_here(wanted: DataSet) -> str:
    if wanted.is_folder:
        return f"“{wanted.title}” is a folder of files: {', '.join(file.name for file in wanted.files)}."
    return f"“{wanted.title}” is one file, not a folder."
