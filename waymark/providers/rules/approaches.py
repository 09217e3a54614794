"""How asking somebody goes: every state of an approach, every move, and who may make it. There is no other way.

An approach is one asking of one employer or provider. A request has a list of them, one after the other: the first who
can is who comes.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

REMIND_AFTER = timedelta(days=7)  # since it was sent
GIVE_UP_AFTER = timedelta(days=14)
NO_PLACE_BY = timedelta(days=7)  # before the day: who still waits for a place then gets none
TOO_LATE = timedelta(days=2)  # so short before the day nobody new is asked by itself


class State(StrEnum):
    LISTED = "listed"  # next on the list; nobody has written yet
    WAITING = "waiting"  # asked for by the school; waits for a place under the cap
    SENT = "sent"  # written to; their answer is awaited
    OTHER_DATE = "other_date"  # they can, on another day; the school's word is awaited
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SILENT = "silent"  # did not answer, a reminder notwithstanding
    WITHDRAWN = "withdrawn"  # called off by the school before it was settled
    CALLED_OFF = "called_off"  # settled, and called off by either side
    DELIVERED = "delivered"  # it took place


class Move(StrEnum):
    ASK = "ask"
    GET_A_PLACE = "get a place"
    REMIND = "remind"
    ACCEPT = "accept"
    PROPOSE = "propose another date"
    DECLINE = "decline"
    AGREE = "agree to their date"
    ASK_AGAIN = "ask for another date"
    GIVE_UP = "give up"
    WITHDRAW = "withdraw"
    CALL_OFF = "call off"
    DELIVER = "deliver"


class Side(StrEnum):
    SCHOOL = "school"
    THEM = "them"  # the employer or provider
    CLOCK = "clock"  # time passes, or a place comes free


S, M = State, Move
MOVES: Mapping[tuple[State, Move], State] = {
    (S.LISTED, M.ASK): S.WAITING,
    (S.LISTED, M.WITHDRAW): S.WITHDRAWN,
    (S.WAITING, M.GET_A_PLACE): S.SENT,
    (S.WAITING, M.WITHDRAW): S.WITHDRAWN,
    (S.WAITING, M.GIVE_UP): S.WITHDRAWN,  # no place came free in time
    (S.SENT, M.REMIND): S.SENT,
    (S.SENT, M.ACCEPT): S.ACCEPTED,
    (S.SENT, M.PROPOSE): S.OTHER_DATE,
    (S.SENT, M.DECLINE): S.DECLINED,
    (S.SENT, M.GIVE_UP): S.SILENT,
    (S.SENT, M.WITHDRAW): S.WITHDRAWN,
    (S.OTHER_DATE, M.PROPOSE): S.OTHER_DATE,
    (S.OTHER_DATE, M.DECLINE): S.DECLINED,
    (S.OTHER_DATE, M.AGREE): S.ACCEPTED,
    (S.OTHER_DATE, M.ASK_AGAIN): S.SENT,
    (S.OTHER_DATE, M.WITHDRAW): S.WITHDRAWN,
    (S.ACCEPTED, M.PROPOSE): S.OTHER_DATE,
    (S.ACCEPTED, M.CALL_OFF): S.CALLED_OFF,
    (S.ACCEPTED, M.DELIVER): S.DELIVERED,
}
WHO: Mapping[Move, frozenset[Side]] = {
    M.ASK: frozenset({Side.SCHOOL, Side.CLOCK}),
    M.GET_A_PLACE: frozenset({Side.CLOCK}),
    M.REMIND: frozenset({Side.SCHOOL, Side.CLOCK}),
    M.ACCEPT: frozenset({Side.THEM}),
    M.PROPOSE: frozenset({Side.THEM}),
    M.DECLINE: frozenset({Side.THEM}),
    M.AGREE: frozenset({Side.SCHOOL}),
    M.ASK_AGAIN: frozenset({Side.SCHOOL}),
    M.GIVE_UP: frozenset({Side.CLOCK}),
    M.WITHDRAW: frozenset({Side.SCHOOL}),
    M.CALL_OFF: frozenset({Side.SCHOOL, Side.THEM}),
    M.DELIVER: frozenset({Side.SCHOOL}),
}
LIVE = frozenset({S.WAITING, S.SENT, S.OTHER_DATE, S.ACCEPTED, S.DELIVERED})  # at most one of a request
REACHED = frozenset({S.SENT, S.OTHER_DATE, S.ACCEPTED, S.DECLINED, S.SILENT, S.CALLED_OFF, S.DELIVERED})
MOVES_ON = frozenset({S.DECLINED, S.SILENT})  # the next on the list is asked


class NotPossible(ValueError):
    """The move cannot be made now; the message says why, in words for the person."""


_WHY_NOT = {
    S.LISTED: "Nobody has been asked yet.",
    S.WAITING: "The request has not reached them yet.",
    S.SENT: "They have not answered yet.",
    S.OTHER_DATE: "Another date was offered, and the school has not answered yet.",
    S.ACCEPTED: "This has been accepted.",
    S.DECLINED: "This has been declined.",
    S.SILENT: "There was no answer for two weeks, so somebody else was asked.",
    S.WITHDRAWN: "The school has withdrawn this request.",
    S.CALLED_OFF: "This has been called off.",
    S.DELIVERED: "This has taken place.",
}


def after(state: State, move: Move, side: Side) -> State:
    """The state after a move; raises `NotPossible` where there is no such move, or it is not theirs to make."""
    found = MOVES.get((state, move))
    if found is None or side not in WHO[move]:
        raise NotPossible(_WHY_NOT[state])
    return found


def moves_of(state: State, side: Side) -> list[Move]:
    """What a side may do now, in the order of `Move`."""
    return [move for move in Move if (state, move) in MOVES and side in WHO[move]]


def is_to_be_reminded(sent_on: date, reminded_on: date | None, on: date) -> bool:
    return reminded_on is None and on - sent_on >= REMIND_AFTER


def is_given_up(sent_on: date, reminded_on: date | None, on: date) -> bool:
    """Nobody is given up who was not reminded, and had a week since."""
    return reminded_on is not None and on - sent_on >= GIVE_UP_AFTER and on - reminded_on >= REMIND_AFTER


def is_without_place(wished_on: date, on: date) -> bool:
    """Whether it is too late to wait any longer for a place under the cap."""
    return wished_on - on <= NO_PLACE_BY


def may_move_on(wished_on: date, on: date) -> bool:
    """Whether there is still time to ask the next on the list."""
    return wished_on - on > TOO_LATE
