"""The employers a school may ask: the list, and one of them."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import path, reverse

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.post.queries import bounced_addresses
from waymark.providers.queries.employers import asked_of, employers_found, keepers_for, people_of, places_left
from waymark.web.employer_rows import EmployerRow, Narrowing, employer_rows, narrowing, places_said
from waymark.web.pages import page
from waymark.web.school.asking.finding import employer_here, today
from waymark.web.threads import ApproachLine

PER_PAGE = 25


@dataclass(frozen=True)
class EmployersPage:
    """All that the list of employers shows."""

    school: str
    narrowing: Narrowing
    rows: tuple[EmployerRow, ...]
    page_number: int
    pages: int
    total: int
    base: str
    requests_href: str


@dataclass(frozen=True)
class PersonRow:
    """Somebody who may be written to there."""

    name: str
    role: str
    email: str
    telephone: str
    note: str


@dataclass(frozen=True)
class EmployerPage:
    """All that one employer's page shows to a school."""

    name: str
    kept_by: str
    rows: list[dict[str, Any]]
    places: str
    people: tuple[PersonRow, ...]
    asked: tuple[ApproachLine, ...]
    ask_href: str
    may_ask: bool
    back_href: str


@page("school/asking/employers.html", needs=Permission.EMPLOYERS_VIEW)
def school_employers(request: HttpRequest, school: Organisation) -> EmployersPage:
    narrowed = narrowing(request, school.postcode)
    found = employers_found(keepers_for(school, today()), narrowed.search)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    left = places_left([each.employer for each in shown], today())
    here = {"slug": school.slug}
    return EmployersPage(
        school=school.name,
        narrowing=narrowed,
        rows=tuple(
            EmployerRow.of(
                each,
                reverse("school_employer", kwargs=here | {"public_id": each.employer.public_id}),
                left[each.employer.pk],
            )
            for each in shown
        ),
        page_number=shown.number,
        pages=shown.paginator.num_pages,
        total=shown.paginator.count,
        base=f"?{narrowed.query}&page=" if narrowed.query else "?page=",
        requests_href=reverse("school_requests", kwargs=here),
    )


@page("school/asking/employer.html", needs=Permission.EMPLOYERS_VIEW)
def school_employer(request: HttpRequest, school: Organisation, public_id: str) -> EmployerPage:
    employer = employer_here(school, public_id)
    people = list(people_of(employer))
    bounced = bounced_addresses(school, [each.email for each in people])
    left = places_left([employer], today())[employer.pk]
    may_ask = request.scope.holds(Permission.REQUEST, school.pk)
    return EmployerPage(
        name=employer.name,
        kept_by=employer.organisation.name,
        rows=employer_rows(employer),
        places=places_said(employer, left),
        people=tuple(
            PersonRow(
                each.name,
                each.role,
                each.email,
                each.telephone,
                "Letters to this address come back" if each.email in bounced else "",
            )
            for each in people
        ),
        asked=tuple(
            ApproachLine.of(each, _thread(school, each.request.public_id), whom=school.name)
            for each in asked_of(employer, school)
        ),
        ask_href=f"{reverse('new_request', kwargs={'slug': school.slug})}?employer={employer.public_id}",
        may_ask=may_ask and employer.is_active and employer.cap_per_month != 0,
        back_href=reverse("school_employers", kwargs={"slug": school.slug}),
    )


def _thread(school: Organisation, public_id: str) -> str:
    return reverse("school_request", kwargs={"slug": school.slug, "public_id": public_id})


urlpatterns = [
    path("employers/", school_employers, name="school_employers"),
    path("employers/<slug:public_id>/", school_employer, name="school_employer"),
]
