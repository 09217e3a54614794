"""What saving a register would do, given what its taker saw and what stands now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

STATUSES = frozenset({"attended", "absent", "excused"})


class MarkRefused(ValueError):
    """A mark that no register holds, or for somebody who is not of this school."""


class ReasonNeeded(ValueError):
    """Marks already saved would change, and no reason was given; `learner_ids` says whose. Nothing was saved."""

    def __init__(self, learner_ids: Iterable[int]) -> None:
        super().__init__("Say why the marks already saved are changing.")
        self.learner_ids = frozenset(learner_ids)


@dataclass(frozen=True, slots=True)
class Settled:
    """Marks sorted by what saving them does. `clashing`: two people said different things; neither is written over."""

    new: Mapping[int, str]
    changed: Mapping[int, str]
    clashing: Mapping[int, str]
    unchanged: int


def settle(marks: Mapping[int, str], *, seen: Mapping[int, str] | None, standing: Mapping[int, str]) -> Settled:
    """Sort `marks` against those `standing` now, and those the taker had `seen` when they began.

    A blank mark says nothing. A mark the taker left as they saw it gives way to what another has saved since; one that
    both changed, each otherwise, clashes. `seen` None: the taker knows what stands. A word that is no mark is refused.
    """
    new: dict[int, str] = {}
    changed: dict[int, str] = {}
    clashing: dict[int, str] = {}
    unchanged = 0
    for learner_id, mark in marks.items():
        if not mark:
            continue
        if mark not in STATUSES:
            raise MarkRefused("A mark is attended, absent or excused.")
        stands = standing.get(learner_id, "")
        saw = stands if seen is None else seen.get(learner_id, "")
        if mark == stands or (mark == saw and saw != stands):
            unchanged += 1
        elif stands and saw != stands:
            clashing[learner_id] = mark
        elif stands:
            changed[learner_id] = mark
        else:
            new[learner_id] = mark
    return Settled(new, changed, clashing, unchanged)
