"""What a browser may keep of an answer."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def nothing_kept(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: whoever comes with a session leaves nothing on the machine they came from, a shared one perhaps.

    An answer that says itself how it may be kept is left as it is.
    """

    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.setdefault("Cache-Control", "private, no-store")
        return response

    return answered


def never_kept(view: Callable[..., HttpResponse]) -> Any:
    """Leave nothing of a page on the machine: the next pupil at a shared one presses “back” and sees nothing."""

    @wraps(view)
    def kept_nowhere(request: HttpRequest, **from_address: Any) -> HttpResponse:
        response = view(request, **from_address)
        response["Cache-Control"] = "private, no-store"
        return response

    return kept_nowhere
