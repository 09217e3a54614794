"""Inviting somebody at an employer to sign in, and taking that back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.providers.actions.employers import EmployerRefused
from waymark.providers.actions.inviting import invite_to_account
from waymark.providers.actions.withdrawing import withdraw_from_account
from waymark.providers.models import Employer
from waymark.providers.queries.employers import account_of, employer_named, people_of
from waymark.web.formats import day, plural
from waymark.web.pages import Refused, form_page


@dataclass(frozen=True)
class InvitePage:
    """All that the page before inviting somebody shows."""

    name: str
    email: str
    employer: str
    back_href: str
    refusal: str = ""


@dataclass(frozen=True)
class AccountPart:
    """Who signs in for an employer, said on its page; and who can be invited, where anybody can."""

    said: tuple[str, ...]
    invite: tuple[tuple[str, str], ...]  # each by name, and where they are invited
    withdraw_href: str


@form_page("hub/employers/invite.html", needs=Permission.EMPLOYERS_WRITE)
def invite_contact(request: HttpRequest, place: Organisation, public_id: str, contact_id: str) -> Any:
    employer = _here(place, public_id)
    contact = people_of(employer).filter(public_id=contact_id).first()
    if contact is None:
        raise Http404("There is nobody of that name.")
    back = reverse("area_employer", kwargs={"slug": place.slug, "public_id": public_id})
    shown = InvitePage(contact.name, contact.email, employer.name, back)
    if request.method != "POST":
        return shown
    try:
        invitation = invite_to_account(employer=employer, contact=contact, by=request.scope)
    except EmployerRefused as refused:
        return Refused(InvitePage(contact.name, contact.email, employer.name, back, str(refused)), 409)
    until = day(invitation.expires_at)
    messages.success(request, f"The invitation is in your outbox, and works until {until}.")
    return redirect(back)


@form_page("hub/employers/invite.html", needs=Permission.EMPLOYERS_WRITE)
def withdraw_invitations(request: HttpRequest, place: Organisation, public_id: str) -> HttpResponse:
    employer = _here(place, public_id)
    if request.method == "POST":
        withdrawn = withdraw_from_account(employer=employer, by=request.scope)
        messages.success(request, f"{plural(withdrawn, 'invitation')} withdrawn.")
    return redirect("area_employer", slug=place.slug, public_id=public_id)


def account_part(place: Organisation, employer: Employer, *, may_keep: bool) -> AccountPart:
    """How an employer's account stands, for its page."""
    account = account_of(employer)
    said = [f"{each.name}, invited, can come until {day(each.expires_at)}." for each in account.invited]
    here = {"slug": place.slug, "public_id": employer.public_id}
    if account.people:
        theirs = f"{plural(account.people, 'person', 'people')} there can sign in. They invite colleagues themselves."
        return AccountPart((theirs,), (), "")  # whom they invite is theirs to know
    invite = tuple(
        (each.name or each.email, reverse("invite_contact", kwargs=here | {"contact_id": each.public_id}))
        for each in people_of(employer).exclude(email="")
        if may_keep
    )
    withdraw = reverse("withdraw_employer_invitations", kwargs=here) if may_keep and account.invited else ""
    return AccountPart(
        tuple(said) or ("Nobody there signs in: they answer by the links of letters.",), invite, withdraw
    )


def _here(place: Organisation, public_id: str) -> Employer:
    found = employer_named([place.pk], public_id)
    if found is None:
        raise Http404("There is no such employer, or it is not yours to see.")
    return found


urlpatterns = [
    path(
        "employers/<slug:public_id>/people/<slug:contact_id>/invite/",
        invite_contact,
        name="invite_contact",
    ),
    path(
        "employers/<slug:public_id>/invitations/withdraw/", withdraw_invitations, name="withdraw_employer_invitations"
    ),
]
