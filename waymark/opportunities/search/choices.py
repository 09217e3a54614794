"""The words by which a search is narrowed: those of the course file in any case, and the directory's numbers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.db.models import Choices

from waymark.opportunities.models import (
    AttendancePattern,
    CourseType,
    DeliveryMode,
    EducationLevel,
    Level,
    Sector,
    StudyMode,
)
from waymark.opportunities.search.asking import SearchRefused
from waymark.places.rules import plain_words

_CHOICES: dict[str, type[Choices]] = {
    "level": Level,
    "study_mode": StudyMode,
    "attendance": AttendancePattern,
    "delivery": DeliveryMode,
    "course_type": CourseType,
    "sector": Sector,
    "education_level": EducationLevel,
}
CALLED = {
    "level": "level",
    "study_mode": "study mode",
    "attendance": "attendance pattern",
    "delivery": "delivery mode",
    "course_type": "course type",
    "sector": "sector",
    "education_level": "education level",
    "provider": "provider",
    "region": "region",
    "town": "town",
}
_ALSO = {
    "level": {"entry": "E", "unknown": "X", "higher": "H", "mixed": "M"},
    "delivery": {"classroom": "1", "work": "3", "workplace": "3", "blended": "4"},
    "attendance": {"day release": "4", "block release": "4", "day or block release": "4", "weekends": "3"},
    "course_type": {"htq": "3", "t level": "2", "skills bootcamps": "6", "free course for jobs": "4"},
    "education_level": {"entry": "0", "e": "0"},
}
# The level of a qualification is said as LARS writes it, as the public service does; all else in words.
SAID_BY_VALUE = frozenset({"level"})


def value_of(name: str, said: str) -> str:
    """The value that somebody's words for it mean; raises SearchRefused with what may be said."""
    value = _known(name).get(plain_words(said))
    if value is None:
        may_be = ", ".join(label for _, label in choices_of(name))
        raise SearchRefused("InvalidFilter", f"There is no {CALLED[name]} called that. It may be: {may_be}.")
    return value


def values_of(name: str, said: Iterable[str]) -> frozenset[str]:
    """The values of several words."""
    return frozenset(value_of(name, each) for each in said)


def choices_of(name: str) -> list[tuple[str, str]]:
    """Every value of a facet with its words, in their own order."""
    kinds = _CHOICES[name]
    return [(str(value), str(label)) for value, label in kinds.choices]


def said(name: str, value: str) -> str:
    """A value as results and facets say it."""
    if name in SAID_BY_VALUE or name not in _CHOICES:
        return value
    return label_of(name, value)


def label_of(name: str, value: str) -> str:
    """A value in words for a person."""
    return dict(choices_of(name)).get(value, value) if name in _CHOICES else value


@cache
def _known(name: str) -> dict[str, str]:
    known: dict[str, str] = {}
    for number, (value, label) in enumerate(choices_of(name), start=1):
        known.setdefault(plain_words(value), value)
        known.setdefault(plain_words(label), value)
        if name == "sector":
            known.setdefault(str(number), value)
        if name == "education_level" and value != "0":
            known.setdefault(f"level {value}", value)
    return known | _ALSO.get(name, {})
