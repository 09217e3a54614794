"""Files sent to a browser to keep, never to open within our pages."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def sent_to_keep(content: bytes, filename: str, content_type: str) -> HttpResponse:
    """The bytes as a download: opened by mistake, they may run nothing, load nothing and be taken for nothing else."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
