"""Taking a merged learner file back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.ledger.actions.roll_journal import CannotUndo, take_back_roll
from waymark.places.models import Organisation
from waymark.web.pages import Refused, form_page
from waymark.web.school.files.finding import delivery_here


@dataclass(frozen=True)
class UndoPage:
    """All that the page asking whether to undo a file shows; `trouble` says why it cannot be."""

    filename: str
    added: int
    changed: int
    back_href: str
    trouble: str = ""


@form_page("school/files/undo.html", needs=Permission.LEARNER_WRITE)
def undo_delivery(request: HttpRequest, school: Organisation, number: int) -> Any:
    delivery = delivery_here(request, school, number)
    back = reverse("delivery", kwargs={"slug": school.slug, "number": number})
    counts = delivery.outcome
    shown = UndoPage(delivery.filename, counts.get("added", 0), counts.get("changed", 0), back)
    if request.method != "POST":
        return shown
    try:
        take_back_roll(delivery=delivery, by=request.scope)
    except CannotUndo as refused:
        return Refused(UndoPage(shown.filename, shown.added, shown.changed, back, str(refused)), status=409)
    messages.success(request, "The file was undone. Your roll is as it was before it.")
    return redirect("delivery", slug=school.slug, number=number)
