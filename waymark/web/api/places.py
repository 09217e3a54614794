"""Endpoints: the register of schools and colleges, and what the token in use may do."""

from typing import Annotated

from django.http import Http404
from ninja import Router
from pydantic import StringConstraints

from waymark.places.queries import Lineage, institutions_by_id, lineage_of, places_found
from waymark.web.api.door import ApiRequest, answers, endpoint
from waymark.web.api.shapes.places import Access, Institution, Institutions
from waymark.web.api.shapes.values import Limit, ShortWords, Start

router = Router(tags=["Institutions"])
InstitutionId = Annotated[str, StringConstraints(pattern=r"^[0-9]{4,8}$")]


@router.get("/access", response=answers(Access), summary="What this token may do")
@endpoint(needs=None)
def access(request: ApiRequest):
    """The school the token opens, and what it may do there."""
    return Access.of(request.auth)


@router.get("/institutions", response=answers(Institutions), summary="Find schools and colleges")
@endpoint(needs=None)
def institutions(request: ApiRequest, search: ShortWords, limit: Limit = 20, start: Start = 0):
    """Schools and colleges by name, URN, UKPRN or postcode; the open before the closed."""
    found = places_found(search, limit=limit, start=start)
    lineages = lineage_of(found.places)
    results = [Institution.of(place, lineages.get(place.urn, Lineage())) for place in found.places]
    return Institutions(total=found.total, start=start, limit=limit, results=results)


@router.get("/institutions/{institution_id}", response=answers(Institution), summary="One school or college")
@endpoint(needs=None)
def institution(request: ApiRequest, institution_id: InstitutionId):
    """One school or college by its URN or UKPRN."""
    place = institutions_by_id([institution_id]).get(institution_id)
    if place is None:
        raise Http404
    return Institution.of(place, lineage_of([place]).get(place.urn, Lineage()))
