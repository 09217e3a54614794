"""What a browser may keep of an answer."""

from collections.abc import Callable

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
