"""A page with one small form about the careers team, and what becomes of what is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect

from waymark.leadership.actions import TeamRefused
from waymark.web.pages import Refused


@dataclass(frozen=True)
class TeamFormPage:
    """All that a page with one small form about the team shows. `strike`: words of a second button, which removes."""

    school: str
    title: str
    caption: str
    lede: str
    form: forms.Form
    submit: str
    back_href: str
    back_text: str = "Back to the careers team"
    strike: str = ""
    is_grave: bool = False


def answered(request: HttpRequest, shown: TeamFormPage, act: Callable[[dict[str, Any]], str]) -> Any:
    """The page, or after a form that `act` could do, the way back with what `act` says was done."""
    if request.method != "POST":
        return shown
    if not shown.form.is_valid():
        return Refused(shown)
    try:
        said = act(shown.form.cleaned_data)
    except TeamRefused as refused:
        shown.form.add_error(refused.field if refused.field in shown.form.fields else None, str(refused))
        return Refused(shown)
    messages.success(request, said)
    return redirect(shown.back_href)


def is_struck(request: HttpRequest) -> bool:
    """Whether the second button was pressed: take it off, whatever the form says."""
    return request.method == "POST" and request.POST.get("doing") == "strike"
