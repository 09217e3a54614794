"""The list of a hub's employers, and the national register to take them up from."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.kernel.sectors import SECTORS
from waymark.places.models import Organisation
from waymark.providers.actions.registering import take_up
from waymark.providers.models import Employer, RegisteredEmployer
from waymark.providers.queries.employers import (
    KeptCounts,
    employers_found,
    kept_counts,
    places_left,
    register_found,
)
from waymark.web.employer_rows import EmployerRow, Narrowing, miles_said, narrowing
from waymark.web.pages import form_page, page

PER_PAGE = 25


@dataclass(frozen=True)
class AreaEmployersPage:
    """All that the list of a hub's employers shows."""

    area: str
    narrowing: Narrowing
    rows: tuple[EmployerRow, ...]
    counts: KeptCounts
    page_number: int
    pages: int
    total: int
    base: str
    may_keep: bool
    add_href: str
    files_href: str
    register_href: str
    help_href: str
    letters_href: str


@dataclass(frozen=True)
class RegisterRow:
    name: str
    where: str
    sector: str
    size: str
    key: int
    is_kept: bool


@dataclass(frozen=True)
class RegisterPage:
    """All that the page of the national register shows."""

    area: str
    narrowing: Narrowing
    rows: tuple[RegisterRow, ...]
    is_empty: bool
    page_number: int
    pages: int
    total: int
    base: str
    back_href: str


@page("hub/employers/list.html", needs=Permission.EMPLOYERS_VIEW)
def area_employers(request: HttpRequest, place: Organisation) -> AreaEmployersPage:
    narrowed, today = narrowing(request, place.postcode), timezone.localdate()
    found = employers_found([place.pk], narrowed.search, only_active=False)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    left = places_left([each.employer for each in shown], today)
    here = {"slug": place.slug}

    def row(each: Any) -> EmployerRow:
        href = reverse("area_employer", kwargs=here | {"public_id": each.employer.public_id})
        return EmployerRow.of(each, href, left[each.employer.pk])

    return AreaEmployersPage(
        area=place.name,
        narrowing=narrowed,
        rows=tuple(row(each) for each in shown),
        counts=kept_counts(place),
        page_number=shown.number,
        pages=shown.paginator.num_pages,
        total=shown.paginator.count,
        base=f"?{narrowed.query}&page=" if narrowed.query else "?page=",
        may_keep=request.scope.holds(Permission.EMPLOYERS_WRITE, place.pk),
        add_href=reverse("add_employer", kwargs=here),
        files_href=reverse("employer_files", kwargs=here),
        register_href=reverse("employer_register", kwargs=here),
        help_href=reverse("area_help_offers", kwargs=here),
        letters_href=reverse("letters", kwargs=here),
    )


@form_page("hub/employers/register.html", needs=Permission.EMPLOYERS_WRITE)
def employer_register(request: HttpRequest, place: Organisation) -> Any:
    if request.method == "POST":
        key = request.POST.get("key", "")
        registered = get_object_or_404(RegisteredEmployer, pk=int(key) if key.isdigit() else 0)
        employer = take_up(registered=registered, keeper=place, by=request.scope)
        messages.success(request, f"{employer.name} is on your list. Add somebody to write to.")
        return redirect("area_employer", slug=place.slug, public_id=employer.public_id)
    narrowed = narrowing(request, place.postcode)
    shown = Paginator(register_found(narrowed.search), PER_PAGE).get_page(request.GET.get("page"))
    kept = set(
        Employer.objects.filter(organisation=place, registered__in=[row.pk for row, _ in shown]).values_list(
            "registered", flat=True
        )
    )
    return RegisterPage(
        area=place.name,
        narrowing=narrowed,
        rows=tuple(
            RegisterRow(
                row.name,
                miles_said(miles, row.postcode),
                SECTORS.get(row.sector, ""),
                row.get_size_display(),
                row.pk,
                row.pk in kept,
            )
            for row, miles in shown
        ),
        is_empty=not shown.paginator.count and not RegisteredEmployer.objects.exists(),
        page_number=shown.number,
        pages=shown.paginator.num_pages,
        total=shown.paginator.count,
        base=f"?{narrowed.query}&page=" if narrowed.query else "?page=",
        back_href=reverse("area_employers", kwargs={"slug": place.slug}),
    )


urlpatterns = [
    path("employers/", area_employers, name="area_employers"),
    path("employers/register/", employer_register, name="employer_register"),
]
