"""Making a school's schedule in the background: read, solved, and written down as proposals that nobody has yet."""

from dataclasses import replace
from datetime import date

from django.utils import timezone

from waymark.access.scope import Scope
from waymark.guidance.actions.proposing import Proposal, Put, Waits, propose_schedule
from waymark.guidance.rules.states import InterviewRefused
from waymark.guidance.rules.times import moment_of
from waymark.intake.jobs import Ended, WorkRefused, Writing
from waymark.intake.models import Job
from waymark.kernel.telling import Cancelled, Tell
from waymark.places.models import Organisation
from waymark.planner.interviews.explaining import what_frees, why_waiting
from waymark.planner.interviews.on_site import Wish, World, world_of
from waymark.planner.interviews.receipts import day, others_than, why_now
from waymark.planner.interviews.terms import Asking, Timetable

KIND = "interview schedule"
SECONDS = 60.0


def prepared(job: Job, tell: Tell, by: Scope) -> Writing:
    """Time the interviews that `asked` wants; returns what writes the schedule, or says why there is none."""
    assert job.organisation is not None
    school, asked = job.organisation, job.asked
    tell(0, 0, "Reading who asks, diaries and lessons")
    wish = Wish(
        first=date.fromisoformat(asked["first"]),
        last=date.fromisoformat(asked["last"]),
        minutes=asked["minutes"],
        framework=asked["framework"],
        may_move=asked["may_move"],
        now=timezone.now(),
    )
    world = world_of(school, wish)
    if not world.askings and not world.over_the_cap:
        raise WorkRefused("Nobody waits for an interview in these days, so there is nothing to schedule.")
    made = timed(world, seed=asked["seed"], tell=tell)
    proposal = proposal_of(world, made, wish, seed=asked["seed"])

    def write() -> Ended:
        try:
            schedule = propose_schedule(school=school, proposal=proposal, by=by)
        except InterviewRefused as refused:
            raise WorkRefused(str(refused)) from refused
        return Ended(f"{len(proposal.put):,} times proposed.", {"schedule": schedule.public_id})

    return write


def timed(world: World, *, seed: int, tell: Tell) -> Timetable:
    """Solve it, heeding a wish to stop while the solver runs."""
    # Here, because the solver's numbers take a while to import and no page needs them.
    import time

    from waymark.planner.interviews.solving import make_timetable
    from waymark.planner.solver import Watch

    words, stopped = f"Timing {len(world.askings):,} interviews, the greatest need first", [False]

    def stop() -> bool:
        try:
            tell(0, 0, words)
        except Cancelled:  # not raised through the solver, which would not understand it
            stopped[0] = True
        return stopped[0]

    watch = Watch(time.monotonic() + SECONDS, stop)
    made = make_timetable(world.askings, world.slots, seed=seed, watch=watch, earlier=world.earlier)
    if stopped[0]:
        raise Cancelled
    return made


def proposal_of(world: World, made: Timetable, wish: Wish, *, seed: int) -> Proposal:
    """The timetable as proposals: whoever stays where they were is not among them."""
    everyone = [_as_asked(each, world) for each in world.askings]
    order = sorted(everyone, key=lambda each: (each.need, each.learner_id))
    ranks = {each.learner_id: rank for rank, each in enumerate(order, start=1)}
    waiting = [_as_asked(each, world) for each in made.waiting]
    put = []
    for booking in made.bookings:
        asking, slot = _as_asked(booking.asking, world), booking.slot
        if world.earlier.get(asking.learner_id) == (slot.adviser_id, slot.start, slot.room):
            continue
        rank, others = ranks[asking.learner_id], others_than(asking, waiting, world.slots)
        put.append(
            Put(
                request=asking.learner_id,
                adviser=slot.adviser_id,
                starts_at=moment_of(slot.start),
                ends_at=moment_of(slot.end),
                room=slot.room,
                rank=rank,
                reasons=tuple(why_now(replace(booking, asking=asking), rank, len(order), others)),
                moves=world.booked[asking.learner_id].public_id if asking.learner_id in world.booked else "",
            )
        )
    return Proposal(
        first=wish.first,
        last=wish.last,
        minutes=wish.minutes,
        framework=wish.framework,
        seed=seed,
        is_proven=made.is_proven,
        asked_for=len(order) + len(world.over_the_cap),
        booked_before=len(world.booked),
        moved=made.moved,
        put=tuple(put),
        waits=(*_waits(world, waiting, wish, ranks, promised=bool(world.booked)), *_over_the_cap(world, len(waiting))),
    )


def _as_asked(asking: Asking, world: World) -> Asking:
    """With the priority that was asked for, where a time promised before set it above all."""
    return replace(asking, priority=world.priorities[asking.learner_id])


def _waits(world: World, waiting: list[Asking], wish: Wish, ranks: dict[str, int], *, promised: bool) -> list[Waits]:
    found = []
    for place, asking in enumerate(waiting, start=1):
        why = why_waiting(asking, world.slots, said=day)
        if promised and why.startswith("each of"):
            why = f"{why}, or who had a time before"
        frees = what_frees(asking, place, world.slots, wish.minutes)
        found.append(Waits(asking.learner_id, place, _sentence(why), _sentence(frees)))
    return found


def _over_the_cap(world: World, after: int) -> list[Waits]:
    why = "They have had as many interviews this year as your school gives one learner."
    frees = "A higher number in the settings of interviews, or the next academic year."
    return [Waits(each.public_id, after + n, why, frees) for n, each in enumerate(world.over_the_cap, start=1)]


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."[:300]


def schedule_for(school: Organisation, asked: dict) -> str:
    """What the work is called on its page."""
    first, last = date.fromisoformat(asked["first"]), date.fromisoformat(asked["last"])
    return f"Interviews from {day(first)} to {day(last)}"
