"""Endpoints: the school's self-assessments, and what each comes to."""

from django.http import Http404
from ninja import Router

from waymark.access.permissions import Permission
from waymark.evaluation.assessing.queries import assessments_of, read
from waymark.web.api.door import ApiRequest, answers, endpoint
from waymark.web.api.shapes.assessments import AssessmentInFull, AssessmentShown
from waymark.web.api.shapes.values import PublicId

router = Router(tags=["Evaluation"])


@router.get("/assessments", response=answers(list[AssessmentShown]), summary="Self-assessments")
@endpoint(needs=Permission.FIGURES_VIEW)
def assessments(request: ApiRequest):
    """Every self-assessment of the school, those about the latest day first."""
    return [AssessmentShown.of(each) for each in assessments_of(request.school)]


@router.get("/assessments/{assessment_id}", response=answers(AssessmentInFull), summary="One self-assessment")
@endpoint(needs=Permission.FIGURES_VIEW)
def assessment(request: ApiRequest, assessment_id: PublicId):
    """Its answers beside what the records say, and the scores of both.

    A token that may not see learners gets small numbers hidden, and what records say at measurement points alone.
    """
    found = assessments_of(request.school).filter(public_id=assessment_id).first()
    if found is None:
        raise Http404
    return AssessmentInFull.of(found, read(found))
