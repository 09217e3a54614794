"""What can be downloaded of a file: the rows left out, and the file as it was sent."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.intake import receiving
from waymark.intake.actions import content_of_delivery
from waymark.intake.reading.report import mending_csv
from waymark.ledger.sources.kinds import SOURCES
from waymark.places.models import Organisation
from waymark.web.pages import page
from waymark.web.school.files.finding import delivery_here


@page("school/files/delivery.html", needs=Permission.LEDGER_WRITE)
def refused_rows(request: HttpRequest, school: Organisation, number: int) -> HttpResponse:
    """The rows that were left out, to be mended and sent again."""
    delivery = delivery_here(request, school, number)
    if delivery.kind not in SOURCES or not delivery.content:
        raise Http404("These rows are not kept.")
    content = content_of_delivery(delivery)
    on = delivery.speaks_for or timezone.localdate()
    reading = receiving.previewed(SOURCES[delivery.kind], content=content, school=school, on=on).reading
    note("refused rows downloaded", on=delivery, by=request.scope, rows=len(reading.left_out))
    return _file(mending_csv(reading), "text/csv; charset=utf-8", f"to-mend-{delivery.pk}.csv")


@page("school/files/delivery.html", needs=Permission.LEDGER_WRITE)
def delivery_as_sent(request: HttpRequest, school: Organisation, number: int) -> HttpResponse:
    """The file as its sender gave it, so that any row can be looked up."""
    delivery = delivery_here(request, school, number)
    if not delivery.content:
        raise Http404("The file itself is not kept any more.")
    note("file downloaded", on=delivery, by=request.scope)
    return _file(content_of_delivery(delivery), "application/octet-stream", delivery.filename.replace('"', ""))


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    plain = name.encode("ascii", "replace").decode().replace("?", "-")
    response["Content-Disposition"] = f'attachment; filename="{plain}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
