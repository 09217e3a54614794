"""The skills check: how somebody's own skills go with what jobs ask for, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from waymark.opportunities.interests.fair import parts_of_skill

HAS = 2  # rated at least so, a skill is counted as held: 0 not yet, 1 a little, 2 well, 3 very well


@dataclass(frozen=True)
class JobMatch:
    """A job, the share of what it asks for that is held (0 to 100), and what is held and missing, most wanted first."""

    name: str
    percent: int
    held: tuple[str, ...]
    missing: tuple[str, ...]
    unrated: tuple[str, ...]


def jobs_for_skills(wanted: Mapping[str, Sequence[str]], ratings: Mapping[str, int]) -> tuple[JobMatch, ...]:
    """Jobs by how much of what they ask for is held: the most wanted skill of a job counts most, and each after it a
    little less. A skill that was not rated is neither held nor missing, and leaves the sum. Jobs of which nothing was
    rated are left out. `wanted` has each job's skills, most wanted first."""
    rated = {skill.casefold(): value for skill, value in ratings.items()}
    found = [_match(name, skills, rated) for name, skills in wanted.items()]
    return tuple(
        sorted((each for each in found if each.held or each.missing), key=lambda m: (-m.percent, -len(m.held), m.name))
    )


def _match(name: str, skills: Sequence[str], rated: Mapping[str, int]) -> JobMatch:
    held: list[str] = []
    missing: list[str] = []
    unrated: list[str] = []
    have = of = 0
    for place, skill in enumerate(skills):
        value = _rating(skill, rated)
        if value is None:
            unrated.append(skill)
            continue
        weight = 2 * len(skills) - place
        of += weight
        have += weight * (value >= HAS)
        (held if value >= HAS else missing).append(skill)
    return JobMatch(name, round(100 * have / of) if of else 0, tuple(held), tuple(missing), tuple(unrated))


def _rating(skill: str, rated: Mapping[str, int]) -> int | None:
    """Of a name that holds several skills, the least of those rated."""
    whole = rated.get(skill.casefold())
    parts = [rated[part] for part in parts_of_skill(skill) if part in rated]
    return whole if whole is not None else min(parts, default=None)
