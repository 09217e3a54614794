"""What may become of an application, and by whom: one table, and nothing moves but by it."""

from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    VIEWED = "viewed"
    INTERVIEW = "interview"
    OFFER = "offer"
    CONDITIONAL_OFFER = "conditional_offer"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    EXPIRED = "expired"


class Mover(StrEnum):
    APPLICANT = "applicant"
    PROVIDER = "provider"
    TIME = "time"


WORDS = {
    State.DRAFT: "Not sent yet",
    State.SUBMITTED: "Sent",
    State.VIEWED: "Being read",
    State.INTERVIEW: "Invited to an interview",
    State.OFFER: "Offered a place",
    State.CONDITIONAL_OFFER: "Offered a place on conditions",
    State.ACCEPTED: "Place accepted",
    State.DECLINED: "Offer declined",
    State.WITHDRAWN: "Withdrawn",
    State.REJECTED: "No place offered",
    State.EXPIRED: "Offer ran out",
}

S, A, P, T = State, Mover.APPLICANT, Mover.PROVIDER, Mover.TIME
MOVES: dict[State, dict[State, Mover]] = {
    S.DRAFT: {S.SUBMITTED: A},
    S.SUBMITTED: {S.VIEWED: P, S.REJECTED: P, S.WITHDRAWN: A},
    S.VIEWED: {S.INTERVIEW: P, S.OFFER: P, S.CONDITIONAL_OFFER: P, S.REJECTED: P, S.WITHDRAWN: A},
    S.INTERVIEW: {S.OFFER: P, S.CONDITIONAL_OFFER: P, S.REJECTED: P, S.WITHDRAWN: A},
    S.CONDITIONAL_OFFER: {
        S.OFFER: P,  # the conditions are met, or were dropped
        S.ACCEPTED: A,
        S.DECLINED: A,
        S.REJECTED: P,  # the conditions were not met
        S.EXPIRED: T,
        S.WITHDRAWN: A,
    },
    S.OFFER: {S.ACCEPTED: A, S.DECLINED: A, S.EXPIRED: T, S.WITHDRAWN: A},
    S.ACCEPTED: {S.WITHDRAWN: A},
    S.DECLINED: {},
    S.WITHDRAWN: {},
    S.REJECTED: {},
    S.EXPIRED: {},
}
OFFERS = frozenset({S.OFFER, S.CONDITIONAL_OFFER})
A_PLACE = OFFERS | {S.ACCEPTED}  # what counts as the offer of a place, for the September Guarantee
OVER = frozenset(state for state, ways in MOVES.items() if not ways)


class MoveRefused(ValueError):
    """The application cannot move so; the message says why, in words for whoever asked."""


def moves_for(state: str, mover: Mover) -> tuple[State, ...]:
    """Where an application may go from a state, by one of the three."""
    return tuple(to for to, by in MOVES[State(state)].items() if by is mover)


def check_move(state: str, to: str, mover: Mover) -> State:
    """The state it moves to; MoveRefused where the table has no such way for this mover."""
    if State(to) not in moves_for(state, mover):
        raise MoveRefused(f"This application is now “{WORDS[State(state)]}”, and cannot become “{WORDS[State(to)]}”.")
    return State(to)
