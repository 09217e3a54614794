"""Who may do what at an organisation: the list, inviting, ending a role, unlocking."""

from dataclasses import dataclass, replace
from datetime import datetime

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse

from waymark.access.actions.invitations import InvitationRefused, invite, withdraw_invitation
from waymark.access.actions.people import TooFewAdministrators, end_membership, lacks_second_administrator, unlock
from waymark.access.models import Invitation, Membership, User
from waymark.access.permissions import Permission
from waymark.access.queries import open_invitations, people_at, roles_given_by, tokens_resting_on
from waymark.access.roles import ROLES, Role, roles_at
from waymark.places.models import Organisation
from waymark.web.pages import Refused, form_page, page
from waymark.web.people.second_steps import may_be_helped


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    role: str
    since: datetime
    end_href: str
    is_locked: bool
    unlock_href: str
    lost_phone_href: str | None


@dataclass(frozen=True)
class Invited:
    name: str
    email: str
    role: str
    expires_at: datetime
    withdraw_href: str


@dataclass(frozen=True)
class PeoplePage:
    """All that the people page shows."""

    organisation: str
    people: tuple[Person, ...]
    invited: tuple[Invited, ...]
    needs_second_administrator: bool
    invite_href: str
    roles_href: str
    audit_href: str | None
    tokens_href: str | None
    letters_href: str | None


@dataclass(frozen=True)
class RolesPage:
    """What each role may do here."""

    organisation: str
    people_href: str
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class InvitePage:
    organisation: str
    form: forms.Form
    roles: tuple[Role, ...]
    people_href: str


@dataclass(frozen=True)
class EndRolePage:
    """A role about to be ended, and why it cannot be if it cannot."""

    name: str
    role: str
    organisation: str
    people_href: str
    programs: tuple[str, ...]  # that lose access with it
    refusal: str = ""


class InviteForm(forms.Form):
    name = forms.CharField(max_length=150, label="Their name", widget=forms.TextInput({"autocomplete": "off"}))
    email = forms.EmailField(
        label="Their e-mail address at work",
        help_text="The invitation goes there, and they will sign in with it.",
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(
        label="What they will do here",
        help_text="You can give roles that may do no more here than you may.",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, roles: list[Role], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.name, role.label) for role in roles]
        self.fields["role"].hints = {role.name: role.summary for role in roles}


@page("people/people.html", needs=Permission.USERS_MANAGE)
def people(request: HttpRequest, place: Organisation) -> PeoplePage:
    def here(name: str, **kwargs) -> str:
        return reverse(name, kwargs={"slug": place.slug, **kwargs})

    helped = may_be_helped(request.scope, place)
    return PeoplePage(
        organisation=place.name,
        people=tuple(
            Person(
                name=m.user.name,
                email=m.user.email,
                role=m.held.label,
                since=m.begun_at,
                end_href=here("end_role", membership=m.pk),
                is_locked=_is_locked(request, m.user),
                unlock_href=here("unlock", membership=m.pk),
                lost_phone_href=here("lost_phone", membership=m.pk) if m.user_id in helped else None,
            )
            for m in people_at(place)
        ),
        invited=tuple(
            Invited(i.name, i.email, ROLES[i.role].label, i.expires_at, here("withdraw_invitation", invitation=i.pk))
            for i in open_invitations(place)
        ),
        needs_second_administrator=lacks_second_administrator(place),
        invite_href=here("invite"),
        roles_href=here("roles"),
        audit_href=here("audit") if request.scope.holds(Permission.AUDIT_VIEW, place.pk) else None,
        tokens_href=here("tokens") if request.scope.holds(Permission.TOKENS_MANAGE, place.pk) else None,
        letters_href=here("letters") if request.scope.holds(Permission.FIGURES_VIEW, place.pk) else None,
    )


def _is_locked(request: HttpRequest, user: User) -> bool:
    return not AxesProxyHandler.is_allowed(request, {"username": user.email, "login": user.email})


@page("people/roles.html", needs=Permission.USERS_MANAGE)
def roles(request: HttpRequest, place: Organisation) -> RolesPage:
    return RolesPage(place.name, reverse("people", kwargs={"slug": place.slug}), tuple(roles_at(place.kind)))


@form_page("people/invite.html", needs=Permission.USERS_MANAGE)
def invite_person(request: HttpRequest, place: Organisation):
    back = reverse("people", kwargs={"slug": place.slug})
    given = roles_given_by(request.scope, place)
    form = InviteForm(request.POST or None, roles=given)
    shown = InvitePage(place.name, form, tuple(given), back)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    address = request.build_absolute_uri(reverse("join", kwargs={"token": "TOKEN"})).replace("TOKEN", "{token}")
    try:
        invite(organisation=place, **form.cleaned_data, address_of=address, by=request.scope)
    except InvitationRefused as refusal:
        form.add_error(None, str(refusal))
        return Refused(shown)
    messages.success(request, f"Invitation sent to {form.cleaned_data['email']}. It works for 14 days.")
    return redirect(back)


@form_page("people/end_role.html", needs=Permission.USERS_MANAGE)
def end_role(request: HttpRequest, place: Organisation, membership: int):
    ending = get_object_or_404(
        Membership.objects.select_related("user"), pk=membership, organisation=place, ended_at=None
    )
    back = reverse("people", kwargs={"slug": place.slug})
    programs = tuple(token.label for token in tokens_resting_on(ending))
    shown = EndRolePage(ending.user.name, ending.held.label, place.name, back, programs)
    if request.method != "POST":
        return shown
    try:
        end_membership(membership=ending, by=request.scope)
    except TooFewAdministrators as refusal:
        return Refused(replace(shown, refusal=str(refusal)), status=409)
    lost = f" Programs that lost access: {', '.join(programs)}." if programs else ""
    messages.success(request, f"{shown.name} is no longer {shown.role.lower()} here.{lost}")
    return redirect(back)


@form_page("people/end_role.html", needs=Permission.USERS_MANAGE)
def withdraw(request: HttpRequest, place: Organisation, invitation: int):
    standing = get_object_or_404(Invitation, pk=invitation, organisation=place)
    if request.method == "POST":
        withdraw_invitation(invitation=standing, by=request.scope)
        messages.success(request, "The invitation was withdrawn.")
    return redirect("people", slug=place.slug)


@form_page("people/end_role.html", needs=Permission.USERS_MANAGE)
def unlock_person(request: HttpRequest, place: Organisation, membership: int):
    held = get_object_or_404(
        Membership.objects.select_related("user"), pk=membership, organisation=place, ended_at=None
    )
    if request.method == "POST":
        unlock(user=held.user, organisation=place, by=request.scope)
        messages.success(request, f"{held.user.name} can try again.")
    return redirect("people", slug=place.slug)


urlpatterns = [
    path("", people, name="people"),
    path("roles/", roles, name="roles"),
    path("invite/", invite_person, name="invite"),
    path("<int:membership>/end/", end_role, name="end_role"),
    path("<int:membership>/unlock/", unlock_person, name="unlock"),
    path("invitations/<int:invitation>/withdraw/", withdraw, name="withdraw_invitation"),
]
