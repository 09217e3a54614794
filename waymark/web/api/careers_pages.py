"""Endpoints: careers pages as the public reads them, and releasing one's own."""

from typing import Annotated

from django.http import Http404
from django.utils import timezone
from ninja import Router, Status
from pydantic import StringConstraints

from waymark.access.permissions import Permission
from waymark.publishing.actions import NotReleased, release, withdraw
from waymark.publishing.queries import (
    checklist_of,
    draft_content,
    is_leader_standing,
    released_page,
    releases_of,
    standing_page,
    standing_publication,
)
from waymark.web.api.door import ApiRequest, answers, endpoint, public_endpoint
from waymark.web.api.problems import Refusal
from waymark.web.api.shapes.careers_pages import CareersPageShown, OwnPage, Release, Withdrawing

router = Router(tags=["Careers pages"])
Slug = Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]{1,120}$")]


@router.get(
    "/careers-pages/{slug}",
    response=answers(CareersPageShown, refusals=(404, 422, 429)),
    auth=None,
    summary="A public page",
)
@public_endpoint
def public_page(request, slug: Slug):
    """What a school or college has released, by the last part of its page's address. No token is needed."""
    publication = released_page(slug)
    if publication is None:
        raise Http404
    return CareersPageShown.of(publication)


@router.get("/careers-page", response=answers(OwnPage), summary="The school's own page")
@endpoint(needs=Permission.PUBLISH)
def own_page(request: ApiRequest):
    """What a release today would make public, what the law still asks for, and every release so far."""
    today = timezone.localdate()
    content = draft_content(request.school, on=today)
    is_member = is_leader_standing(standing_page(request.school).leader_id, request.school.pk)
    checklist = checklist_of(content, on=today, leader_is_member=is_member)
    return OwnPage.of(content, checklist, list(releases_of(request.school)), on=today)


@router.post("/careers-page/releases", response=answers(Release, status=201), summary="Release the page")
@endpoint(needs=Permission.PUBLISH)
def release_page(request: ApiRequest):
    """Make the draft public as it stands. Releasing what is already public gives the standing release."""
    try:
        made = release(school=request.school, on=timezone.localdate(), by=request.scope)
    except NotReleased as refusal:
        raise Refusal(409, str(refusal)) from refusal
    return Status(201, Release.of(made))


@router.post("/careers-page/withdrawal", response=answers(Release), summary="Withdraw the page")
@endpoint(needs=Permission.PUBLISH)
def withdraw_page(request: ApiRequest, sent: Withdrawing):
    """Take the page off the web, with every release before it."""
    standing = standing_publication(request.school.pk)
    if standing is None:
        raise Refusal(409, "There is no page on the web to withdraw.")
    return Release.of(withdraw(publication=standing, because=sent.because, by=request.scope))
