"""How a request becomes somebody's: a token, its scope, and the three locks behind an endpoint."""

from collections.abc import Callable, Collection, Iterable
from functools import wraps
from inspect import signature
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, URLResolver
from ninja.security import HttpBearer
from ninja.throttling import AuthRateThrottle

from waymark.access.actions.tokens import mark_used
from waymark.access.models import ApiToken
from waymark.access.permissions import Permission
from waymark.access.queries import scope_of_token, standing_token
from waymark.access.scope import NOBODY, Scope, acting
from waymark.places.models import Organisation
from waymark.web.api.problems import Problem, Refusal, not_allowed
from waymark.web.senders import address_of

Endpoint = Callable[..., Any]
_REFUSALS = (400, 401, 403, 404, 409, 413, 422, 429)


class ApiRequest(HttpRequest):
    """A request with a token: the token, whose school it opens, and what it may do there."""

    auth: ApiToken
    school: Organisation
    scope: Scope


class BearerToken(HttpBearer):
    """`Authorization: Bearer` and the secret shown when the token was made."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        return standing_token(token.strip())


class Pace(AuthRateThrottle):
    """How often one may ask: each token, and without one each network address, whatever a header claims it to be.

    Counted by each process of the site for itself.
    """

    cache = caches["memory"]

    def get_ident(self, request: HttpRequest) -> str:
        return address_of(request)


def endpoint(*, needs: Permission | None) -> Callable[[Endpoint], Endpoint]:
    """An endpoint for a token that holds `needs` at its school; None: any token in force.

    The scope is that of the token, open while the endpoint runs; what it returns is plain values, read by then.
    """

    def make(view: Endpoint) -> Endpoint:
        known = signature(view).parameters.keys()

        @wraps(view)
        def made(request: ApiRequest, *args: Any, **kwargs: Any) -> Any:
            request.school, request.scope = request.auth.organisation, scope_of_token(request.auth)
            if needs is not None:
                request.scope.require(needs, request.school.pk)
            refuse_unknown(request, known)
            mark_used(token=request.auth, by=request.scope)
            with acting(request.scope):
                return view(request, *args, **kwargs)

        made.needs = needs
        return made

    return make


def public_endpoint(view: Endpoint) -> Endpoint:
    """An endpoint anybody may read without a token: its scope holds nothing, so no tenant's row can reach it."""

    @wraps(view)
    def made(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with acting(NOBODY):
            return view(request, *args, **kwargs)

    made.needs = "public"
    return made


def refuse_unknown(request: HttpRequest, known: Collection[str]) -> None:
    """A parameter spelt wrong would be a filter that does nothing: better told than passed over."""
    unknown = sorted(request.GET.keys() - known)
    if unknown:
        raise Refusal(422, "There is a parameter this address does not know.", {"query": "the documented parameters"})


def answers(shape: Any, *, status: int = 200, refusals: tuple[int, ...] = _REFUSALS) -> dict[int, Any]:
    """What an endpoint may answer, for the reference: its shape, and every refusal."""
    return {status: shape} | dict.fromkeys(refusals, Problem)


def guarded(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern]:
    """The endpoints' addresses, let past the sign-in that pages ask for: a token is asked for instead."""
    endpoints = [each for each in patterns if isinstance(each, URLPattern) and each.name != "api-root"]
    for pattern in endpoints:
        pattern.callback = _let_past(pattern.callback)
    return endpoints


def _let_past(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def made(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            response = not_allowed(request, response)
        response.setdefault("Cache-Control", "private, no-store")
        return response

    made.login_required = False
    made.csrf_exempt = True  # no cookie is ever believed here, so there is none to misuse
    made.__module__ = __name__
    return made
