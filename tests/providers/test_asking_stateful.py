"""Any order of moves by schools, by those asked and by time: the program and the table say the same, always."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.providers.asking import ON, again, ask, make_employer, make_hub, make_school
from waymark.access.scope import NOBODY, acting, everything
from waymark.post.models import Letter
from waymark.providers.actions.answering import Answer, answer_by_link
from waymark.providers.actions.clock import pass_day
from waymark.providers.actions.moving import secret_of
from waymark.providers.actions.settling import agree, ask_again, call_off, remind, say_delivered, withdraw
from waymark.providers.models import Approach, EmployerMonth, Message
from waymark.providers.rules.approaches import LIVE, MOVES, REACHED, Move, NotPossible, Side, State, moves_of

CAP = 2
_THEIRS = (Move.ACCEPT, Move.PROPOSE, Move.DECLINE, Move.CALL_OFF)
_SCHOOLS = (Move.AGREE, Move.ASK_AGAIN, Move.WITHDRAW, Move.CALL_OFF, Move.DELIVER, Move.REMIND)


class Asking(RuleBasedStateMachine):
    """Two schools, three employers that take two requests a month each, and now and then a request with a list."""

    @initialize()
    def begin(self):
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.open = acting(everything("stateful", via="test"))
        self.by = self.open.__enter__()
        self.today = ON
        self.schools = [make_school(f"School {n}", urn=f"92000{n}") for n in range(2)]
        hub = make_hub(*self.schools)
        self.employers = [make_employer(hub, f"Firm {n}", cap_per_month=CAP) for n in range(3)]
        self.had_reached: set[int] = set()

    @rule(school=st.integers(0, 1), first=st.integers(0, 2), how_many=st.integers(1, 3), ahead=st.integers(5, 60))
    def asks(self, school, first, how_many, ahead):
        if Approach.objects.count() > 12:
            return
        listed = [self.employers[(first + n) % 3] for n in range(how_many)]
        ask(self.schools[school], *listed, on=self.today, by=self.by, wished_on=self.today + timedelta(days=ahead))

    @precondition(lambda self: Approach.objects.exists())
    @rule(which=st.integers(0, 50), move=st.sampled_from(_THEIRS))
    def they_answer(self, which, move):
        approach = self._one(which)
        day = self.today + timedelta(days=3) if move == Move.PROPOSE else None
        passed = move == Move.ACCEPT and approach.request.wished_on < self.today
        may = move in moves_of(approach.now, Side.THEM) and approach.now in REACHED and not passed

        def act():
            return answer_by_link(secret=secret_of(approach), answer=Answer(move, day=day), on=self.today, by=NOBODY)

        self._tried(approach, move, may, act)

    @precondition(lambda self: Approach.objects.exists())
    @rule(which=st.integers(0, 50), move=st.sampled_from(_SCHOOLS))
    def the_school_acts(self, which, move):
        approach = self._one(which)
        acts = {
            Move.AGREE: lambda: agree(approach=approach, by=self.by),
            Move.ASK_AGAIN: lambda: ask_again(
                approach=approach, day=self.today + timedelta(days=9), at=None, on=self.today, by=self.by
            ),
            Move.WITHDRAW: lambda: withdraw(approach=approach, by=self.by),
            Move.CALL_OFF: lambda: call_off(approach=approach, by=self.by),
            Move.DELIVER: lambda: say_delivered(approach=approach, by=self.by),
            Move.REMIND: lambda: remind(approach=approach, on=self.today, by=self.by),
        }
        may = move in moves_of(approach.now, Side.SCHOOL) and not (move == Move.REMIND and approach.reminded_on)
        self._tried(approach, move, may, acts[move])

    @rule(days=st.integers(1, 16))
    def time_passes(self, days):
        self.today += timedelta(days=days)
        pass_day(on=self.today, by=self.by)
        standing = list(Approach.objects.order_by("pk").values_list("pk", "state"))
        again_today = pass_day(on=self.today, by=self.by)
        assert (again_today.reminded, again_today.given_up) == (0, 0)
        assert list(Approach.objects.order_by("pk").values_list("pk", "state")) == standing

    @invariant()
    def at_most_one_is_live(self):
        live = Approach.objects.filter(state__in=LIVE)
        assert live.count() == live.values("request").distinct().count()

    @invariant()
    def the_cap_is_kept_and_counted(self):
        for month in EmployerMonth.objects.all():
            assert month.taken <= month.cap
            assert month.taken == Approach.objects.filter(month=month).count()

    @invariant()
    def what_reached_them_was_written_and_what_did_not_was_not(self):
        written = set(Letter.objects.filter(subject__contains=" asks: ").values_list("about", flat=True))
        for approach in Approach.objects.all():
            if approach.now in REACHED:
                assert f"approach {approach.public_id}" in written
            if approach.now in {State.LISTED, State.WAITING}:
                assert f"approach {approach.public_id}" not in written

    @invariant()
    def every_state_was_come_to_by_the_table(self):
        for approach in Approach.objects.all():
            state = State.LISTED
            for said in Message.objects.filter(approach=approach).exclude(move=""):
                state = MOVES[state, Move(said.move)]
            assert approach.state == state

    def _one(self, which):
        keys = list(Approach.objects.order_by("pk").values_list("pk", flat=True))
        return Approach.objects.select_related(
            "request__organisation", "request__made_by", "employer", "contact", "provider"
        ).get(pk=keys[which % len(keys)])

    def _tried(self, approach, move, may, act):
        before = approach.now
        if may:
            act()
            assert again(approach).state == MOVES[before, move]
            return
        with pytest.raises((NotPossible, Approach.DoesNotExist)):
            act()
        assert again(approach).state == before

    def teardown(self):
        if hasattr(self, "open"):
            self.open.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.whole.__exit__(None, None, None)


def test_any_order_of_moves(db):
    run_state_machine_as_test(
        Asking,
        settings=settings(
            max_examples=15, stateful_step_count=20, deadline=None, derandomize=True, phases=(Phase.generate,)
        ),
    )
