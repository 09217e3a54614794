"""Diaries from a file: when each adviser can be seen, one time a row."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.guidance.actions.diaries import Span, add_times, remove_time
from waymark.guidance.models import DiaryTime
from waymark.guidance.queries.booked import advisers_of
from waymark.guidance.rules.states import InterviewRefused
from waymark.guidance.rules.times import refuse_odd_times
from waymark.guidance.sources.values import moment
from waymark.intake.actions import mark_undone
from waymark.intake.files import read_file
from waymark.intake.jobs import WorkRefused
from waymark.intake.models import Delivery
from waymark.intake.reading import Column, Reading, Row
from waymark.intake.receiving import Source
from waymark.kernel.telling import Tell
from waymark.places.models import Organisation

KIND = "diary"
COLUMNS = (
    Column(
        "adviser_id", also_called=("Adviser", "Advisor", "Name", "Adviser name"), filled=True, heading="Adviser",
        describe="The adviser’s name as it is on your list.", example="Ada Fell",
    ),
    Column(
        "start", moment, also_called=("Starts", "Start time", "From"), filled=True, unreadable="DATE_INVALID",
        blank="DATE_INVALID", heading="Start", describe="Day and time from which they can be seen.",
        example="23/11/2026 09:00",
    ),
    Column(
        "end", moment, also_called=("Ends", "End time", "To", "Until"), filled=True, unreadable="DATE_INVALID",
        blank="DATE_INVALID", heading="End", describe="Until when.", example="23/11/2026 12:20",
    ),
    Column("room", also_called=("Location", "Where"), required=False, heading="Room", describe="Where.", example="A1"),
    Column(
        "interpreters", also_called=("Interpreter", "Languages"), required=False, heading="Interpreters",
        describe="The languages for which an interpreter is there.", example="Polish, Dari",
    ),
)  # fmt: skip
_Times = Mapping[str, tuple[int, tuple[Span, ...]]]


@dataclass(frozen=True, slots=True)
class DiaryPreview:
    """What a diary file says, by adviser: what is new, what stands with other interpreters, and how many as it is."""

    reading: Reading
    new: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    changed: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    known: int = 0

    @property
    def outcome(self) -> dict[str, int]:
        return {
            "added": sum(len(each) for each in self.new.values()),
            "changed": sum(len(each) for each in self.changed.values()),
            "unchanged": self.known,
            "absent": 0,
            "refused": len(self.reading.left_out),
        }


@dataclass(frozen=True)
class Read:
    """A diary file read against the advisers of a school and what stands in their diaries."""

    reading: Reading
    advisers: _Times = field(default_factory=dict)


class Diaries(Source[Read, DiaryPreview]):
    """Files of when advisers can be seen."""

    kind = KIND
    needs = Permission.INTERVIEWS_WRITE

    def read(self, content: bytes, school: Organisation, on: date, tell: Tell) -> Read:
        advisers = _advisers(school)
        return Read(_checked(read_file(content, COLUMNS, personal=False, tell=tell), advisers), advisers)

    def reading_of(self, read: Read) -> Reading:
        return read.reading

    def still_holds(self, read: Read, school: Organisation) -> bool:
        return read.advisers == _advisers(school)

    def compared(self, read: Read, school: Organisation, on: date) -> DiaryPreview:
        if read.reading.is_refused:
            return DiaryPreview(read.reading)
        new: defaultdict[int, list[Span]] = defaultdict(list)
        changed: defaultdict[int, list[Span]] = defaultdict(list)
        known = 0
        for row in read.reading.rows:
            key, standing = read.advisers[_name(row)]
            span = _span(row)
            there = next((each for each in standing if each.is_same_time(span)), None)
            if there is None:
                new[key].append(span)
            elif span.interpreters and span.interpreters != there.interpreters:
                changed[key].append(span)
            else:
                known += 1
        return DiaryPreview(read.reading, _settled(new), _settled(changed), known)

    def merge(self, delivery: Delivery, read: Read, answers: Any, on: date, tell: Tell, by: Scope) -> DiaryPreview:
        """Add what is new, and say who interprets at what stands; a blank says nothing of that."""
        school = Organisation.objects.get(pk=delivery.whose)
        preview = self.compared(read, school, on)
        for adviser in advisers_of(school).filter(pk__in=[*preview.new, *preview.changed]):
            spans = [*preview.new.get(adviser.pk, ()), *preview.changed.get(adviser.pk, ())]
            try:
                add_times(adviser=adviser, spans=spans, delivery=delivery, by=by)
            except InterviewRefused as refused:
                raise WorkRefused(f"{adviser.name}: {refused}") from refused
        return preview

    def take_back(self, delivery: Delivery, tell: Tell, by: Scope) -> Delivery:
        for time in DiaryTime.objects.filter(organisation=delivery.whose, delivery=delivery):
            try:
                remove_time(time=time, by=by)
            except InterviewRefused as refused:
                raise WorkRefused(str(refused)) from refused
        return mark_undone(delivery=delivery, needs=self.needs, by=by)


DIARIES = Diaries()


def _settled(spans: Mapping[int, list[Span]]) -> dict[int, tuple[Span, ...]]:
    return {key: tuple(each) for key, each in spans.items()}


def _advisers(school: Organisation) -> dict[str, tuple[int, tuple[Span, ...]]]:
    """Each adviser's key and the times in their diary, by name and by public id."""
    times: defaultdict[int, list[Span]] = defaultdict(list)
    rows = DiaryTime.objects.filter(organisation=school).order_by("starts_at")
    said = rows.values_list("adviser_id", "starts_at", "ends_at", "room", "interpreters")
    for adviser, start, end, room, interpreters in said:
        times[adviser].append(Span(start, end, room, interpreters))
    found = {}
    for each in advisers_of(school):
        for name in (each.name, each.public_id):
            found[_plain(name)] = (each.pk, tuple(times[each.pk]))
    return found


def _checked(reading: Reading, advisers: _Times) -> Reading:
    """The reading without rows of advisers we do not know, odd times, and times that overlap others."""
    if reading.is_refused:
        return reading
    reading = reading.leaving_out(
        [row for row in reading.rows if _name(row) not in advisers],
        "ADVISER_UNKNOWN", "adviser_id", "an adviser on your list",
        suggestion="Add the adviser first, or write the name as it is there.", received="nobody on your list",
    )  # fmt: skip
    reading = reading.leaving_out(
        [row for row in reading.rows if _is_odd(row)],
        "ENDS_BEFORE_IT_STARTS", "end", "a time after the start, on the same day, in steps of five minutes",
        received="another time",
    )  # fmt: skip
    return reading.leaving_out(
        _overlapping(reading, advisers),
        "DIARY_CLASH", "start", "a time at which nothing else is in the diary",
        suggestion="Take the other out first, or change this one.", received="a time that overlaps another",
    )  # fmt: skip


def _overlapping(reading: Reading, advisers: _Times) -> list[Row]:
    taken: defaultdict[int, list[Span]] = defaultdict(list)
    for key, standing in advisers.values():
        taken[key] = list(standing)
    clashing = []
    for row in reading.rows:
        span, others = _span(row), taken[advisers[_name(row)][0]]
        if any(span.is_same_time(other) for other in others):
            continue
        if any(span.starts_at < other.ends_at and other.starts_at < span.ends_at for other in others):
            clashing.append(row)
        else:
            others.append(span)
    return clashing


def _is_odd(row: Row) -> bool:
    span = _span(row)
    try:
        refuse_odd_times(span.starts_at, span.ends_at)
    except InterviewRefused:
        return True
    return False


def _span(row: Row) -> Span:
    start, end = row.values["start"], row.values["end"]
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    return Span(start, end, (row.values["room"] or "")[:40], " ".join((row.values["interpreters"] or "").split())[:120])


def _name(row: Row) -> str:
    return _plain(row.values["adviser_id"])


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
