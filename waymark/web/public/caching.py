"""Answers that anybody may keep: with an ETag of their bytes, and no cookie."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

FIVE_MINUTES = 300


def keepable(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response with its ETag and leave to keep it for five minutes; "not modified" for one who has it already."""
    if hasattr(request, "session"):
        request.session.accessed = False  # the sign-in rule looked at it; this answer is the same for everybody
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={FIVE_MINUTES}"
    return get_conditional_response(request, etag=etag, response=response) or response
