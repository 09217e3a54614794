"""Which jobs of a category suit somebody: by degree, so that there is always an answer and a reason for each."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from waymark.opportunities.interests.fair import drawn
from waymark.opportunities.interests.quiz import Answers, Category

_PLACES = 4


@dataclass(frozen=True)
class JobSuggested:
    """A job, how well its skills go with what was said (0 to 1), and which skills speak for it and against it."""

    name: str
    match: float
    goes_with: tuple[str, ...]
    goes_against: tuple[str, ...]


def jobs_by_match(category: Category, said: Mapping[str, bool], answers: Answers) -> tuple[JobSuggested, ...]:
    """Every job of the category, best first. A skill counts for as much as it tells jobs apart: one that all need, or
    none, tells nothing. With nothing said, all match by half. What ties is drawn by lot from the answers."""
    weights = {skill.name: _telling(len(skill.jobs), len(category.jobs)) for skill in category.skills}
    asked = [skill for skill in category.skills if skill.name in said]
    of = sum(weights[skill.name] for skill in asked)
    found = []
    for job in category.jobs:
        agreeing = [skill.name for skill in asked if (job in skill.jobs) == said[skill.name]]
        against = [skill.name for skill in asked if (job in skill.jobs) != said[skill.name]]
        match = sum(weights[name] for name in agreeing) / of if of else 0.5
        found.append(JobSuggested(job, round(match, _PLACES), tuple(agreeing), tuple(against)))
    return tuple(sorted(found, key=lambda each: (-each.match, drawn(answers, each.name))))


def _telling(needing: int, of: int) -> float:
    """How much knowing a skill tells: the bits of a yes or no, and a little where all or none need it."""
    share = needing / of if of else 0.0
    if share in (0.0, 1.0):
        return 0.01
    return -share * math.log2(share) - (1 - share) * math.log2(1 - share)
