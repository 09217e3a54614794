"""Endpoints: activities planned, changed, cancelled, and their registers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404
from ninja import Router, Status

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.kernel.academic_year import first_day, last_day
from waymark.ledger.actions.activities import amend_activity, cancel_activity, change_planned_activity, plan_activity
from waymark.ledger.actions.registers import take_register
from waymark.ledger.models import Activity, Learner
from waymark.ledger.queries.activities import (
    activities_of,
    attendance_at,
    audience_of,
    facts_of,
    listed_by_name,
    open_groups,
)
from waymark.ledger.queries.registers import register_of
from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.rules.facts import ActivityRefused
from waymark.ledger.rules.registers import MarkRefused, ReasonNeeded
from waymark.planner.queries.discreet import discreet_titles
from waymark.web.api.door import ApiRequest, answers, endpoint
from waymark.web.api.problems import Refusal
from waymark.web.api.shapes.activities import (
    Activities,
    ActivityChange,
    ActivitySent,
    ActivityShown,
    AudienceSent,
    Cancelling,
    Kind,
    Register,
    RegisterSent,
    Saved,
    State,
    choice_of,
)
from waymark.web.api.shapes.values import AcademicYear, Limit, PublicId, Start

router = Router(tags=["Activities and attendance"])


@router.get("/activities", response=answers(Activities), summary="Activities")
@endpoint(needs=Permission.FIGURES_VIEW)
def activities(
    request: ApiRequest,
    academic_year: AcademicYear | None = None,
    state: State | None = None,
    kind: Kind | None = None,
    limit: Limit = 50,
    start: Start = 0,
):
    """What the school planned or did, latest first; how many came, to a token that may see learners."""
    found = activities_of(request.school).order_by("-held_on", "title", "pk")
    if academic_year is not None:
        found = found.filter(held_on__range=(first_day(academic_year), last_day(academic_year)))
    if state is not None:
        found = found.filter(state=state)
    if kind is not None:
        found = found.filter(kinds__kind=kind)
    shown = _shown(found[start : start + limit], request)
    return Activities(total=found.count(), start=start, limit=limit, results=shown)


@router.post("/activities", response=answers(ActivityShown, status=201), summary="Plan an activity")
@endpoint(needs=Permission.LEDGER_WRITE)
def plan(request: ApiRequest, sent: ActivitySent):
    """Put an activity on the school's plan. Its list is made of who is on roll on its day."""
    try:
        made = plan_activity(
            school=request.school, facts=sent.facts(), audience=_audience(request, sent.audience), by=request.scope
        )
    except ActivityRefused as refusal:
        raise _refused(refusal) from refusal
    return Status(201, _one(made.public_id, request))


@router.get("/activities/{activity_id}", response=answers(ActivityShown), summary="One activity")
@endpoint(needs=Permission.FIGURES_VIEW)
def activity(request: ApiRequest, activity_id: PublicId):
    """What is said of one activity, and how many came, to a token that may see learners."""
    return _one(activity_id, request)


@router.patch("/activities/{activity_id}", response=answers(ActivityShown), summary="Change an activity")
@endpoint(needs=Permission.LEDGER_WRITE)
def change(request: ApiRequest, activity_id: PublicId, sent: ActivityChange):
    """Change a planned activity; or put right what is said of one already done, saying why. What was said is kept."""
    held = _here(activity_id, request)
    facts = sent.over(facts_of(held))
    try:
        if held.state == Activity.State.PLANNED:
            audience = _audience(request, sent.audience) if sent.audience else audience_of(held)
            change_planned_activity(activity=held, facts=facts, audience=audience, by=request.scope)
        elif held.state == Activity.State.DONE and sent.audience is None:
            amend_activity(activity=held, facts=facts, reason=sent.reason, by=request.scope)
        else:
            raise ActivityRefused({"state": f"This activity is {held.state}, so this cannot be changed."})
    except ActivityRefused as refusal:
        raise _refused(refusal) from refusal
    return _one(activity_id, request)


@router.post("/activities/{activity_id}/cancellation", response=answers(ActivityShown), summary="Cancel an activity")
@endpoint(needs=Permission.LEDGER_WRITE)
def cancel(request: ApiRequest, activity_id: PublicId, sent: Cancelling):
    """Say that a planned activity will not take place; it stays in the list, as cancelled."""
    try:
        cancel_activity(activity=_here(activity_id, request), reason=sent.reason, by=request.scope)
    except ActivityRefused as refusal:
        raise _refused(refusal) from refusal
    return _one(activity_id, request)


@router.get("/activities/{activity_id}/register", response=answers(Register), summary="A register")
@endpoint(needs=Permission.LEARNER_VIEW)
def register(request: ApiRequest, activity_id: PublicId):
    """Everyone expected at an activity, with their mark."""
    held = _here(activity_id, request)
    note("register viewed", on=held, by=request.scope)
    return Register.of(held, register_of(held))


@router.put("/activities/{activity_id}/register", response=answers(Saved), summary="Save marks")
@endpoint(needs=Permission.REGISTER_TAKE)
def save_register(request: ApiRequest, activity_id: PublicId, sent: RegisterSent):
    """Save who attended, was absent or excused. Saving the same marks twice changes nothing."""
    held = _here(activity_id, request)
    keys = _keys(request, [mark.learner_id for mark in sent.marks])
    marks = {keys[mark.learner_id]: mark.status for mark in sent.marks}
    seen = {keys[mark.learner_id]: mark.seen for mark in sent.marks if mark.seen is not None}
    try:
        outcome = take_register(activity=held, marks=marks, seen=seen or None, reason=sent.reason, by=request.scope)
    except ReasonNeeded as refusal:
        raise Refusal(409, str(refusal), {"body.reason": "why marks already saved are changing"}) from refusal
    except MarkRefused as refusal:
        raise Refusal(422, str(refusal)) from refusal
    except ActivityRefused as refusal:
        raise _refused(refusal) from refusal
    return Saved.of(outcome, {key: public_id for public_id, key in keys.items()})


def _here(activity_id: str, request: ApiRequest) -> Activity:
    """The activity of this name at the token's school; no other school's is ever found."""
    found = activities_of(request.school).filter(public_id=activity_id).select_related("organisation").first()
    if found is None:
        raise Http404
    return found


def _one(activity_id: str, request: ApiRequest) -> ActivityShown:
    (shown,) = _shown([_here(activity_id, request)], request)
    return shown


@dataclass(frozen=True)
class _Titled:
    key: int
    title: str
    kinds: tuple[str, ...]


def _shown(found: Iterable[Activity], request: ApiRequest) -> list[ActivityShown]:
    """As the token may read them: one that may not see learners reads no number of a few, nor what may name one."""
    found = list(found)
    if not request.scope.holds(Permission.LEARNER_VIEW, request.school.pk):
        said = [_Titled(each.pk, each.title, facts_of(each).kinds) for each in found]
        titles = discreet_titles(request.school, said)
        return [ActivityShown.of(each, by_name=None, marks=None, title=titles[each.pk]) for each in found]
    by_name, marks = listed_by_name(found), attendance_at(found)
    return [ActivityShown.of(each, by_name=by_name.get(each.pk, 0), marks=marks.get(each.pk, {})) for each in found]


def _audience(request: ApiRequest, sent: AudienceSent | None) -> AudienceChoice:
    if sent is None:
        return AudienceChoice()
    unknown = set(sent.groups) - set(open_groups(request.school).values_list("public_id", flat=True))
    if unknown:
        raise Refusal(422, "A group is not one the school has in use.", {"body.audience.groups": "groups in use"})
    return choice_of(sent, _keys(request, sent.learners))


def _keys(request: ApiRequest, public_ids: list[str]) -> dict[str, int]:
    """The key of each learner named; refuses one named twice, and one who is not of the school."""
    if len(set(public_ids)) != len(public_ids):
        raise Refusal(422, "A learner is named twice.", {"body": "each learner once"})
    found = Learner.objects.filter(organisation=request.school, public_id__in=public_ids)
    keys = dict(found.values_list("public_id", "pk"))
    if len(keys) != len(public_ids):
        raise Refusal(422, "Somebody named is not a learner of this school.", {"body": "learners of this school"})
    return keys


def _refused(refusal: ActivityRefused) -> Refusal:
    """A clash with how things stand is 409; facts that cannot be recorded are 422."""
    status = 409 if refusal.faults.keys() & {"state", "audience"} else 422
    return Refusal(status, str(refusal), {f"body.{name}": words for name, words in refusal.faults.items()})
