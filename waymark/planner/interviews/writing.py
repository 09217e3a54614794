"""The files a timetable gives: schedule.csv and waiting.csv; and reads an earlier schedule, to stay close to it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from waymark.intake.exchange.values import Moment
from waymark.planner.earlier_table import earlier_table
from waymark.planner.interviews.explaining import receipt, what_frees, why_waiting
from waymark.planner.interviews.terms import Earlier, Slot, Timetable
from waymark.planner.tables_out import write_rows

SCHEDULE_COLUMNS = ("learner_id", "adviser_id", "start", "end", "room", "reasons")
WAITING_COLUMNS = ("learner_id", "rank", "why", "frees")


def write_timetable(folder: Path, timetable: Timetable, slots: Sequence[Slot], *, minutes: int) -> None:
    """Write both files: interviews by time, and those who wait by need."""
    everyone = [*(booking.asking for booking in timetable.bookings), *timetable.waiting]
    order = sorted(everyone, key=lambda asking: (asking.need, asking.learner_id))
    ranks = {asking.learner_id: rank for rank, asking in enumerate(order, start=1)}
    booked = (
        (
            booking.asking.learner_id,
            booking.slot.adviser_id,
            _moment(booking.slot.start),
            _moment(booking.slot.end),
            booking.slot.room,
            receipt(booking, ranks[booking.asking.learner_id], len(order)),
        )
        for booking in timetable.bookings
    )
    write_rows(folder / "schedule.csv", SCHEDULE_COLUMNS, booked)
    waiting = (
        (
            asking.learner_id,
            place,
            why_waiting(asking, slots),
            what_frees(asking, place, slots, minutes),
        )
        for place, asking in enumerate(timetable.waiting, start=1)
    )
    write_rows(folder / "waiting.csv", WAITING_COLUMNS, waiting)


def earlier_schedule(folder: Path) -> Earlier:
    """Adviser, start and room of each learner of a schedule's folder; NothingEarlier where it holds none."""
    columns = ("learner_id", "adviser_id", "start", "room")
    rows = earlier_table(folder / "schedule.csv", columns, what="schedule", judged="start", by=Moment())
    return {learner: (adviser, datetime.fromisoformat(start), room) for learner, adviser, start, room in rows}


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M")
