"""Taking up time, and giving it back: parts of actions that have asked."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from waymark.guidance.models import Claim, DiaryTime, Interview
from waymark.guidance.rules.states import InterviewRefused
from waymark.guidance.rules.times import ticks

TAKEN = "That time is taken: the adviser, the room or the learner is somewhere else then. Choose another."


def take_time_of(interviews: Iterable[Interview]) -> None:
    """Claim the adviser, the learner and the room for each interview; all of them, or none and `InterviewRefused`.

    The database decides: whoever comes second, be it at the very same moment, is refused.
    """
    _make([claim for interview in interviews for claim in _of_interview(interview)])


def take_diary_time(time: DiaryTime) -> None:
    """Claim an adviser's ticks for one school's diary, so that no other school has them then."""
    _make(
        [
            Claim(
                organisation_id=time.organisation_id, holder=f"diary of {time.adviser.holder}", at=at, diary_time=time
            )
            for at in ticks(time.starts_at, time.ends_at)
        ],
        "This adviser has something in a diary at that time already, here or at another school.",
    )


def give_back_time_of(interviews: Iterable[Interview]) -> None:
    """Let go of what these interviews held."""
    Claim.objects.filter(interview__in=[each.pk for each in interviews]).delete()


def _of_interview(interview: Interview) -> list[Claim]:
    holders = [interview.adviser.holder, f"learner {interview.learner_id}"]
    if interview.room:
        holders.append(room_of(interview.organisation_id, interview.room))
    return [
        Claim(organisation_id=interview.organisation_id, holder=holder, at=at, interview=interview)
        for holder in holders
        for at in _ticks_of(interview)
    ]


def room_of(organisation_id: int, room: str) -> str:
    """The name under which a school's room is taken, however it is typed."""
    return f"room {organisation_id} {' '.join(room.casefold().split())}"


def _ticks_of(interview: Interview) -> list[datetime]:
    return list(ticks(interview.starts_at, interview.ends_at))


def _make(claims: list[Claim], otherwise: str = TAKEN) -> None:
    try:
        with transaction.atomic():
            Claim.objects.bulk_create(claims)
    except IntegrityError as taken:
        raise InterviewRefused(otherwise) from taken
