"""The words of course files, in the ways people write them, as the directory's numbers."""

import re
from collections.abc import Iterable, Mapping

from waymark.opportunities.models import (
    AttendancePattern,
    CourseType,
    DeliveryMode,
    DurationUnit,
    EducationLevel,
    Sector,
    StudyMode,
)


def bare(word: str) -> str:
    """A word as it is compared: letters and digits only, in lower case."""
    return re.sub(r"[\W_]+", "", word).casefold()


def _known(choices, **also) -> dict:
    return {bare(label): value for value, label in choices} | {bare(word): value for word, value in also.items()}


DELIVERY_MODES = _known(
    DeliveryMode.choices,
    classroom=DeliveryMode.CLASSROOM,
    work=DeliveryMode.WORK,
    workplace=DeliveryMode.WORK,
    blended=DeliveryMode.BLENDED,
    onlinelearning=DeliveryMode.ONLINE,
)
STUDY_MODES = _known(StudyMode.choices)
ATTENDANCE_PATTERNS = _known(
    AttendancePattern.choices,
    daytimeworkinghours=AttendancePattern.DAYTIME,
    day=AttendancePattern.DAYTIME,
    evenings=AttendancePattern.EVENING,
    weekends=AttendancePattern.WEEKEND,
    dayrelease=AttendancePattern.RELEASE,
    blockrelease=AttendancePattern.RELEASE,
)
DURATION_UNITS = _known(DurationUnit.choices) | {
    bare(label).removesuffix("s"): value for value, label in DurationUnit.choices
}
COURSE_TYPES = _known(
    CourseType.choices,
    tlevel=CourseType.T_LEVELS,
    htq=CourseType.HTQS,
    skillsbootcamps=CourseType.SKILLS_BOOTCAMP,
    freecoursesforjob=CourseType.FREE_COURSES,
    freecourseforjobs=CourseType.FREE_COURSES,
)
SECTORS = _known(Sector.choices) | {value: value for value, _ in Sector.choices}
EDUCATION_LEVELS = (
    _known(EducationLevel.choices, entry=EducationLevel.ENTRY, e=EducationLevel.ENTRY)
    | {str(number): number for number in range(8)}
    | {f"level{number}": number for number in range(1, 8)}
)
YES_OR_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


def likeliest(word: str, choices: Iterable[str], *, at_least: float = 70) -> str:
    """The choice that the word was probably meant to be; blank where none is near."""
    from rapidfuzz import fuzz, process, utils  # only files with mistakes need it

    found = process.extractOne(
        word, list(choices), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=at_least
    )
    return found[0] if found else ""


def did_you_mean(word: str, choices: Iterable[str], otherwise: str) -> str:
    """A suggestion in words: the likeliest choice, or what else to do."""
    near = likeliest(word, choices)
    return f"Did you mean “{near}”?" if near else otherwise


def labels(choices: Iterable[tuple[object, str]]) -> tuple[str, ...]:
    """The words of a vocabulary as they are shown."""
    return tuple(label for _, label in choices)


def listed(choices: Iterable[tuple[object, str]]) -> str:
    """The words of a vocabulary in one sentence."""
    words = labels(choices)
    return f"{', '.join(words[:-1])} or {words[-1]}"


Known = Mapping[str, object]
