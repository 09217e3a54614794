"""Taking up an invitation: the only way an account begins."""

from dataclasses import dataclass

from allauth.account.internal.flows.login import record_authentication
from django import forms
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from waymark.access.actions.invitations import InvitationRefused, invitation_for, take_up
from waymark.access.models import User
from waymark.access.roles import ROLES
from waymark.web.pages import Refused, public_page

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class JoinForm(forms.Form):
    password = forms.CharField(
        label="Choose a password",
        help_text="At least 12 characters. Three words that do not belong together are easy to remember.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


@dataclass(frozen=True)
class JoinPage:
    """All that the page of an invitation shows; `refusal` says why it cannot be used, if it cannot."""

    organisation: str = ""
    role: str = ""
    name: str = ""
    email: str = ""
    has_account: bool = False
    form: forms.Form | None = None
    refusal: str = ""


@sensitive_post_parameters("password")
@public_page("people/join.html", methods=("GET", "HEAD", "POST"))
def join(request: HttpRequest, token: str):
    try:
        invitation = invitation_for(token)
    except InvitationRefused as refusal:
        return Refused(JoinPage(refusal=str(refusal)), status=410)
    form = JoinForm(request.POST or None)
    has_account = User.objects.filter(email=invitation.email).exists()
    shown = JoinPage(
        invitation.organisation.name, ROLES[invitation.role].label, invitation.name, invitation.email, has_account, form
    )
    if request.method != "POST":
        return shown
    if not has_account and not form.is_valid():
        return Refused(shown)
    try:
        signed_in = request.user if request.user.is_authenticated else None
        user = take_up(token=token, password=form.data.get("password"), as_user=signed_in)
    except ValidationError as weak:
        form.add_error("password", weak)
        return Refused(shown)
    except InvitationRefused as refusal:
        form.add_error(None, str(refusal))
        return Refused(shown, status=409)
    if signed_in is None:
        login(request, user, backend=BACKEND)
        record_authentication(request, user, "password", email=user.email)  # so that the next page asks for no other
    return redirect("start")


urlpatterns = [path("<str:token>/", never_cache(join), name="join")]
