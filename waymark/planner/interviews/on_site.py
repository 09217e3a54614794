"""What a school's own records say to the engine: who asks, how great their need is, lessons, diaries, what stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils import timezone

from waymark.evaluation.frameworks import framework
from waymark.evaluation.queries import answers_to
from waymark.guidance.models import Interview, InterviewRequest
from waymark.guidance.queries.booked import (
    diary_of,
    had_this_year,
    interviews_of,
    open_requests,
    settings_for,
)
from waymark.guidance.queries.timetables import lessons_of, subjects_lost
from waymark.guidance.rules.languages import languages_in
from waymark.guidance.rules.states import State
from waymark.guidance.rules.times import in_london
from waymark.kernel.entitlement import Span
from waymark.kernel.vocabulary import Answer, Kind
from waymark.ledger.models import Enrolment
from waymark.places.models import Organisation
from waymark.planner.interviews.terms import Asking, Availability, Earlier, Slot, slots_of
from waymark.planner.interviews.terms import Lesson as TakenUp
from waymark.planner.queries.lessons_lost import subjects_lost_to_plan

PROMISED = 10  # above the highest priority: whoever has a time keeps one, here or moved


@dataclass(frozen=True)
class Wish:
    """For which days a schedule is wanted, how long interviews are, and whether booked ones may be moved."""

    first: date
    last: date
    minutes: int
    framework: str
    may_move: bool
    now: datetime


@dataclass(frozen=True)
class World:
    """What the engine is given. Learners are called by the public id of their request, advisers by their own."""

    askings: tuple[Asking, ...]
    slots: tuple[Slot, ...]
    earlier: Earlier
    booked: Mapping[str, Interview] = field(default_factory=dict)  # those that may be moved, by request
    requests: Mapping[str, InterviewRequest] = field(default_factory=dict)
    over_the_cap: tuple[InterviewRequest, ...] = ()
    priorities: Mapping[str, int] = field(default_factory=dict)  # as they were asked for


def world_of(school: Organisation, wish: Wish) -> World:
    """Read it all; writes nothing. Those who have had as many interviews as the school gives are put by."""
    requests = {each.public_id: each for each in open_requests(school)}
    standing = list(_standing(school, wish))
    movable = {each.request.public_id: each for each in standing if wish.may_move and _may_move(each, wish)}
    fixed = [each for each in standing if each.request.public_id not in movable]
    has_time = {each.request.public_id for each in fixed}
    wanted = [each for name, each in requests.items() if name not in has_time]
    askings, over = _askings(school, wanted, movable, wish)
    return World(
        askings=tuple(sorted(askings, key=lambda each: each.learner_id)),
        slots=tuple(_slots(school, wish, fixed, movable.values())),
        earlier={
            name: (each.adviser.public_id, in_london(each.starts_at), each.room) for name, each in movable.items()
        },
        booked=movable,
        requests={each.public_id: each for each in wanted},
        over_the_cap=tuple(over),
        priorities={each.public_id: each.priority for each in wanted},
    )


def _standing(school: Organisation, wish: Wish) -> Iterable[Interview]:
    """What is booked from now on, in these days or not."""
    return interviews_of(school).filter(state=State.BOOKED, ends_at__gt=wish.now)


def _may_move(interview: Interview, wish: Wish) -> bool:
    return interview.starts_at > wish.now and wish.first <= timezone.localdate(interview.starts_at) <= wish.last


def _slots(school: Organisation, wish: Wish, fixed: Sequence[Interview], movable: Iterable[Interview]) -> list[Slot]:
    """Times from now on that nothing fixed takes up; where somebody is booked already stays a time of theirs."""
    times = [
        Availability(
            time.adviser.public_id,
            time.adviser.level,
            in_london(time.starts_at),
            in_london(time.ends_at),
            time.room,
            tuple(sorted(languages_in(time.interpreters))),
        )
        for time in diary_of(school, first=wish.first, last=wish.last)
    ]
    slots = {_place(slot): slot for slot in slots_of(times, minutes=wish.minutes, first=wish.first, last=wish.last)}
    for each in movable:
        slot = _slot_of(each)
        there = slots.get(_place(slot), slot).interpreters
        # What stands was seen to: whoever is booked has their interpreter, whatever the diary says.
        ours = tuple(sorted({*there, *languages_in(each.request.interpreter)}))
        slots[_place(slot)] = replace(slot, interpreters=ours)
    now, taken = in_london(wish.now), [_slot_of(each) for each in fixed]
    return sorted(
        slot for slot in slots.values() if slot.start > now and not any(_clash(slot, other) for other in taken)
    )


def _place(slot: Slot) -> tuple[datetime, datetime, str, str]:
    return slot.start, slot.end, slot.adviser_id, slot.room


def _slot_of(interview: Interview) -> Slot:
    return Slot(
        in_london(interview.starts_at),
        in_london(interview.ends_at),
        interview.adviser.public_id,
        interview.room,
        interview.adviser.level,
    )


def _clash(slot: Slot, other: Slot) -> bool:
    same = slot.adviser_id == other.adviser_id or (slot.room != "" and slot.room == other.room)
    return same and slot.overlaps(other.start, other.end)


def _askings(
    school: Organisation,
    wanted: Sequence[InterviewRequest],
    movable: Mapping[str, Interview],
    wish: Wish,
) -> tuple[list[Asking], list[InterviewRequest]]:
    learners = [each.learner_id for each in wanted]
    least, needs = needs_of(school, wish.framework, on=wish.first)
    settings = settings_for(school)
    had, most = had_this_year(learners, on=wish.first), settings.most
    stays = _stays(school, learners)
    lessons = lessons_of(school, learners, first=wish.first, last=wish.last)
    lost = subjects_lost(school, learners, before=wish.last, besides=[each.pk for each in movable.values()])
    lost_to_plan = subjects_lost_to_plan(school, learners, on=wish.last)
    found, over = [], []
    for each in wanted:
        if had.get(each.learner_id, 0) - (each.public_id in movable) >= most:
            over.append(each)
            continue
        level, is_last = needs.get(each.learner.public_id, (least, False))
        found.append(
            Asking(
                learner_id=each.public_id,
                priority=PROMISED if each.public_id in movable else each.priority,
                asked_on=each.asked_on,
                deadline=each.deadline,
                level=level,
                is_last_chance=is_last,
                days_on_roll=stays.get(each.learner_id, ()),
                lessons=tuple(TakenUp(*lesson) for lesson in lessons.get(each.learner_id, ())),
                lost_already=frozenset({*lost.get(each.learner_id, ()), *lost_to_plan.get(each.learner_id, ())}),
                languages=languages_in(each.interpreter) if settings.by_interpreter else frozenset(),
            )
        )
    return found, over


def needs_of(school: Organisation, framework_name: str, *, on: date) -> tuple[int, dict[str, tuple[int, bool]]]:
    """The least level of adviser the rules ask for anybody, and for each learner asked about, by public id, the level
    their entitlement takes and whether its window closes with this year unmet."""
    dues = [due for due in framework(framework_name).entitlements if due.counts.kind is Kind.GUIDANCE]
    levels: defaultdict[str, int] = defaultdict(int)
    last: set[str] = set()
    for due in dues:
        for answer in answers_to(school, framework_name, due.code, on=on):
            levels[answer.learner_id] = max(levels[answer.learner_id], due.meaning.adviser_level)
            closes = due.window.span is Span.THIS_YEAR or answer.year_group == due.window.last
            if answer.answer is Answer.NOT_YET and closes:
                last.add(answer.learner_id)
    least = max((due.meaning.adviser_level for due in dues), default=0)
    return least, {learner: (level, learner in last) for learner, level in levels.items()}


def _stays(school: Organisation, learners: Sequence[int]) -> dict[int, tuple[tuple[date, date], ...]]:
    stays: defaultdict[int, list[tuple[date, date]]] = defaultdict(list)
    rows = Enrolment.objects.filter(organisation=school, learner__in=learners).order_by("from_on")
    for learner, year, from_on, to_on in rows.values_list("learner_id", "academic_year", "from_on", "to_on"):
        stays[learner].append((from_on, to_on or date(year + 1, 8, 31)))
    return {learner: tuple(each) for learner, each in stays.items()}
