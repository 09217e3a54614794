"""The interview timetable: every timetable of small worlds beside it, aim by aim, and the file it gives."""

from datetime import date, datetime, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.planner.interviews.solving import make_timetable
from waymark.planner.interviews.terms import Asking, Availability, Lesson, slots_of
from waymark.planner.solver import Watch

MONDAY = date(2026, 11, 23)
YEAR = ((date(2026, 9, 1), date(2027, 8, 31)),)


def at(hour, minute=0, day=MONDAY):
    return datetime(day.year, day.month, day.day, hour, minute)


def asking(name, priority=5, **more):
    return Asking(name, priority, **{"asked_on": date(2026, 10, 1), "deadline": None, "days_on_roll": YEAR} | more)


def test_slots_of_stand_back_to_back_and_end_within_the_time():
    times = [
        Availability("a", 6, at(9), at(10, 30), "r1"),
        Availability("a", 6, at(9, day=date(2026, 12, 1)), at(12), "r1"),
    ]

    found = slots_of(times, minutes=40, first=MONDAY, last=date(2026, 11, 30))

    assert [(slot.start, slot.end) for slot in found] == [(at(9), at(9, 40)), (at(9, 40), at(10, 20))]


def test_make_timetable_serves_the_neediest_though_another_asked_first():
    slots = slots_of([Availability("a", 6, at(9), at(9, 40), "r1")], minutes=40, first=MONDAY, last=MONDAY)
    people = [asking("early", 3, asked_on=date(2026, 9, 2)), asking("needy", 8), asking("low level", 9, level=7)]

    made = make_timetable(people, slots, seed=0, watch=Watch())

    assert [booking.asking.learner_id for booking in made.bookings] == ["needy"]
    assert [waiting.learner_id for waiting in made.waiting] == ["low level", "early"]
    assert made.is_proven


days = st.sampled_from((MONDAY, MONDAY + timedelta(days=1)))
availability = st.builds(
    lambda adviser, level, day, hour, half, length, room: Availability(
        adviser, level, at(hour, half * 30, day), at(hour, half * 30, day) + timedelta(minutes=length), room
    ),
    st.sampled_from("ab"), st.sampled_from((4, 6)), days, st.integers(9, 10), st.integers(0, 1),
    st.sampled_from((60, 120)), st.sampled_from(("r1", "r2", "")),
)  # fmt: skip
lesson = st.builds(
    lambda day, hour, subject: Lesson(at(hour, 0, day), at(hour + 1, 0, day), subject),
    days, st.integers(9, 11), st.sampled_from(("maths", "art", "exam")),
)  # fmt: skip
person = st.tuples(
    st.integers(4, 5), st.booleans(), st.sampled_from((date(2026, 10, 1), date(2026, 10, 2))),
    st.sampled_from((None, MONDAY)), st.sampled_from((0, 6)), st.lists(lesson, max_size=3),
    st.sampled_from((frozenset(), frozenset({"maths"}))),
)  # fmt: skip


@given(st.lists(availability, min_size=1, max_size=2), st.lists(person, min_size=1, max_size=3), st.data())
@settings(max_examples=100, deadline=None)
def test_make_timetable_is_the_best_of_every_timetable_of_a_small_world(times, people, data):
    slots = slots_of(times, minutes=60, first=MONDAY, last=MONDAY + timedelta(days=1))
    askings = [
        asking(
            f"l{n}",
            priority,
            is_last_chance=last,
            asked_on=on,
            deadline=by,
            level=level,
            lessons=tuple(lessons),
            lost_already=lost,
        )
        for n, (priority, last, on, by, level, lessons, lost) in enumerate(people)
    ]
    earlier = data.draw(
        st.dictionaries(st.sampled_from([a.learner_id for a in askings]), st.sampled_from(slots))
        if slots
        else st.just({})
    )
    had = {name: (slot.adviser_id, slot.start, slot.room) for name, slot in earlier.items()}

    made = make_timetable(askings, slots, seed=1, watch=Watch(), earlier=had)

    got = {booking.asking.learner_id: booking.slot for booking in made.bookings}
    assert _holds([got.get(each.learner_id) for each in askings], askings)
    assert _aims([got.get(each.learner_id) for each in askings], askings, had) == max(
        _aims(chosen, askings, had)
        for chosen in product([None, *slots], repeat=len(askings))
        if _holds(chosen, askings)
    )
    assert made.is_proven


def _holds(chosen, askings):
    """Whether nobody is in two places, or where they may not be."""
    used = [slot for slot in chosen if slot]
    apart = all(
        not (
            one.overlaps(other.start, other.end)
            and (one.adviser_id == other.adviser_id or one.room == other.room != "")
        )
        for n, one in enumerate(used)
        for other in used[n + 1 :]
    )
    return apart and all(each.may_come(slot) for each, slot in zip(askings, chosen, strict=True) if slot)


def _aims(chosen, askings, had):
    """What a timetable reaches of each aim, the first aim first: the more the better."""
    pairs = [(each, slot) for each, slot in zip(askings, chosen, strict=True) if slot]
    needs = sorted({each.need for each in askings})
    return (
        tuple(sum(each.need == need for each, _ in pairs) for need in needs),
        sum(each.is_in_time(slot) for each, slot in pairs),
        -sum(each.loses_twice(slot) for each, slot in pairs),
        -len({slot.adviser_day for _, slot in pairs}),
        sum(had.get(each.learner_id) == (slot.adviser_id, slot.start, slot.room) for each, slot in pairs),
    )
