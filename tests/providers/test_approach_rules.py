"""The table of moves: all of it, and that no state is a trap that was not meant to be an end."""

import pytest

from waymark.providers.rules.approaches import (
    LIVE,
    MOVES,
    REACHED,
    WHO,
    Move,
    NotPossible,
    Side,
    State,
    after,
    moves_of,
)

ENDS = {State.DECLINED, State.SILENT, State.WITHDRAWN, State.CALLED_OFF, State.DELIVERED}


def test_every_move_is_in_the_table_and_somebody_may_make_it():
    assert {move for _, move in MOVES} == set(Move) == set(WHO)
    assert all(WHO[move] for move in Move)


def test_the_ends_are_the_states_nothing_leads_out_of():
    assert {state for state in State if not any(before == state for before, _ in MOVES)} == ENDS


def test_every_state_can_be_reached_from_the_list():
    reached = {State.LISTED}
    while more := {to for (before, _), to in MOVES.items() if before in reached} - reached:
        reached |= more

    assert reached == set(State)


def test_nothing_reaches_them_without_a_place():
    """Only getting a place leads from where they know nothing to where they do."""
    crossing = {move for (before, move), to in MOVES.items() if before not in REACHED and to in REACHED}

    assert crossing == {Move.GET_A_PLACE}


def test_what_is_live_becomes_live_only_by_being_asked():
    assert {move for (before, move), to in MOVES.items() if before not in LIVE and to in LIVE} == {Move.ASK}


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("state", State)
def test_a_side_may_do_what_it_is_shown_and_nothing_else(state, side):
    shown = moves_of(state, side)

    for move in Move:
        if move in shown:
            assert after(state, move, side) == MOVES[state, move]
        else:
            with pytest.raises(NotPossible):
                after(state, move, side)
