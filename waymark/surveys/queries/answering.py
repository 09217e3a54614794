"""What somebody with a code may see: whose survey it is, and their own unfinished form. Nothing that others said."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from waymark.access.scope import acting, everything
from waymark.surveys.models import Sitting, SurveyCode
from waymark.surveys.questionnaire import Questionnaire

IDLE = timedelta(hours=1)


class DoorState(StrEnum):
    """Whether a survey can be answered: not yet, now, or no more."""

    EARLY = "early"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Door:
    """What a code leads to. It says nothing of who has answered."""

    code: str
    school: str
    learner_word: str
    asked: Questionnaire
    year_group: int | None
    with_comments: bool
    state: DoorState
    opens_on: date
    closes_on: date

    @property
    def in_fours(self) -> str:
        return f"{self.code[:4]}-{self.code[4:]}"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A form half-way: what it says so far. Pages before `locked_before` are not shown to who carried on."""

    code: str
    answers: Mapping[str, str]
    comments: Mapping[str, str]
    locked_before: int


def plain_code(typed: str) -> str:
    """A code as it is kept, of one as somebody typed it."""
    return "".join(letter for letter in typed.casefold() if letter.isalnum())


def door_of(code: str, *, on: date) -> Door | None:
    """What a code leads to on the day; None for one that is none, or of a survey that was withdrawn."""
    with acting(everything("a survey's door")):  # who has a code holds nothing else
        rows = SurveyCode.objects.select_related("survey__organisation__settings")
        found = rows.filter(code=code, survey__withdrawn_at=None).first()
        if found is None:
            return None
        survey, school = found.survey, found.survey.organisation
        kept = getattr(school, "settings", None)
    state = DoorState.OPEN if survey.is_open(on) else DoorState.EARLY if on < survey.opens_on else DoorState.OVER
    return Door(
        found.code,
        school.name,
        kept.learner_word if kept else "learner",
        survey.asked,
        found.year_group,
        survey.with_comments,
        state,
        survey.opens_on,
        survey.closes_on,
    )


def unfinished_of(token: str, *, at: datetime) -> Unfinished | None:
    """The unfinished form whose secret this is; None where it is finished, thrown away, or an hour old."""
    with acting(everything("an unfinished form")):
        rows = Sitting.objects.filter(token_sha256=hashlib.sha256(token.encode()).hexdigest())
        found = rows.filter(touched_at__gte=at - IDLE).select_related("code").first()
        if found is None:
            return None
        return Unfinished(found.code.code, found.answers, found.comments, found.locked_before)
