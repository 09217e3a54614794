"""Every refusal of the API in one shape, that of RFC 9457, whoever noticed what was wrong."""

from math import ceil
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from pydantic import Field

from waymark.access.scope import NotPermitted
from waymark.opportunities.search.asking import SearchRefused, SearchUnavailable

TITLES = {
    400: "BadRequest",
    401: "NotAuthenticated",
    403: "NotPermitted",
    404: "NotFound",
    405: "MethodNotAllowed",
    409: "Conflict",
    413: "TooLarge",
    422: "InvalidRequest",
    429: "TooManyRequests",
    503: "SearchUnavailable",
}


A_MINUTE = 60  # seconds
MEDIA_TYPE = "application/problem+json"


class Fault(Schema):
    """One thing wrong with a request: where it stands, and what is expected there. Never what was sent."""

    at: str
    expected: str


class Problem(Schema):
    """Why a request was refused."""

    title: str = Field(description="A word for the kind of refusal.")
    status: int
    detail: str = Field(description="A sentence for a person.")
    faults: list[Fault] = []


class Refusal(Exception):
    """An endpoint says no: `status` is one of `TITLES`, `detail` a sentence."""

    def __init__(self, status: int, detail: str, faults: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.faults = [Fault(at=at, expected=words) for at, words in (faults or {}).items()]


def refused(status: int, detail: str, faults: list[Fault] | None = None, *, title: str = "") -> HttpResponse:
    """The answer that says no; `title` where the kind of refusal has a name of its own."""
    problem = Problem(title=title or TITLES[status], status=status, detail=detail, faults=faults or [])
    response = JsonResponse(problem.model_dump(), status=status, content_type=MEDIA_TYPE)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def tell_problems(api: NinjaAPI) -> None:
    """Make every exception an endpoint may raise into the one shape."""

    def on(exception: type[Exception], answer: Any) -> None:
        api.add_exception_handler(exception, lambda request, raised: answer(raised))

    on(Refusal, lambda raised: refused(raised.status, raised.detail, raised.faults))
    on(AuthenticationError, lambda raised: refused(401, "Send a token that is in force: Authorization: Bearer TOKEN."))
    on(NotPermitted, lambda raised: refused(403, f"This token may not {raised.permission.value}."))
    on(Http404, lambda raised: refused(404, "There is nothing of that name here."))
    on(Throttled, lambda raised: _too_often(raised.wait))
    on(RequestDataTooBig, lambda raised: refused(413, "The request is too large."))
    on(HttpError, lambda raised: refused(raised.status_code if raised.status_code in TITLES else 400, str(raised)))
    on(SearchRefused, lambda raised: refused(raised.status, raised.detail, title=raised.title))
    on(
        SearchUnavailable,
        lambda raised: refused(503, "The course search is not working now. Try again soon."),
    )
    on(ValidationError, lambda raised: refused(422, *_faults(raised)))


def _too_often(wait: float | None) -> HttpResponse:
    told = refused(429, "Too many requests at once. Wait a minute and go on.")
    told["Retry-After"] = str(ceil(wait or A_MINUTE))
    return told


def _faults(raised: ValidationError) -> tuple[str, list[Fault]]:
    faults = [
        Fault(at=_where(error.get("loc", ())), expected=str(error.get("msg", "")).removeprefix("Value error, "))
        for error in raised.errors
    ]
    first = faults[0] if faults else Fault(at="request", expected="a request as documented")
    return f"{first.at}: {first.expected}.", faults


def _where(loc: tuple[Any, ...]) -> str:
    """The place of a fault as its sender knows it: `body.marks.2.status`, without the name our code gives the body."""
    parts = [str(part) for part in loc]
    if parts[:1] == ["body"] and len(parts) > 1:
        del parts[1]
    return ".".join(parts) or "request"


def not_allowed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A refused method in the one shape, with the methods that do work."""
    told = refused(405, f"{request.method} does not work here.")
    told["Allow"] = response["Allow"]
    return told
