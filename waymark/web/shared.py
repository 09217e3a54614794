"""What schools have shared with the person who is signed in."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from django.http import Http404, HttpRequest
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.models import User
from waymark.publishing.actions.sharing import ShareOver, look_as_recipient
from waymark.publishing.evaluations import SharedContent, from_json
from waymark.publishing.shared import shared_with
from waymark.web.pages import Refused, page


@dataclass(frozen=True)
class SharedRow:
    """One evaluation shared with the reader."""

    school: str
    on: date
    shared_on: date
    last_day: date
    href: str


@dataclass(frozen=True)
class SharedWithMePage:
    """All that the list of what was shared with one shows."""

    rows: tuple[SharedRow, ...]


@dataclass(frozen=True)
class SharedEvaluationPage:
    """All that a shared evaluation's page shows; `over` says why there is none, if there is none."""

    content: SharedContent | None
    shared_on: date | None
    last_day: date | None
    back_href: str
    over: str = ""


@page("shared/list.html", needs=None)
def shared_with_me(request: HttpRequest) -> SharedWithMePage:
    found = shared_with(cast(User, request.user), on=timezone.localdate())
    return SharedWithMePage(
        tuple(
            SharedRow(
                each.school,
                each.on,
                each.shared_on,
                each.last_day,
                reverse("shared_evaluation", kwargs={"public_id": each.public_id}),
            )
            for each in found
        )
    )


@page("shared/evaluation.html", needs=None)
def shared_evaluation(request: HttpRequest, public_id: str):
    back = reverse("shared_with_me")
    try:
        shown = look_as_recipient(
            public_id=public_id,
            user=cast(User, request.user),
            at=timezone.now(),
            counts=request.method == "GET",
            by=request.scope,
        )
    except ShareOver as over:
        return Refused(SharedEvaluationPage(None, None, None, back, str(over)), 410)
    if shown is None:
        raise Http404("Nothing of this name was shared with you.")
    return SharedEvaluationPage(from_json(shown.content), shown.shared_on, shown.last_day, back)


urlpatterns = [
    path("", shared_with_me, name="shared_with_me"),
    path("<str:public_id>/", shared_evaluation, name="shared_evaluation"),
]
