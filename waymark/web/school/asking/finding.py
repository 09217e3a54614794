"""What the pages of asking look up, each answering "not found" for what is not the school's to see."""

from datetime import date

from django.http import Http404
from django.utils import timezone

from waymark.places.models import Organisation
from waymark.providers.models import Approach, Employer, Request
from waymark.providers.queries.employers import employer_named, keepers_for
from waymark.providers.queries.requests import approach_of, request_named

_NOT_FOUND = "There is no such page, or it is not yours to see."


def today() -> date:
    return timezone.localdate()


def employer_here(school: Organisation, public_id: str) -> Employer:
    found = employer_named(keepers_for(school, today()), public_id)
    if found is None:
        raise Http404(_NOT_FOUND)
    return found


def request_here(school: Organisation, public_id: str) -> Request:
    found = request_named(school, public_id)
    if found is None:
        raise Http404(_NOT_FOUND)
    return found


def approach_here(school: Organisation, public_id: str) -> Approach:
    found = approach_of(school, public_id)
    if found is None:
        raise Http404(_NOT_FOUND)
    return found
