"""Sending a learner file."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.intake.models import Delivery
from waymark.intake.reading.filetypes import in_megabytes
from waymark.ledger.queries import fields_on
from waymark.ledger.sources.learners import COLUMNS, SENSITIVE, template_csv, template_xlsx
from waymark.ledger.sources.learners.receiving import kind_of
from waymark.places.models import Organisation
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.addresses import address_if_any
from waymark.web.school.files.forms import LearnerFileForm
from waymark.web.school.files.handing import received

_TYPES = {
    "csv": ("text/csv; charset=utf-8", template_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", template_xlsx),
}


@dataclass(frozen=True)
class BringLearnersPage:
    """All that the page for sending a learner file shows."""

    form: LearnerFileForm
    largest: str
    back_href: str
    xlsx_href: str
    csv_href: str
    columns: list[list[Any]]
    settings_href: str


@form_page("school/files/bring_learners.html", needs=Permission.LEARNER_WRITE)
def bring_learners(request: HttpRequest, school: Organisation) -> Any:
    form = LearnerFileForm(request.POST or None, request.FILES or None, initial={"on": timezone.localdate()})
    if request.method != "POST":
        return _shown(form, school)
    if not form.is_valid():
        return Refused(_shown(form, school))
    sent = form.cleaned_data["file"]
    content = sent.read()
    came = received(request, kind_of(content), content, sent.name, school, form.cleaned_data["on"])
    if not isinstance(came, Delivery):
        return came
    if came.state == Delivery.State.MERGED:
        messages.info(request, "You have sent this very file before. Nothing was changed.")
    return redirect("delivery", slug=school.slug, number=came.pk)


def _shown(form: LearnerFileForm, school: Organisation) -> BringLearnersPage:
    here = {"slug": school.slug}
    return BringLearnersPage(
        form,
        in_megabytes(settings.WAYMARK_LARGEST_FILE),
        reverse("deliveries", kwargs=here),
        reverse("learner_template", kwargs=here | {"ending": "xlsx"}),
        reverse("learner_template", kwargs=here | {"ending": "csv"}),
        _columns(school),
        address_if_any("settings", slug=school.slug) or "",
    )


def _columns(school: Organisation) -> list[list[Any]]:
    """Each column: its heading, what it holds, and whether it is needed, kept or not kept."""
    on = fields_on(school)
    rows: list[list[Any]] = []
    for column in COLUMNS:
        if column in SENSITIVE:
            kept = "Kept" if column.name in on else "Not kept: switched off"
        else:
            kept = "Needed" if column.required else "Kept if there"
        others = ", ".join(column.also_called[:4])
        rows.append([{"text": column.shown, "note": f"Also: {others}" if others else ""}, column.describe or "–", kept])
    return rows


@page("school/files/bring_learners.html", needs=Permission.LEARNER_WRITE)
def learner_template(request: HttpRequest, school: Organisation, ending: str) -> HttpResponse:
    if ending not in _TYPES:
        raise Http404("There is no template of that kind.")
    content_type, make = _TYPES[ending]
    response = HttpResponse(make(), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="learners.{ending}"'
    return response
