"""Endpoints: figures and scores of the school, and what the records say of each learner."""

from datetime import date

from django.http import Http404
from django.utils import timezone
from ninja import Router

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.evaluation.frameworks import benchmarks_in_force, framework_names, frameworks
from waymark.evaluation.queries import JULY_31, answers_to, explained, figures_of
from waymark.web.api.door import ApiRequest, answers, endpoint, public_endpoint
from waymark.web.api.learners import learner_here
from waymark.web.api.problems import Refusal
from waymark.web.api.shapes.evaluations import (
    Answer,
    Answers,
    AnswerShown,
    Figures,
    FrameworkShown,
    Judgements,
    JudgementShown,
)
from waymark.web.api.shapes.values import Day, Limit, PublicId, ShortWords, Start, YearGroup

router = Router(tags=["Evaluation"])


@router.get("/frameworks", response=answers(list[FrameworkShown], refusals=(429,)), auth=None, summary="Frameworks")
@public_endpoint
def all_frameworks(request):
    """Every framework in use, past ones too, with the codes of its entitlements."""
    return [FrameworkShown.of(each) for each in frameworks()]


@router.get("/figures", response=answers(Figures), summary="Figures and scores")
@endpoint(needs=Permission.FIGURES_VIEW)
def figures(
    request: ApiRequest,
    framework: ShortWords | None = None,
    on: Day | None = None,
    entitlement: ShortWords | None = None,
    group: ShortWords | None = None,
    year_group: YearGroup | None = None,
):
    """How many learners have had what they are due, by group and year group, and the evidenced scores.

    A token that may not see learners gets small numbers hidden, and whatever would give them away: of past days it may
    ask for 31 July alone.
    """
    name, day = _framework_and_day(framework, on)
    _refuse_neighbouring_days(request, day)
    made = figures_of(request.school, name, on=day)
    return Figures.of(made, entitlement=entitlement, group=group, year_group=year_group)


@router.get("/answers/{entitlement}", response=answers(Answers), summary="Learners and one entitlement")
@endpoint(needs=Permission.LEARNER_VIEW)
def answers_to_one(
    request: ApiRequest,
    entitlement: ShortWords,
    framework: ShortWords | None = None,
    on: Day | None = None,
    answer: Answer | None = None,
    limit: Limit = 50,
    start: Start = 0,
):
    """Every learner on roll that the entitlement asks about: who has had it, who not yet, who missed it."""
    name, day = _framework_and_day(framework, on)
    try:
        found = answers_to(request.school, name, entitlement, on=day)
    except KeyError as unknown:
        raise Http404 from unknown
    given = [each for each in found if answer is None or each.answer.value == answer]
    results = [AnswerShown.of(each) for each in given[start : start + limit]]
    note("learners listed", organisation_id=request.school.pk, by=request.scope, rows=len(results))
    return Answers(
        framework=name, entitlement=entitlement, on=day, total=len(given), start=start, limit=limit, results=results
    )


@router.get("/learners/{learner_id}/judgements", response=answers(Judgements), summary="One learner's judgements")
@endpoint(needs=Permission.LEARNER_VIEW)
def judgements(
    request: ApiRequest,
    learner_id: PublicId,
    framework: ShortWords | None = None,
    on: Day | None = None,
):
    """Everything the learner is due, judged, with what counted, what is wanting and until when."""
    name, day = _framework_and_day(framework, on)
    found = learner_here(request, learner_id)
    note("learner viewed", on=found, by=request.scope)
    shown = [JudgementShown.of(each) for each in explained(found, name, on=day)]
    return Judgements(learner_id=learner_id, framework=name, on=day, judgements=shown)


def _refuse_neighbouring_days(request: ApiRequest, day: date) -> None:
    """From two days next to each other what is hidden could be worked out, so only days far apart are given out."""
    may_see_all = request.scope.holds(Permission.LEARNER_VIEW, request.school.pk)
    if not may_see_all and day != timezone.localdate() and (day.month, day.day) != JULY_31:
        raise Refusal(422, "This token may ask for today and for 31 July.", {"query.on": "today or a 31 July"})


def _framework_and_day(name: str | None, on: date | None) -> tuple[str, date]:
    """The framework asked for, else the benchmarks in force on the day; the day asked for, else today."""
    day = on or timezone.localdate()
    if name is not None and name not in framework_names():
        known = ", ".join(framework_names())
        raise Refusal(422, f"There is no such framework. Those there are: {known}.", {"query.framework": known})
    try:
        return name or benchmarks_in_force(day).name, day
    except LookupError as none:
        raise Refusal(422, "No benchmarks were in force on that day.", {"query.on": "a later day"}) from none
