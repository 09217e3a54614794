"""What taking in a file of marks would do, given the marks there are."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

UNDONE = "undone"
_BITS = 32
_LOW = (1 << _BITS) - 1

# A learner at an activity as one number: it sorts and is looked up several times as fast as two.
Pair = int
# A mark to write: the activity's key, the learner's, the status, and the row of the file that says so.
NewMark = tuple[int, int, str, int]


def pair(activity: int, learner: int) -> Pair:
    """The one number of a learner at an activity; in order of activity, then of learner."""
    return activity << _BITS | learner


def activity_of(one: Pair) -> int:
    """The activity's key of a pair."""
    return one >> _BITS


@dataclass(frozen=True, slots=True)
class LastMark:
    """What was last said of one learner at one activity; `by_hand`: a person said it, not a file."""

    key: int
    status: str
    by_hand: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """A mark to write that corrects the mark with this key."""

    mark: NewMark
    corrects: int


@dataclass(frozen=True, slots=True)
class MarksPlan:
    """What merging would do: first marks `added`; marks taken back `renewed`; marks of earlier files `changed`.

    `kept`: rows that differ from what a person has said since; the person's mark stands, whatever files say.
    """

    first: list[NewMark] = field(default_factory=list)
    renewed: list[Correction] = field(default_factory=list)
    changed: list[Correction] = field(default_factory=list)
    unchanged: int = 0
    kept: tuple[int, ...] = ()

    @property
    def added(self) -> int:
        """How many learners get a mark where none stood."""
        return len(self.first) + len(self.renewed)

    def only_new(self) -> "MarksPlan":
        """The plan of a file that was merged before: what it changed then may have been changed since, and stays."""
        return replace(self, changed=[], unchanged=self.unchanged + len(self.changed))

    @property
    def corrections(self) -> list[Correction]:
        return [*self.renewed, *self.changed]

    def learners(self) -> set[int]:
        """Whose records would change."""
        return {mark[1] for mark in self.first} | {one.mark[1] for one in self.corrections}


def merging_marks(said: Mapping[Pair, tuple[str, int]], last: Mapping[Pair, LastMark]) -> MarksPlan:
    """Sort what a file says, `(status, row)` of each pair, against what was last said of them.

    Marks are put in order of activity and learner, in which a database writes fastest.
    """
    new = [one for one in sorted(said) if one not in last] if last else sorted(said)
    first = [(one >> _BITS, one & _LOW, *said[one]) for one in new]
    renewed, changed, kept = [], [], []
    unchanged = 0
    for one in sorted(said.keys() & last.keys()):
        status, row = said[one]
        stood = last[one]
        correction = Correction((one >> _BITS, one & _LOW, status, row), stood.key)
        if stood.status == status:
            unchanged += 1
        elif stood.by_hand:  # a mark that a person cleared among them
            kept.append(row)
        elif stood.status == UNDONE:
            renewed.append(correction)
        else:
            changed.append(correction)
    return MarksPlan(first, renewed, changed, unchanged, tuple(kept))
