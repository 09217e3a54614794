"""From a code in an address to what it leads to; and what is said of one that leads nowhere."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from waymark.access.scope import NOBODY
from waymark.surveys.actions.answering import note_wrong_code, wrong_codes_are_too_many
from waymark.surveys.queries.answering import Door, door_of, plain_code
from waymark.surveys.rules import TooOften
from waymark.web.senders import address_of

TOO_OFTEN = "Very many have tried from where you are. Wait an hour, then try again."
UNKNOWN = "We do not know that code. Look at it again, or ask the person who gave it to you."


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Your code",
        help_text="Two groups of four letters and numbers, such as k7mp-4xrt.",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-10"}),
    )


@dataclass(frozen=True)
class CodePage:
    """All that the page that asks for a code shows."""

    form: CodeForm
    trouble: str = ""


class NoSuchCode(Exception):
    """The code is none; `too_often` where so many were tried that even a right one would not be told."""

    def __init__(self, *, too_often: bool) -> None:
        super().__init__(TOO_OFTEN if too_often else UNKNOWN)
        self.too_often = too_often


def door_here(request: HttpRequest, code: str) -> Door:
    """What a code leads to; raises NoSuchCode, and counts it, where it leads nowhere."""
    address, at = address_of(request), timezone.now()
    if wrong_codes_are_too_many(address, at):
        raise NoSuchCode(too_often=True)
    door = door_of(plain_code(code), on=timezone.localdate())
    if door is None:
        try:
            note_wrong_code(address=address, at=at, by=NOBODY)
        except TooOften as many:
            raise NoSuchCode(too_often=True) from many
        raise NoSuchCode(too_often=False)
    return door


def nowhere(request: HttpRequest, refused: NoSuchCode) -> HttpResponse:
    """The answer to an address whose code leads nowhere: asks for the code again."""
    page = CodePage(CodeForm(), str(refused))
    status = 429 if refused.too_often else 404
    return render(request, "public/surveys/code.html", {"page": page, "nav": None}, status=status)
