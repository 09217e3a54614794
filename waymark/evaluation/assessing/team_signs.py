"""What the record of the careers team answers of the self-assessment."""

from collections.abc import Callable
from datetime import date

from waymark.evaluation.assessing.signs import Sign, register_sign
from waymark.leadership.queries.answers import (
    TeamAnswer,
    advisers_are_trained,
    has_level_6_adviser,
    has_trained_leader,
    trains_its_staff,
)
from waymark.places.models import Organisation

_ANSWERS: tuple[tuple[str, Callable[[Organisation, date], TeamAnswer | None], str], ...] = (
    ("gb1-leader", has_trained_leader, "careers_team"),
    ("gb4-staff-development", trains_its_staff, "staff_sessions"),
    ("gb8-trained", advisers_are_trained, "careers_team"),
    ("gb8-level-6-college", has_level_6_adviser, "careers_team"),
)


def register_team_signs() -> None:
    """Let the careers team's record answer what it can: a trained leader, training for staff, a qualified adviser."""
    for criterion, asked, page in _ANSWERS:
        register_sign(criterion, _reader(asked, page))


def _reader(
    asked: Callable[[Organisation, date], TeamAnswer | None], page: str
) -> Callable[[Organisation, date], Sign | None]:
    def read(school: Organisation, on: date) -> Sign | None:
        answer = asked(school, on)
        return Sign("yes" if answer.is_yes else "no", answer.words, on, page) if answer else None

    return read
