"""Endpoints: the school's evaluations kept at measurement points and by hand."""

from django.http import Http404
from ninja import Router, Status

from waymark.access.permissions import Permission
from waymark.evaluation.cuts.actions import CutRefused, cut
from waymark.evaluation.cuts.queries import content_at, cuts_of
from waymark.web.api.door import ApiRequest, answers, endpoint
from waymark.web.api.problems import Refusal
from waymark.web.api.shapes.cuts import CutInFullShown, CutShown
from waymark.web.api.shapes.values import Day, PublicId, Sent

router = Router(tags=["Evaluation"])


class KeepSent(Sent):
    """The day whose evaluation is kept: one that has begun."""

    on: Day


@router.get("/kept", response=answers(list[CutShown]), summary="Kept evaluations")
@endpoint(needs=Permission.FIGURES_VIEW)
def kept_evaluations(request: ApiRequest):
    """Every kept evaluation, the latest day first; only measurement points for a token that may not see learners."""
    return [CutShown.of(each) for each in cuts_of(request.school).select_related("replaces")]


@router.get("/kept/{cut_id}", response=answers(CutInFullShown), summary="One kept evaluation")
@endpoint(needs=Permission.FIGURES_VIEW)
def kept_evaluation(request: ApiRequest, cut_id: PublicId):
    """What it says, and the very text whose SHA-256 proves it."""
    found = cuts_of(request.school).filter(public_id=cut_id).select_related("replaces").first()
    if found is None:
        raise Http404
    return CutInFullShown.of(found, content_at(found))


@router.post("/kept", response=answers(CutShown, status=201), summary="Keep an evaluation")
@endpoint(needs=Permission.ASSESS)
def keep(request: ApiRequest, sent: KeepSent):
    """Keep the evaluation as at a day. Where nothing has changed since that day was kept, it is that one again."""
    try:
        made = cut(school=request.school, on=sent.on, by=request.scope)
    except CutRefused as refused:
        raise Refusal(422, str(refused), {"body.on": "a day that has begun, with somebody on roll"}) from refused
    return Status(201, CutShown.of(made))
