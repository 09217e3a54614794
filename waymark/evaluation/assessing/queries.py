"""Reads of the self-assessment. Everything needs `FIGURES_VIEW`; what is hidden of figures is hidden here too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet

from waymark.access.models import Membership, User
from waymark.access.permissions import Permission
from waymark.access.roles import ROLES
from waymark.access.scope import Scope, active_scope
from waymark.evaluation.assessing.claims import (
    NOTHING_SAID,
    Standing,
    carried_over,
    claimed,
    clashing,
    standing_claims,
)
from waymark.evaluation.assessing.items import AssessedItem, AssessmentResult, BenchmarkResult, Claimed, Recorded
from waymark.evaluation.assessing.records import recorded, year_groups_of
from waymark.evaluation.assessing.rules import Choice, Outcome, choices_of, outcome_of
from waymark.evaluation.assessing.scoring import result
from waymark.evaluation.assessing.signs import reading_once
from waymark.evaluation.figures import Figure, SchoolFigures
from waymark.evaluation.frameworks import framework
from waymark.evaluation.models import Assessment, Claim, Holder
from waymark.evaluation.queries import figures_of
from waymark.kernel.benchmark import Criterion
from waymark.kernel.framework import Framework
from waymark.kernel.measurement import point_on
from waymark.kernel.scores import applicable
from waymark.kernel.vocabulary import Setting
from waymark.ledger.exchange import setting_of
from waymark.places.models import Organisation

__all__ = [
    "AssessedItem",
    "AssessmentResult",
    "BenchmarkResult",
    "Choice",
    "Claimed",
    "Outcome",
    "Reading",
    "Recorded",
    "assessments_of",
    "changes_since",
    "figures_for",
    "given_claim",
    "holders_of",
    "items_of",
    "latest_assessment",
    "may_answer",
    "read",
    "result_of",
    "who_may_answer",
]


@dataclass(frozen=True, slots=True)
class Reading:
    """An assessment as it reads now: every item, and what they come to."""

    items: Sequence[AssessedItem]
    result: AssessmentResult

    def of(self, benchmark: str) -> list[AssessedItem]:
        """The items of one benchmark that are asked here."""
        return [item for item in self.items if item.benchmark == benchmark and item.applies]


@dataclass(frozen=True, slots=True)
class Change:
    """One item then and now; `then` None where the earlier version of the benchmarks does not ask the same."""

    then: AssessedItem | None
    now: AssessedItem


def assessments_of(school: Organisation) -> QuerySet[Assessment]:
    """The school's self-assessments, those about the latest day first."""
    rows = Assessment.objects.filter(organisation=school)
    return rows.select_related("organisation", "opened_by", "finished_by", "started_from").order_by(
        "-on", "part", "-pk"
    )


def latest_assessment(
    school: Organisation,
    framework_name: str | None = None,
    on: date | None = None,
    part: str = "",
    *,
    finished: bool = True,
) -> Assessment | None:
    """The last finished one about a day no later than `on`, by any framework or the one named; of one part or the
    whole. Not `finished`: one still being answered as well."""
    rows = assessments_of(school).filter(part=part)
    if framework_name is not None:
        rows = rows.filter(framework=framework_name)
    if on is not None:
        rows = rows.filter(on__lte=on)
    if finished:
        rows = rows.filter(finished_at__isnull=False)
    return rows.first()


def holders_of(assessment: Assessment) -> dict[str, Holder]:
    """To whom each benchmark is given today, by its code."""
    given = Holder.objects.filter(assessment=assessment, taken_back_at=None).select_related("user")
    return {holder.benchmark: holder for holder in given}


def given_claim(assessment: Assessment, item: str, number: int) -> Claim | None:
    """One claim by its number; None where there is none."""
    return Claim.objects.filter(assessment=assessment, item=item, number=number).first()


def figures_for(assessment: Assessment, *, hiding_small: bool | None = None) -> SchoolFigures:
    """The figures its items are answered by; none for a part of a college, for no record says who belongs to one.

    To whoever sees them with small numbers hidden they are told at measurement points alone: from two days next to
    each other what is hidden could be worked out.
    """
    found = figures_of(assessment.organisation, assessment.framework, on=assessment.on, hiding_small=hiding_small)
    return _told(assessment, found, hiding_small)


def _told(assessment: Assessment, figures: SchoolFigures, hiding_small: bool | None) -> SchoolFigures:
    if assessment.part:
        return replace(figures, figures={}, scores={})
    if _sees_all(assessment.organisation, hiding_small) or point_on(assessment.on):
        return figures
    untold = {key: _untold(figure) for key, figure in figures.figures.items()}
    scores = {code: replace(each, score=None, achieved=False, is_hidden=True) for code, each in figures.scores.items()}
    return replace(figures, figures=untold, scores=scores)


def _sees_all(school: Organisation, hiding_small: bool | None) -> bool:
    return not hiding_small and active_scope().holds(Permission.LEARNER_VIEW, school.pk)


def _untold(figure: Figure) -> Figure:
    return replace(figure, n=None, met=None, not_yet=None, missed=None, unknown=None, band=None)


def who_may_answer(school: Organisation) -> list[User]:
    """The members of the school whose role lets them answer, by name."""
    able = [role.name for role in ROLES.values() if Permission.ANSWER in role.permissions]
    rows = Membership.objects.filter(organisation=school, ended_at=None, role__in=able, user__is_active=True)
    return sorted({row.user for row in rows.select_related("user")}, key=lambda user: (user.name, user.pk))


def may_answer(assessment: Assessment, benchmark: str, scope: Scope) -> bool:
    """Whether this person may answer the benchmark: all of them with `ASSESS`, those given to them with `ANSWER`."""
    if scope.holds(Permission.ASSESS, assessment.organisation_id):
        return True
    if scope.user_id is None or not scope.holds(Permission.ANSWER, assessment.organisation_id):
        return False
    given = Holder.objects.filter(assessment=assessment, benchmark=benchmark, taken_back_at=None)
    return given.filter(user=scope.user_id).exists()


def items_of(assessment: Assessment, *, hiding_small: bool | None = None) -> list[AssessedItem]:
    """Every item of the school's setting, benchmark by benchmark, those that do not apply among them.

    The records are read anew, as at the assessment's day. `hiding_small` as for `figures_of`.
    """
    return list(read(assessment, hiding_small=hiding_small).items)


def result_of(assessment: Assessment, *, hiding_small: bool | None = None) -> AssessmentResult:
    """The scores from the answers beside those from records alone, and how many items have each outcome."""
    return read(assessment, hiding_small=hiding_small).result


def read(assessment: Assessment, *, hiding_small: bool | None = None) -> Reading:
    """Items and result at once, for a page that shows both."""
    school, by = assessment.organisation, framework(assessment.framework)
    found = figures_of(school, by.name, on=assessment.on, hiding_small=hiding_small)
    year_groups, figures = year_groups_of(school, found), _told(assessment, found, hiding_small)
    telling = _sees_all(school, hiding_small)
    setting = Setting(setting_of(school))
    said = standing_claims(assessment)
    carried = _carried(assessment, telling=telling)
    items = []
    with reading_once():
        for benchmark in by.benchmarks:
            asked = applicable(benchmark, setting, year_groups)
            for criterion in (each for each in benchmark.criteria if setting in each.settings):
                applies = criterion in asked
                answered = recorded(school, by, criterion, figures, on=assessment.on) if applies else None
                item = _item(by, benchmark.code, criterion, applies, answered, said, telling=telling)
                if item.number == 0 and applies:
                    item = replace(item, carried=carried.get(criterion.code))
                items.append(item)
    return Reading(items, result(by, setting, year_groups, figures, items))


def _item(
    by: Framework,
    benchmark: str,
    criterion: Criterion,
    applies: bool,
    answered: Recorded | None,
    said: Mapping[str, Standing],
    *,
    telling: bool,
) -> AssessedItem:
    standing = said.get(criterion.code, NOTHING_SAID)
    claim = claimed(standing.claim, telling=telling)
    return AssessedItem(
        criterion=criterion,
        benchmark=benchmark,
        choices=choices_of(by, criterion),
        applies=applies,
        recorded=answered,
        claimed=claim,
        carried=None,
        clash=clashing(standing, telling=telling),
        number=standing.number,
        outcome=outcome_of(
            applies=applies,
            claimed=claim.answer if claim else "",
            recorded=answered.answer if answered else None,
            is_hidden=answered is not None and answered.is_hidden,
        ),
    )


def _carried(assessment: Assessment, *, telling: bool) -> dict[str, Claimed]:
    """What people said in the assessment this one was started from, by the code each item has in this one.

    Under another version of the benchmarks only what is asked in just the same sense is carried.
    """
    earlier = assessment.started_from
    if earlier is None:
        return {}
    then, same = standing_claims(earlier), earlier.framework == assessment.framework
    succeeds = framework(assessment.framework).supersedes == earlier.framework
    found = {}
    for benchmark in framework(assessment.framework).benchmarks:
        for criterion in benchmark.criteria:
            before = criterion.code if same else criterion.same_as if succeeds else ""
            claim = carried_over(then, before, telling=telling) if before else None
            if claim:
                found[criterion.code] = claim
    return found


def changes_since(assessment: Assessment, *, hiding_small: bool | None = None) -> list[Change]:
    """What each item was in the assessment this one was started from, both read now; nothing without such a one."""
    earlier = assessment.started_from
    if earlier is None:
        return []
    then = {item.criterion.code: item for item in items_of(earlier, hiding_small=hiding_small) if item.applies}
    now = [item for item in items_of(assessment, hiding_small=hiding_small) if item.applies]
    same = earlier.framework == assessment.framework
    return [Change(then.get(item.criterion.code if same else item.criterion.same_as), item) for item in now]
