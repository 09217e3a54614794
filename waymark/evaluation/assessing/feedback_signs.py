"""What surveys answer of the self-assessment: who was asked what they think of the programme, within a year."""

from collections.abc import Callable
from datetime import date

from waymark.evaluation.assessing.signs import Sign, once, register_sign
from waymark.places.models import Organisation
from waymark.surveys.queries import last_asked
from waymark.surveys.questionnaire import AUDIENCE_WORDS, Audience

_ASKED = {
    "gb1-asked-learners": Audience.LEARNERS,
    "gb1-asked-parents": Audience.PARENTS,
    "gb1-asked-staff": Audience.STAFF,
    "gb1-asked-teachers": Audience.STAFF,  # as the benchmarks of 2014 have it
    "gb1-asked-employers": Audience.EMPLOYERS,
    "gb1-asked-advisers": Audience.ADVISERS,
}


def register_feedback_signs() -> None:
    """Let a survey that closed within a year, and that somebody answered, say that its audience was asked.

    No survey says nothing: a school may ask in other ways. That what was said is made use of, only people can say.
    """
    for criterion, audience in _ASKED.items():
        register_sign(criterion, _reader(audience))


def _last_asked(school: Organisation, on: date):
    return last_asked(school, on=on)


def _reader(audience: Audience) -> Callable[[Organisation, date], Sign | None]:
    def read(school: Organisation, on: date) -> Sign | None:
        asked = once(_last_asked, school, on).get(audience)
        if asked is None:
            return None
        closed = f"{asked.on.day} {asked.on:%B} {asked.on.year}"
        words = f"{AUDIENCE_WORDS[audience]} were asked in a survey, “{asked.title}”, that closed on {closed}."
        return Sign("yes", words, asked.on, "surveys")

    return read
