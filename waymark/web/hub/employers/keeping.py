"""One employer of a hub: what is kept, its people, what was asked of it, and changing all that."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.providers.actions.employers import (
    EmployerRefused,
    add_employer,
    change_employer,
    erase_contact,
    keep_contact,
)
from waymark.providers.actions.turns import set_cap
from waymark.providers.models import Contact, Employer
from waymark.providers.queries.employers import (
    asked_of,
    employer_named,
    history_of,
    people_of,
    places_left,
    waiting_for,
)
from waymark.web.employer_rows import employer_rows, places_said
from waymark.web.formats import day, moment
from waymark.web.hub.employers.forms import ContactForm, EmployerForm
from waymark.web.hub.employers.inviting import AccountPart, account_part
from waymark.web.pages import Refused, form_page, page
from waymark.web.threads import ApproachLine

_HISTORY, _ASKED = 20, 50


@dataclass(frozen=True)
class PersonLine:
    name: str
    role: str
    email: str
    telephone: str
    is_main: bool
    until: str
    href: str


@dataclass(frozen=True)
class AreaEmployerPage:
    """All that one employer's page shows to its hub."""

    name: str
    rows: list[dict[str, Any]]
    notes: str
    is_active: bool
    places: str
    waiting: int
    people: tuple[PersonLine, ...]
    account: AccountPart
    asked: tuple[ApproachLine, ...]
    history: list[list[str]]
    may_keep: bool
    change_href: str
    add_person_href: str
    back_href: str


@dataclass(frozen=True)
class EmployerFormPage:
    """All that a form about an employer or a contact shows."""

    title: str
    caption: str
    lede: str
    form: Any
    submit: str
    back_href: str
    can_erase: bool = False


def _here(place: Organisation, public_id: str) -> Employer:
    found = employer_named([place.pk], public_id)
    if found is None:
        raise Http404("There is no such employer, or it is not yours to see.")
    return found


def _address(place: Organisation, employer: Employer) -> str:
    return reverse("area_employer", kwargs={"slug": place.slug, "public_id": employer.public_id})


@page("hub/employers/employer.html", needs=Permission.EMPLOYERS_VIEW)
def area_employer(request: HttpRequest, place: Organisation, public_id: str) -> AreaEmployerPage:
    employer = _here(place, public_id)
    here = {"slug": place.slug, "public_id": public_id}
    may_keep = request.scope.holds(Permission.EMPLOYERS_WRITE, place.pk)
    return AreaEmployerPage(
        name=employer.name,
        rows=employer_rows(employer),
        notes=employer.notes,
        is_active=employer.is_active,
        places=places_said(employer, places_left([employer], timezone.localdate())[employer.pk]),
        waiting=waiting_for(employer),
        people=tuple(
            PersonLine(
                each.name,
                each.role,
                each.email,
                each.telephone,
                each.is_main,
                day(each.forgotten_on()),
                reverse("change_contact", kwargs=here | {"contact_id": each.public_id}),
            )
            for each in people_of(employer)
        ),
        account=account_part(place, employer, may_keep=may_keep),
        asked=tuple(
            ApproachLine.of(each, "", whom=each.request.organisation.name) for each in asked_of(employer)[:_ASKED]
        ),
        history=[
            [moment(each.at), each.verb, each.by.name if each.by else "Waymark", ", ".join(sorted(each.before or {}))]
            for each in history_of(employer)[:_HISTORY]
        ],
        may_keep=may_keep,
        change_href=reverse("change_employer", kwargs=here),
        add_person_href=reverse("add_contact", kwargs=here),
        back_href=reverse("area_employers", kwargs={"slug": place.slug}),
    )


@form_page("hub/employers/form.html", needs=Permission.EMPLOYERS_WRITE)
def add(request: HttpRequest, place: Organisation) -> Any:
    form = EmployerForm(request.POST or None)
    back = reverse("area_employers", kwargs={"slug": place.slug})
    lede = "Your schools see all of it but your notes. Add somebody to write to afterwards."
    shown = EmployerFormPage("Add an employer", place.name, lede, form, "Add", back)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        employer = add_employer(
            keeper=place, facts=form.facts, cap=form.cleaned_data["cap_per_month"], by=request.scope
        )
    except EmployerRefused as refused:
        form.add_error("reference", str(refused))
        return Refused(shown, 409)
    messages.success(request, f"{employer.name} is on your list.")
    return redirect(_address(place, employer))


@form_page("hub/employers/form.html", needs=Permission.EMPLOYERS_WRITE)
def change(request: HttpRequest, place: Organisation, public_id: str) -> Any:
    employer = _here(place, public_id)
    form = EmployerForm.of(employer, request.POST or None)
    shown = EmployerFormPage("Change what is kept", employer.name, "", form, "Save", _address(place, employer))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        change_employer(employer=employer, facts=form.facts, by=request.scope)
    except EmployerRefused as refused:
        form.add_error("reference", str(refused))
        return Refused(shown, 409)
    if form.cleaned_data["cap_per_month"] != employer.cap_per_month:
        cap = form.cleaned_data["cap_per_month"]
        set_cap(employer=employer, cap=cap, on=timezone.localdate(), by=request.scope)
    messages.success(request, "It is kept.")
    return redirect(_address(place, employer))


@form_page("hub/employers/form.html", needs=Permission.EMPLOYERS_WRITE)
def add_contact(request: HttpRequest, place: Organisation, public_id: str) -> Any:
    return _contact(request, place, _here(place, public_id), None)


@form_page("hub/employers/form.html", needs=Permission.EMPLOYERS_WRITE)
def change_contact(request: HttpRequest, place: Organisation, public_id: str, contact_id: str) -> Any:
    employer = _here(place, public_id)
    contact = people_of(employer).filter(public_id=contact_id).first()
    if contact is None:
        raise Http404("There is nobody of that name.")
    if request.POST.get("doing") == "erase":
        contact.employer = employer
        erase_contact(contact=contact, by=request.scope)
        messages.success(request, "They are erased.")
        return redirect(_address(place, employer))
    return _contact(request, place, employer, contact)


def _contact(request: HttpRequest, place: Organisation, employer: Employer, contact: Contact | None) -> Any:
    names = tuple(ContactForm.base_fields)
    initial = {name: getattr(contact, name) for name in names} if contact else {}
    form = ContactForm(request.POST or None, initial=initial)
    lede = "Only what you need to write to them. Whoever has not answered for two years is erased by itself."
    title = "Change a contact" if contact else "Add somebody to write to"
    shown = EmployerFormPage(title, employer.name, lede, form, "Save", _address(place, employer), contact is not None)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    keep_contact(employer=employer, facts=dict(form.cleaned_data), contact=contact, by=request.scope)
    messages.success(request, "It is kept.")
    return redirect(_address(place, employer))


urlpatterns = [
    path("employers/add/", add, name="add_employer"),
    path("employers/<slug:public_id>/", area_employer, name="area_employer"),
    path("employers/<slug:public_id>/change/", change, name="change_employer"),
    path("employers/<slug:public_id>/people/add/", add_contact, name="add_contact"),
    path("employers/<slug:public_id>/people/<slug:contact_id>/", change_contact, name="change_contact"),
]
