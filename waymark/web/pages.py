"""The second lock: views are made here and nowhere else.

A view is `page(...)` (reads only), `form_page(...)` (may also be posted to), or `public_page(...)` (no sign-in). Each
states what it needs; the address's slug becomes an organisation the person has that permission for, or the answer is
"not found"; the scope is open while the view and its template run, and at no other time.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, is_dataclass
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse

from waymark.access.audit import note
from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.queries import scope_of
from waymark.access.scope import NOBODY, NotPermitted, Scope, acting
from waymark.access.sign_in import needs_second_step
from waymark.places.models import Organisation
from waymark.web.navigation import navigation_for

View = Callable[..., Any]


@dataclass(frozen=True)
class ErrorPage:
    """All that an error page shows."""

    title: str
    sentence: str


@dataclass(frozen=True)
class Refused:
    """A page shown with another status than 200: a form sent back with its errors (422), a clash (409)."""

    page: Any
    status: int = 422
    headers: dict[str, str] = field(default_factory=dict)


def page(template: str, *, needs: Permission | None, viewed: str = "") -> Callable[[View], View]:
    """A page that only reads. `needs` None: any signed-in person, for pages about themselves.

    A page that names learners says in `viewed` what the trail calls it when somebody has seen it.
    """
    return _made(template, needs=needs, methods=("GET", "HEAD"), viewed=viewed)


def form_page(template: str, *, needs: Permission | None, viewed: str = "") -> Callable[[View], View]:
    """A page with a form: GET shows it and changes nothing but, with `viewed`, the trail; POST acts."""
    return _made(template, needs=needs, methods=("GET", "HEAD", "POST"), viewed=viewed)


def public_page(template: str, *, methods: tuple[str, ...] = ("GET", "HEAD")) -> Callable[[View], View]:
    """A page anybody may read; its scope holds no permission, so no tenant's row can reach it."""

    def make(view: View) -> View:
        @wraps(view)
        @login_not_required
        def made(request: HttpRequest, **from_address: Any) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            _refuse_null_bytes(request)
            with acting(NOBODY):
                return _answer(request, template, view(request, **from_address), nav=None)

        made.login_required = False
        made.needs = "public"
        return made

    return make


def _made(template: str, *, needs: Permission | None, methods: tuple[str, ...], viewed: str) -> Callable[[View], View]:
    def make(view: View) -> View:
        @wraps(view)
        def made(request: HttpRequest, slug: str | None = None, **from_address: Any) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            _refuse_null_bytes(request)
            user = cast(User, request.user)  # the middleware lets nobody else through
            scope = scope_of(user)
            if needs_second_step(user, scope) and not getattr(view, "before_second_step", False):
                return redirect(f"{reverse('second_step')}?{urlencode({'next': request.get_full_path()})}")
            request.scope = scope
            with acting(scope):
                if slug is None:
                    return _answer(request, template, view(request, **from_address), nav=navigation_for(request, None))
                place = organisation_here(slug, needs, scope)
                shown = _tried(view, request, place, from_address)
                if viewed and request.method != "POST":
                    note(viewed, organisation_id=place.pk, by=scope, page=view.__name__, **from_address)
                return _answer(request, template, shown, nav=navigation_for(request, place))

        made.needs = needs
        made.viewed = viewed
        return made

    return make


def before_second_step(view: View) -> View:
    """Mark a view that people reach before they have set up an authenticator or passkey."""
    view.before_second_step = True
    return view


def _refuse_null_bytes(request: HttpRequest) -> None:
    """PostgreSQL keeps no null byte and breaks down over one in a question; nothing here has one in its address."""
    if "\x00" in request.path or "%00" in request.META["QUERY_STRING"]:
        raise BadRequest("There is a null byte in the address.")


def organisation_here(slug: str, needs: Permission | None, scope: Scope) -> Organisation:
    """The organisation an address names, if the person holds what the page needs there; else not found."""
    place = Organisation.objects.filter(slug=slug).first()
    if place is None or needs is None or not scope.holds(needs, place.pk):
        raise Http404("There is no such page, or it is not yours to see.")
    return place


def _tried(view: View, request: HttpRequest, place: Organisation, from_address: dict[str, Any]) -> Any:
    """Run the view; an action that refuses for want of a permission answers as if the page were not there."""
    try:
        return view(request, place, **from_address)
    except NotPermitted as refused:
        raise Http404(str(refused)) from refused


def _answer(request: HttpRequest, template: str, result: Any, *, nav: Any) -> HttpResponse:
    if isinstance(result, HttpResponse):
        return result
    refused = result if isinstance(result, Refused) else None
    shown = refused.page if refused else result
    assert is_dataclass(shown), f"{template} was given a {type(shown).__name__}, not a page object"
    response = render(request, template, {"page": shown, "nav": nav}, status=refused.status if refused else 200)
    for name, value in (refused.headers if refused else {}).items():
        response[name] = value
    if nav is not None:
        response["Cache-Control"] = "private, no-store"
    return response
