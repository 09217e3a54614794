"""What can be wrong with a delivery, as values its sender can act on."""

from dataclasses import asdict, dataclass
from enum import StrEnum

from waymark.kernel.upn import without_upns


class Effect(StrEnum):
    """What a problem did: one row left out, something only noted, or the whole file refused."""

    REFUSED = "refused"
    NOTED = "noted"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, where it is, what was there and what to do about it.

    `row` counts the header as 1; 0 is the file itself. `line` is where the row stands on the
    sheet, which differs when titles or blank lines stand above it. `received` never holds a
    person's data: for learner files it says the kind of thing that was there.
    """

    code: str
    effect: Effect
    row: int = 0
    column: str = ""
    received: str = ""
    expected: str = ""
    suggestion: str = ""
    line: int = 0

    def __post_init__(self) -> None:
        """Take a UPN out of what is repeated from the file: it may stand in a cell, or a heading, meant for another."""
        for name in ("column", "received", "suggestion"):
            object.__setattr__(self, name, without_upns(getattr(self, name)))

    @property
    def place(self) -> int:
        """The row as its sender's spreadsheet numbers it: what people are told, on pages and on a terminal."""
        return self.line or self.row

    def as_json(self) -> dict[str, object]:
        """The problem as `import --json` prints it: `line` is for people and left out."""
        shown = asdict(self)
        del shown["line"]
        return shown | {"effect": self.effect.value}

    def in_words(self) -> str:
        """One line for a report: what is wrong and what to do."""
        where = f"{self.column}: " if self.column else ""
        told = f"{where}{self.expected or self.code} (found {self.received or 'nothing'})."
        return f"{told} {self.suggestion}".strip()


def row_ragged(row: int, line: int, cells: int, width: int) -> Problem:
    """The row is left out, for it has not as many cells as the header."""
    return Problem(
        "ROW_RAGGED",
        Effect.REFUSED,
        row,
        "",
        "1 cell" if cells == 1 else f"{cells} cells",
        f"{width} cells, as in the header",
        "Put a cell that holds a comma in quotation marks, and keep empty cells.",
        line,
    )


class FileRefused(Exception):
    """The whole file is refused; `problems` says why and nothing of it is taken in."""

    def __init__(self, *problems: Problem) -> None:
        """Carry the problems, and their words as the message."""
        super().__init__("; ".join(problem.in_words() for problem in problems))
        self.problems = problems
