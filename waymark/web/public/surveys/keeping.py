"""What a device holds: the secret of an unfinished form, and that one was finished. Nothing that was answered."""

from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from waymark.surveys.queries.answering import Door, Unfinished, unfinished_of

_FORM, _DONE = "survey_form", "survey_done"


def token_in(request: HttpRequest, door: Door) -> str:
    """The secret of the form that was begun on this device by this code; blank where none was."""
    return request.get_signed_cookie(_FORM, default="", salt=f"{_FORM}.{door.code}") or ""


def unfinished_in(request: HttpRequest, door: Door) -> Unfinished | None:
    token = token_in(request, door)
    found = unfinished_of(token, at=timezone.now()) if token else None
    return found if found and found.code == door.code else None


def is_done(request: HttpRequest, door: Door) -> bool:
    """Whether somebody has finished a form by this code on this device."""
    return request.get_signed_cookie(_DONE, default="", salt=f"{_DONE}.{door.code}") == "yes"


def keep_token(response: HttpResponse, door: Door, token: str) -> None:
    """Until the browser is closed."""
    _set(response, door, _FORM, token, None)


def keep_done(response: HttpResponse, door: Door, on: date) -> None:
    """Until the survey has closed; the secret of the form goes."""
    response.delete_cookie(_FORM, path=_path(door))
    _set(response, door, _DONE, "yes", max(door.closes_on - on, timedelta(0)) + timedelta(days=1))


def forget_token(response: HttpResponse, door: Door) -> None:
    response.delete_cookie(_FORM, path=_path(door))


def _set(response: HttpResponse, door: Door, name: str, value: str, for_long: timedelta | None) -> None:
    response.set_signed_cookie(
        name,
        value,
        salt=f"{name}.{door.code}",
        max_age=for_long,
        path=_path(door),
        httponly=True,
        samesite="Lax",
        secure=settings.BEHIND_HTTPS,
    )


def _path(door: Door) -> str:
    return reverse("survey", kwargs={"code": door.in_fours})
