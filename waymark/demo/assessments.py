"""The demonstration's self-assessments: one at the last measurement point for each school, an earlier one for some."""

import random
from collections.abc import Callable
from datetime import date

from django.db import transaction

from waymark.access.models import User
from waymark.access.queries import people_at, scope_of
from waymark.access.scope import Scope
from waymark.demo.places import SCHOOLS, DemoSchool
from waymark.evaluation.assessing.actions import (
    answer_item,
    finish_assessment,
    give_benchmark,
    start_assessment,
)
from waymark.evaluation.assessing.queries import AssessedItem, items_of
from waymark.evaluation.models import Assessment
from waymark.kernel.benchmark import AnsweredBy
from waymark.kernel.measurement import last_passed
from waymark.places.models import Organisation

BOASTS = "larkrise-quay-academy"  # claims more than its records show
MODEST = "brackenford-school"  # claims less
IN_THE_MIDDLE_OF_ONE = "aldermouth-academy"
_TOLD_TWICE = 6  # schools that had one at the point before as well
_WHY = "Our registers do not show all that happened: some visits were never entered."
_WHY_LESS = "Too many of these were short. We would not call them meaningful ourselves."


def assess(schools: dict[str, Organisation], *, seed: int, today: date, tell: Callable[[str, int, int], None]) -> None:
    """Answer and finish them, each by its school's own careers leader; one school has another half done."""
    last = last_passed(today)
    before = last_passed(last)
    for number, plan in enumerate(SCHOOLS):
        school = schools[plan.slug]
        tell(f"{school.name}: self-assessment", number, len(SCHOOLS))
        leader = scope_of(_who(school, "careers_leader"))
        earlier = None
        if number < _TOLD_TWICE:
            earlier = _one(school, plan, before, None, random.Random(f"{seed}-{plan.slug}"), leader)
        _one(school, plan, last, earlier, random.Random(f"{seed}-{plan.slug}"), leader)
    _half_done(
        schools[IN_THE_MIDDLE_OF_ONE], today, leader=scope_of(_who(schools[IN_THE_MIDDLE_OF_ONE], "careers_leader"))
    )
    tell("Self-assessments", len(SCHOOLS), len(SCHOOLS))


@transaction.atomic
def _one(
    school: Organisation, plan: DemoSchool, on: date, earlier: Assessment | None, draw: random.Random, by: Scope
) -> Assessment:
    """A finished one. The draws are the same each time, so that what changes from one to the next is the records."""
    made = start_assessment(school=school, on=on, started_from=earlier, by=by)
    better = 0.08 if earlier else 0.0
    for item in items_of(made):
        answer, why = _answer(item, plan, draw.random(), better)
        if item.applies and answer:
            answer_item(assessment=made, item=item.criterion.code, answer=answer, reason=why, saw=0, by=by)
    return finish_assessment(assessment=made, by=by)


def _answer(item: AssessedItem, plan: DemoSchool, chance: float, better: float) -> tuple[str, str]:
    """What this school says of an item, and why where its records say otherwise; blank: it lets them speak."""
    names = [choice.name for choice in item.choices]
    if item.recorded and item.recorded.answer in names:
        place = names.index(item.recorded.answer)
        if plan.slug == BOASTS and item.criterion.answered_by == AnsweredBy.BANDED and place < len(names) - 2:
            return names[len(names) - 2], _WHY
        if plan.slug == MODEST and place > 1 and chance < 0.4:
            return names[place - 1], _WHY_LESS
        return "", ""
    level = min(1.0, plan.strength + better)
    if item.criterion.answered_by == AnsweredBy.YES_NO:
        return ("yes" if chance < level else "no"), ""
    if chance > level + 0.2:
        return "", ""  # nobody got round to it
    return names[min(len(names) - 1, round(level * (len(names) - 1)))], ""


@transaction.atomic
def _half_done(school: Organisation, today: date, *, leader: Scope) -> None:
    """One about today that two people are at: some of benchmark 1 answered, benchmark 4 given to a teacher."""
    last = Assessment.objects.filter(organisation=school).order_by("-on").first()
    made = start_assessment(school=school, on=today, started_from=last, by=leader)
    teacher = _who(school, "teacher")
    give_benchmark(assessment=made, benchmark="gb4", user=teacher, by=leader)
    for item, answer in (("gb1-governors", "yes"), ("gb1-head", "yes"), ("gb1-outcomes", "no")):
        answer_item(assessment=made, item=item, answer=answer, saw=0, by=leader)
    answer_item(assessment=made, item="gb4-progression", answer="agree", saw=0, by=scope_of(teacher))


def _who(school: Organisation, role: str) -> User:
    return next(member.user for member in people_at(school) if member.role == role)
