"""What taking in a file of activities would do, given those there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.rules.facts import ActivityFacts, changes_between


@dataclass(frozen=True, slots=True)
class SaidActivity:
    """One activity as a file tells it: its reference, its title and day; `everyone`: all it was for attended."""

    row: int
    known_by: str
    also_known_by: str
    facts: ActivityFacts
    audience: AudienceChoice
    everyone: bool


@dataclass(frozen=True, slots=True)
class StandingActivity:
    """One activity as it stands. `is_fixed`: cancelled, or put right by a person: no file changes it."""

    key: int
    facts: ActivityFacts
    audience: AudienceChoice
    is_done: bool
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class ActivityChange:
    """What one row would make of an activity there is; `audience` None: whom it was for stays."""

    said: SaidActivity
    key: int
    facts: ActivityFacts
    audience: AudienceChoice | None


@dataclass(frozen=True, slots=True)
class ActivitiesPlan:
    """What merging would do. `kept`: rows that differ from what a person decided, which stands."""

    additions: list[SaidActivity] = field(default_factory=list)
    changes: list[ActivityChange] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)

    def only_new(self) -> "ActivitiesPlan":
        """The plan of a file that was merged before: what it changed then may have been changed since, and stays."""
        return replace(self, changes=[], unchanged=[*self.unchanged, *(change.said.row for change in self.changes)])


def merging_activities(
    said: Iterable[SaidActivity], standing: Mapping[str, StandingActivity], *, stated: frozenset[str]
) -> ActivitiesPlan:
    """Sort a file's rows against the activities there are. What has no column in it (not `stated`) stays as it is."""
    plan = ActivitiesPlan()
    met: set[int] = set()
    for one in said:
        there = _there(one, standing)
        if there is None or there.key in met:
            plan.additions.append(one)
            continue
        met.add(there.key)
        facts = replace(there.facts, **{name: getattr(one.facts, name) for name in _spoken_of(stated)})
        audience = _audience(one, there, stated)
        if not changes_between(there.facts, facts) and audience is None:
            plan.unchanged.append(one.row)
        elif there.is_fixed:
            plan.kept.append(one.row)
        else:
            plan.changes.append(ActivityChange(one, there.key, facts, audience))
    return plan


def _there(said: SaidActivity, standing: Mapping[str, StandingActivity]) -> StandingActivity | None:
    """The activity of this reference; else of this title and day, unless the two have different references."""
    if there := standing.get(said.known_by):
        return there
    there = standing.get(said.also_known_by)
    return there if there and not (there.facts.school_reference and said.facts.school_reference) else None


def _spoken_of(stated: frozenset[str]) -> list[str]:
    """The facts a file speaks of; a kind may be said by a benchmark, and the day always is."""
    own = {"reference": "school_reference"}
    names = {own.get(name, name) for name in stated} - {"year_groups", "forms", "everyone"}
    if "benchmarks" in stated:
        names.add("kinds")
    return sorted(names)


def _audience(said: SaidActivity, there: StandingActivity, stated: frozenset[str]) -> AudienceChoice | None:
    """Whom it is for, where the file says otherwise than stands; of an activity done that is a fact, and stays."""
    if there.is_done or not stated & {"year_groups", "forms"}:
        return None
    now = replace(
        there.audience,
        year_groups=said.audience.year_groups if "year_groups" in stated else there.audience.year_groups,
        forms=tuple(sorted(said.audience.forms)) if "forms" in stated else there.audience.forms,
    )
    return None if now == there.audience else now
