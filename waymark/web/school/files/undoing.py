"""Taking a merged file back."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.intake.jobs import WorkRefused
from waymark.kernel.telling import untold
from waymark.ledger.sources.kinds import TAKES_BACK
from waymark.places.models import Organisation
from waymark.web.pages import Refused, form_page
from waymark.web.school.files import records
from waymark.web.school.files.finding import delivery_here, is_learner_file
from waymark.web.school.files.handing import is_long, step_with, work_on

_UNDONE = "The file was undone. Your roll is as it was before it."


@dataclass(frozen=True)
class UndoPage:
    """All that the page asking whether to undo a file shows; `trouble` says why it cannot be."""

    filename: str
    is_of_learners: bool
    added: int
    changed: int
    back_href: str
    trouble: str = ""


@form_page("school/files/undo.html", needs=Permission.LEDGER_WRITE)
def undo_delivery(request: HttpRequest, school: Organisation, number: int) -> Any:
    delivery = delivery_here(request, school, number)
    if going_on := work_on(delivery, school):
        return going_on
    back = reverse("delivery", kwargs={"slug": school.slug, "number": number})
    counts = delivery.outcome
    learners = is_learner_file(delivery)
    shown = UndoPage(delivery.filename, learners, counts.get("added", 0), counts.get("changed", 0), back)
    if request.method != "POST":
        return shown
    if delivery.kind in TAKES_BACK and is_long(delivery):
        return step_with(delivery, school, "take_back", request)
    try:
        if delivery.kind not in TAKES_BACK:
            raise WorkRefused("Files of this kind cannot be undone.")
        TAKES_BACK[delivery.kind](delivery, untold, request.scope)
    except WorkRefused as refused:
        return Refused(replace(shown, trouble=str(refused)), status=409)
    is_of_records = delivery.kind in records.KINDS
    messages.success(request, records.KINDS[delivery.kind].undone if is_of_records else _UNDONE)
    return redirect("delivery", slug=school.slug, number=number)
