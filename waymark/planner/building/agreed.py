"""What is agreed already: planned activities with those expected at them, which a plan builds on and never moves."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet

from waymark.evaluation.plain import activity_of
from waymark.kernel.facts import Activity as Fact
from waymark.ledger.exchange import Row
from waymark.ledger.models import Activity
from waymark.places.models import Organisation
from waymark.planner.building.asking import Asked, WhatIf
from waymark.planner.models import AskedActivity, Planned, ProposedSession
from waymark.planner.rules.proposed import FROM_DIRECTORY
from waymark.planner.year_plan.gaps import Gap, Needs
from waymark.planner.year_plan.world import open_on


@dataclass(frozen=True, slots=True)
class Agreed:
    """A planned activity as a plan sees it; `offer_id` where it came from an offer. Money is pence."""

    public_id: str
    title: str
    provider: str
    on: date
    cost: int
    facts: tuple[Fact, ...]
    learners: frozenset[str]
    offer_id: str = ""
    periods: int = 0
    rooms: int = 0
    staff: int = 0

    def is_lost(self, change: WhatIf | None) -> bool:
        """Whether it could not take place if this happened."""
        if change is None:
            return False
        gone = change.kind == "withdrawal" and self.provider == change.provider
        return gone or (change.kind == "closed" and self.on == change.on)


def agreed_in(school: Organisation, asked: Asked, tables: Mapping[str, Sequence[Row]]) -> list[Agreed]:
    """What is planned from the first day to the last, from the school's exchange tables, in order of day and id."""
    facts: defaultdict[str, list[Fact]] = defaultdict(list)
    for row in tables["activities"]:
        if asked.first <= row["held_on"] <= asked.last:
            facts[row["activity_id"].partition(".")[0]].append(activity_of(row))
    expected: defaultdict[str, set[str]] = defaultdict(set)
    for row in tables["participations"]:
        if row["status"] == "planned":
            expected[row["activity_id"].partition(".")[0]].add(row["learner_id"])
    standing = Activity.objects.filter(
        organisation=school, state=Activity.State.PLANNED, held_on__range=(asked.first, asked.last)
    ).order_by("held_on", "public_id")
    planned = {each.activity_id: each for each in Planned.objects.filter(activity__in=standing.values("pk"))}
    came_from = _offers_of(standing)
    return [
        _agreed(
            each,
            tuple(facts[each.public_id]),
            frozenset(expected[each.public_id]),
            came_from.get(each.pk, ""),
            planned.get(each.pk),
        )
        for each in standing
    ]


def _offers_of(standing: QuerySet[Activity]) -> dict[int, str]:
    """The offers that planned activities came from: of whoever said yes, else the one that was proposed."""
    proposed = ProposedSession.objects.filter(activity__in=standing.values("pk")).order_by()
    asked = AskedActivity.objects.filter(activity__in=standing.values("pk"))
    said_yes = asked.values_list("activity", "approach__offer__public_id")
    return dict(proposed.values_list("activity", "offer_id")) | {
        activity: FROM_DIRECTORY + offer if offer else "" for activity, offer in said_yes
    }


def _agreed(
    activity: Activity,
    facts: tuple[Fact, ...],
    learners: frozenset[str],
    offer_id: str,
    planned: Planned | None,
) -> Agreed:
    return Agreed(
        public_id=activity.public_id,
        title=activity.title,
        provider=activity.provider_name,
        on=activity.held_on,
        cost=int((activity.cost or 0) * 100),
        facts=facts,
        learners=learners,
        offer_id=offer_id,
        periods=planned.periods if planned else 0,
        rooms=planned.rooms if planned else 0,
        staff=planned.staff if planned else 0,
    )


def lessened(needs: Sequence[Needs], agreed: Sequence[Agreed], institution_id: str) -> list[Needs]:
    """The needs that are left when what is agreed takes place, and what it takes of each learner's days and lessons."""
    of_learner: defaultdict[str, list[Agreed]] = defaultdict(list)
    for each in agreed:
        for learner in each.learners:
            of_learner[learner].append(each)
    return [_lessened(each, of_learner.get(each.learner_id, []), institution_id) for each in needs]


def _lessened(needs: Needs, mine: list[Agreed], institution_id: str) -> Needs:
    if not mine:
        return needs
    left = {gap.lack.name: gap.units for gap in needs.gaps}
    lacks = [gap.lack for gap in needs.gaps]
    for each in mine:
        for fact in each.facts:
            opened = open_on(each.on, fact, institution_id, needs, lacks)
            for lack, is_open in zip(lacks, [] if opened is None else opened, strict=False):
                if is_open and lack.is_met_by(fact):
                    left[lack.name] -= 1
    return replace(
        needs,
        gaps=tuple(Gap(g.lack, left[g.lack.name], g.weight) for g in needs.gaps if left[g.lack.name] > 0),
        away=frozenset(each.on for each in mine),
        been=frozenset(each.offer_id for each in mine if each.offer_id),
        missed=sum(each.periods for each in mine),
    )
