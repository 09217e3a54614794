"""What came of taking a file in: the one shape that pages, the command line and reports show."""

from dataclasses import dataclass, field
from typing import Any

from waymark.intake.reading import Effect, Problem, Reading


@dataclass(frozen=True)
class Outcome:
    """The counts and problems of one file; `reading` has the refused rows, to be mended and sent again."""

    kind: str
    file_sha256: str
    reading: Reading
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    absent: int = 0
    removed: int = 0

    @property
    def mending(self) -> Reading:
        """The refused rows as the report lists them."""
        return self.reading

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with the file, in the order of its rows."""
        return self.reading.problems

    @property
    def refused(self) -> int:
        """How many rows were left out; of a file refused whole, all."""
        return self.reading.records if self.is_refused else len(self.reading.left_out)

    @property
    def is_refused(self) -> bool:
        """Whether nothing of the file was taken in."""
        return any(problem.effect is Effect.FILE for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """The document of `import --json`."""
        return {
            "kind": self.kind,
            "file_sha256": self.file_sha256,
            "rows": self.reading.records,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "absent": self.absent,
            "removed": self.removed,
            "refused": self.refused,
            "problems": [problem.as_json() for problem in self.problems],
        }


@dataclass(frozen=True)
class FolderOutcome(Outcome):
    """Of a folder: its rows are numbered by table, so that the report numbers what it lists anew."""

    listed: Reading = field(default_factory=Reading)

    @property
    def mending(self) -> Reading:
        return self.listed
