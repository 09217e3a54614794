"""Through which states an interview may go, and from which there is no way on."""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where an interview stands; a proposal is only a wish of the schedule until somebody books it."""

    PROPOSED = "proposed"
    BOOKED = "booked"
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"


# Whoever came late was first marked missed, and may still be seen; what was held is on record and stays.
MOVES: Mapping[State, frozenset[State]] = {
    State.PROPOSED: frozenset({State.BOOKED, State.CANCELLED}),
    State.BOOKED: frozenset({State.HELD, State.MISSED, State.CANCELLED}),
    State.MISSED: frozenset({State.HELD}),
    State.HELD: frozenset(),
    State.CANCELLED: frozenset(),
}
HOLDS_A_TIME = frozenset({State.BOOKED, State.HELD})  # its adviser, room and learner are taken at that time


class InterviewRefused(ValueError):
    """It cannot be done so; the message is a sentence for the person who asked."""


def may_become(now: str, then: str) -> bool:
    """Whether an interview in the one state may go over into the other."""
    return State(then) in MOVES[State(now)]


def refuse_unless(now: str, then: str) -> None:
    """Raise `InterviewRefused` where there is no such move."""
    if not may_become(now, then):
        raise InterviewRefused(f"This interview is {State(now).value}, so it cannot be {State(then).value} now.")
