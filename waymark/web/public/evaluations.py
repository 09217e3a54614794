"""A self-assessment that a school shows to whoever has its link.

The address is a secret: it is in no log, told to no other site, and the page is kept by no browser or machine between.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from waymark.access.scope import NOBODY
from waymark.publishing.actions.sharing import ShareOver, look_by_link
from waymark.publishing.evaluations import SharedContent, from_json
from waymark.web.pages import Refused, public_page
from waymark.web.senders import address_of

MOST_WRONG, AN_HOUR = 20, 60 * 60
TOLD_NOBODY = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
_NONE = "There is nothing at this address. Check that you have the whole of the link."
_TOO_MANY = "Too many links that lead nowhere were tried from where you are. Try again in an hour."


@dataclass(frozen=True)
class LinkedEvaluationPage:
    """All that the page behind a link shows; `over` says why there is nothing, if there is nothing."""

    content: SharedContent | None
    shared_on: date | None = None
    last_day: date | None = None
    over: str = ""


def told_nobody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An answer that nothing keeps, finds, or is referred from."""

    @wraps(view)
    def answered(request: HttpRequest, **from_address: Any) -> HttpResponse:
        response = view(request, **from_address)
        for name, value in TOLD_NOBODY.items():
            response[name] = value
        return response

    return answered


@told_nobody
@public_page("public/evaluation.html")
def evaluation_by_link(request: HttpRequest, token: str) -> LinkedEvaluationPage | Refused:
    knocking = f"wrong-evaluation-link:{address_of(request)}"
    wrong = cache.get(knocking, 0)
    if wrong >= MOST_WRONG:
        return Refused(LinkedEvaluationPage(None, over=_TOO_MANY), 429, {"Retry-After": str(AN_HOUR)})
    user = request.user if request.user.is_authenticated else None
    try:
        shown = look_by_link(token=token, at=timezone.now(), user=user, counts=request.method == "GET", by=NOBODY)
    except ShareOver as over:
        return Refused(LinkedEvaluationPage(None, over=str(over)), 410)
    if shown is None:
        cache.set(knocking, wrong + 1, AN_HOUR)
        return Refused(LinkedEvaluationPage(None, over=_NONE), 404)
    return LinkedEvaluationPage(from_json(shown.content), shown.shared_on, shown.last_day)


urlpatterns = [path("<str:token>/", evaluation_by_link, name="evaluation_by_link")]
