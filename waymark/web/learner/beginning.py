"""The front of one's own pages, and beginning an account by a letter."""

from dataclasses import dataclass

from allauth.account.internal.flows.login import record_authentication
from django import forms
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from waymark.access.scope import NOBODY
from waymark.opportunities.actions.accounts import AccountRefused, ask_for_account, begin_account, letter_for
from waymark.web.pages import Refused, public_page
from waymark.web.senders import address_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class AskForm(forms.Form):
    name = forms.CharField(max_length=150, label="Your name", widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label="Your e-mail address",
        help_text="We send you a link to begin with. Use one you will still have when you leave school.",
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="Choose a password",
        help_text="At least 12 characters. Three words that do not belong together are easy to remember.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


@dataclass(frozen=True)
class FrontPage:
    """The front for somebody who has not signed in."""

    form: forms.Form
    sign_in_href: str


@dataclass(frozen=True)
class SentPage:
    """That a letter is on its way, whether the address has an account or not."""

    email: str


@dataclass(frozen=True)
class PasswordPage:
    """Choosing a password, or why the link does not work."""

    form: forms.Form | None
    refusal: str = ""


@public_page("learner/front.html", methods=("GET", "HEAD", "POST"))
def front(request: HttpRequest) -> FrontPage | Refused | HttpResponse:
    if request.user.is_authenticated:
        return redirect("my_applications")
    form = AskForm(request.POST if request.method == "POST" else None)
    shown = FrontPage(form, f"{reverse('account_login')}?next={reverse('my_applications')}")
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        ask_for_account(
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            sent_from=address_of(request),
            at=timezone.now(),
            by=NOBODY,
        )
    except AccountRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown, 429)
    return redirect("account_letter_sent")


@public_page("learner/sent.html")
def letter_sent(request: HttpRequest) -> SentPage:
    return SentPage("")


@sensitive_post_parameters("password")
@public_page("learner/password.html", methods=("GET", "HEAD", "POST"))
def begin(request: HttpRequest, token: str) -> PasswordPage | Refused | HttpResponse:
    now = timezone.now()
    try:
        letter_for(token, now)
    except AccountRefused as refused:
        return Refused(PasswordPage(None, str(refused)), 410)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return PasswordPage(form)
    if not form.is_valid():
        return Refused(PasswordPage(form))
    try:
        user = begin_account(token=token, password=form.cleaned_data["password"], at=now, by=NOBODY)
    except ValidationError as weak:
        form.add_error("password", weak)
        return Refused(PasswordPage(form))
    except AccountRefused as refused:
        return Refused(PasswordPage(None, str(refused)), 409)
    login(request, user, backend=BACKEND)
    record_authentication(request, user, "password", email=user.email)
    return redirect("my_form")


urlpatterns = [
    path("", front, name="me"),
    path("begin/sent/", letter_sent, name="account_letter_sent"),
    path("begin/<str:token>/", never_cache(begin), name="begin_account"),
]
