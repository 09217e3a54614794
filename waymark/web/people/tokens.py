"""Programs that have access: the list, giving one access, and taking it away."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.actions.tokens import GRANTABLE, TokenRefused, make_token, revoke_token
from waymark.access.models import ApiToken
from waymark.access.permissions import Permission
from waymark.access.queries import lost_tokens, tokens_of
from waymark.access.scope import Scope
from waymark.places.models import Organisation
from waymark.web.formats import day
from waymark.web.pages import Refused, form_page, page

_DAYS = (("30", "30 days"), ("90", "90 days"), ("365", "A year"))


@dataclass(frozen=True)
class TokenLine:
    """One program that has, or had, access: `state` says which in a word, and `why` where it is not by itself plain."""

    label: str
    may: tuple[str, ...]
    made_by: str
    made_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    state: str
    why: str
    revoke_href: str | None
    again_href: str | None


@dataclass(frozen=True)
class TokensPage:
    """All that the page of programs shows; `lost` names those whose access ended because of whoever gave it."""

    organisation: str
    tokens: tuple[TokenLine, ...]
    lost: tuple[str, ...]
    make_href: str
    people_href: str
    reference_href: str


@dataclass(frozen=True)
class MakeTokenPage:
    """The form for a new token."""

    organisation: str
    form: forms.Form
    tokens_href: str


@dataclass(frozen=True)
class TokenMadePage:
    """The secret of a new token: shown this once, and kept nowhere."""

    label: str
    secret: str
    expires_at: datetime | None
    tokens_href: str
    reference_href: str
    form: None = None


@dataclass(frozen=True)
class RevokePage:
    """A token about to be ended."""

    label: str
    organisation: str
    tokens_href: str


class TokenForm(forms.Form):
    label = forms.CharField(
        max_length=100,
        label="Which program is it for?",
        help_text="Something you will know it by, such as “Attendance from our MIS”.",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    permissions = forms.MultipleChoiceField(
        label="What may the program do?",
        help_text="Choose as little as it needs. To record or release, it must also see learners and figures.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one thing the program may do."},
    )
    days = forms.ChoiceField(label="How long should it work?", choices=_DAYS, initial="90", widget=forms.RadioSelect)

    def __init__(self, *args, organisation: Organisation, scope: Scope, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["permissions"].choices = [
            (permission.name, permission.value.capitalize())
            for permission in GRANTABLE
            if scope.holds(permission, organisation.pk)
        ]


@page("people/tokens.html", needs=Permission.TOKENS_MANAGE)
def tokens(request: HttpRequest, place: Organisation) -> TokensPage:
    lost = {token.pk: token.label for token in lost_tokens(place)}
    return TokensPage(
        organisation=place.name,
        tokens=tuple(_line(token, place, is_lost=token.pk in lost) for token in tokens_of(place)),
        lost=tuple(lost.values()),
        make_href=reverse("make_token", kwargs={"slug": place.slug}),
        people_href=reverse("people", kwargs={"slug": place.slug}),
        reference_href=reverse("api_reference"),
    )


def _line(token: ApiToken, place: Organisation, *, is_lost: bool) -> TokenLine:
    state, why = _state(token)
    revoke = reverse("revoke_token", kwargs={"slug": place.slug, "token": token.pk})
    again = f"{reverse('make_token', kwargs={'slug': place.slug})}?{urlencode({'like': token.pk})}"
    return TokenLine(
        label=token.label,
        may=tuple(Permission[name].value for name in token.permissions),
        made_by=token.made_by.name if token.made_by else "",
        made_at=token.made_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
        state=state,
        why=why,
        revoke_href=revoke if state == "Works" else None,
        again_href=again if is_lost else None,
    )


def _state(token: ApiToken) -> tuple[str, str]:
    """In a word how it stands with a token of `tokens_of`, and why."""
    maker = token.made_by.name if token.made_by else "whoever gave it"
    if token.ended_with is not None:
        role = token.ended_with.held.label.lower()
        return "Ended", f"on {day(token.revoked_at)}, when {maker} was no longer {role} here"
    if token.revoked_at is not None:
        return "Ended", ""
    if token.expires_at is not None and token.expires_at <= timezone.now():
        return "Ran out", ""
    return ("Works", "") if token.maker_may else ("Ended", f"{maker} may no longer give programs access here")


@form_page("people/make_token.html", needs=Permission.TOKENS_MANAGE)
def make(request: HttpRequest, place: Organisation):
    back = reverse("tokens", kwargs={"slug": place.slug})
    form = TokenForm(request.POST or None, organisation=place, scope=request.scope, initial=_like(request, place))
    shown = MakeTokenPage(place.name, form, back)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    asked = [Permission[name] for name in form.cleaned_data["permissions"]]
    label, days = form.cleaned_data["label"], int(form.cleaned_data["days"])
    try:
        token, secret = make_token(organisation=place, label=label, permissions=asked, days=days, by=request.scope)
    except TokenRefused as refusal:
        form.add_error(None, str(refusal))
        return Refused(shown)
    return TokenMadePage(token.label, secret, token.expires_at, back, reverse("api_reference"))


def _like(request: HttpRequest, place: Organisation) -> dict[str, object]:
    """What the form begins with: what another token of the school was for, where the address names one."""
    named = request.GET.get("like", "")
    token = tokens_of(place).filter(pk=named).first() if named.isascii() and named.isdigit() else None
    return {"label": token.label, "permissions": token.permissions} if token else {}


@form_page("people/revoke_token.html", needs=Permission.TOKENS_MANAGE)
def revoke(request: HttpRequest, place: Organisation, token: int):
    ending = get_object_or_404(ApiToken, pk=token, organisation=place)
    back = reverse("tokens", kwargs={"slug": place.slug})
    if request.method != "POST":
        return RevokePage(ending.label, place.name, back)
    revoke_token(token=ending, by=request.scope)
    messages.success(request, f"{ending.label} no longer has access.")
    return redirect(back)


urlpatterns = [
    path("tokens/", tokens, name="tokens"),
    path("tokens/new/", make, name="make_token"),
    path("tokens/<int:token>/end/", revoke, name="revoke_token"),
]
