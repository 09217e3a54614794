"""The state table, and any way of going through it with the whole room beneath."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.factories import make_learner, make_school
from waymark.access.scope import acting, everything
from waymark.guidance.actions.booking import book_by_hand, cancel_interview, mark_held, mark_missed
from waymark.guidance.actions.diaries import Span, add_adviser, add_times
from waymark.guidance.actions.requests import Wanted, ask_for_interview
from waymark.guidance.models import Claim, Interview, InterviewRequest
from waymark.guidance.rules.states import MOVES, InterviewRefused, State, may_become, refuse_unless
from waymark.ledger.models import Encounter

DAY, START = date(2026, 11, 23), datetime(2026, 11, 23, 9, tzinfo=UTC)
EVENING = datetime(2026, 11, 23, 20, tzinfo=UTC)


def test_the_state_table_is_whole_and_ends():
    assert set(MOVES) == set(State)
    assert {state for state, moves in MOVES.items() if not moves} == {State.HELD, State.CANCELLED}
    assert not any(may_become(state, State.PROPOSED) for state in State)


def test_refuse_unless_says_what_it_is():
    with pytest.raises(InterviewRefused, match="is held, so it cannot be missed"):
        refuse_unless("held", "missed")


class Booking(RuleBasedStateMachine):
    """Four learners, two advisers in one room, anything done to anybody in any order on the evening of the day."""

    def __init__(self):
        super().__init__()
        self.clock = time_machine.travel(EVENING, tick=False)
        self.clock.start()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.opened = acting(everything("test", via="test"))
        self.by = self.opened.__enter__()
        self.school = make_school()
        self.learners = [make_learner(self.school, n, year_group=11) for n in range(4)]
        self.times = []
        for name in ("Ada Fell", "Bo Reed"):
            adviser = add_adviser(school=self.school, name=name, level=6, by=self.by)
            self.times += add_times(adviser=adviser, spans=[Span(START, START + timedelta(hours=3), "A1")], by=self.by)
        self.states = {}

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)
        self.opened.__exit__(None, None, None)
        self.clock.stop()

    @rule(who=st.integers(0, 3))
    def ask(self, who):
        with refusing():
            ask_for_interview(learner=self.learners[who], wanted=Wanted(), on=DAY, by=self.by)

    @rule(who=st.integers(0, 3), which=st.integers(0, 1), minutes=st.integers(0, 28))
    def book(self, who, which, minutes):
        request = InterviewRequest.objects.filter(learner=self.learners[who], settled_at=None).first()
        if request is not None:
            with refusing():
                at = START + timedelta(minutes=5 * minutes)
                made = book_by_hand(request=request, time=self.times[which], starts_at=at, by=self.by)
                self.states[made.pk] = State.BOOKED

    @precondition(lambda self: self.states)
    @rule(data=st.data(), then=st.sampled_from((State.HELD, State.MISSED, State.CANCELLED)))
    def settle(self, data, then):
        key = data.draw(st.sampled_from(sorted(self.states)))
        interview = Interview.objects.get(pk=key)
        with refusing() as refused:
            if then is State.CANCELLED:
                cancel_interview(interview=interview, because="It snowed", by=self.by)
            else:
                (mark_held if then is State.HELD else mark_missed)(interview=interview, by=self.by)
        if not refused:
            assert then in MOVES[self.states[key]]
            self.states[key] = then
        elif then in MOVES[self.states[key]]:  # the one move that something else may stand in the way of
            assert (self.states[key], then) == (State.MISSED, State.HELD)

    @invariant()
    def what_we_think_is_what_stands(self):
        assert dict(Interview.objects.values_list("pk", "state")) == {k: s.value for k, s in self.states.items()}

    @invariant()
    def nobody_is_in_two_places(self):
        booked = list(Interview.objects.filter(state="booked").select_related("adviser"))
        for n, one in enumerate(booked):
            for other in booked[n + 1 :]:
                apart = one.ends_at <= other.starts_at or other.ends_at <= one.starts_at
                assert apart  # one room, so not even with two advisers
        ticks = sum((each.ends_at - each.starts_at) // timedelta(minutes=5) for each in booked)
        assert Claim.objects.filter(interview__state="booked").count() == 3 * ticks
        assert not Claim.objects.filter(interview__state__in=["missed", "cancelled"]).exists()

    @invariant()
    def what_was_held_and_nothing_else_is_on_record(self):
        held = set(Interview.objects.filter(state="held").values_list("learner_id", "activity_id"))
        assert set(Encounter.objects.values_list("learner_id", "activity_id")) == held
        assert all(r.settled_at for r in InterviewRequest.objects.filter(interviews__state="held"))


class refusing:
    """Lets a refusal pass, and says whether there was one."""

    def __init__(self):
        self.happened = False

    def __bool__(self):
        return self.happened

    def __enter__(self):
        return self

    def __exit__(self, kind, fault, trace):
        self.happened = kind is not None and issubclass(kind, InterviewRefused)
        return self.happened


@pytest.mark.django_db
def test_booking_in_any_order_leaves_nobody_in_two_places():
    run_state_machine_as_test(Booking, settings=settings(max_examples=15, stateful_step_count=15, deadline=None))
