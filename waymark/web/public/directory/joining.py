"""The form by which an organisation asks to be listed in the directory."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from waymark.access.scope import NOBODY
from waymark.places.models import Kind, Organisation
from waymark.providers.actions.listing import ListingAsked, TooManyListings, ask_to_be_listed, faults_of_asking
from waymark.providers.models import ProviderKind
from waymark.providers.rules.facts import EntryFacts
from waymark.web.pages import Refused, public_page
from waymark.web.public.pace import stamp_of, trouble_with_pace
from waymark.web.senders import address_of

_FORM = "public.joining"


class JoinForm(forms.Form):
    """What an organisation says of itself. `company` is a trap: people do not see it, programs fill it in."""

    name = forms.CharField(label="Your organisation", max_length=200)
    provider_kind = forms.ChoiceField(label="What kind of organisation are you?", choices=ProviderKind.choices)
    summary = forms.CharField(
        label="What you offer schools, in a sentence or two", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    postcode = forms.CharField(label="Postcode", max_length=10, required=False)
    website = forms.CharField(label="Website", max_length=250, required=False)
    hub = forms.ChoiceField(label="Which careers hub’s area are you in?", required=False)
    contact_name = forms.CharField(
        label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact_email = forms.EmailField(
        label="Your e-mail address",
        help_text="We send the invitation here. It is not shown to anybody else.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    started = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        hubs = Organisation.objects.filter(kind=Kind.HUB, status="open").values_list("slug", "name")
        self.fields["hub"].choices = [("", "I do not know"), *hubs]

    def asked(self) -> ListingAsked:
        """What was said."""
        said = self.cleaned_data
        return ListingAsked(
            name=said["name"],
            facts=EntryFacts(
                provider_kind=said["provider_kind"],
                summary=said["summary"],
                postcode=said["postcode"],
                website=said["website"],
            ),
            contact_name=said["contact_name"],
            contact_email=said["contact_email"],
            hub=Organisation.objects.filter(kind=Kind.HUB, slug=said["hub"]).first() if said["hub"] else None,
        )

    def clean(self):
        cleaned = super().clean() or {}
        if not self.errors:
            for name, words in faults_of_asking(self.asked()).items():
                self.add_error(name if name in self.fields else None, words)
        return cleaned


@dataclass(frozen=True)
class JoinPage:
    """All that the form shows, with a fresh stamp of when it was opened."""

    form: JoinForm
    started: str
    trouble: str = ""


@dataclass(frozen=True)
class SentPage:
    """That the request was sent: nothing of it is shown again."""


@public_page("public/directory/join.html", methods=("GET", "HEAD", "POST"))
def directory_join(request: HttpRequest) -> JoinPage | Refused | HttpResponse:
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(form)
    if form.data.get("company"):
        return redirect("directory_joined")  # a program: it is told what it wants to hear, and nothing is kept
    if not form.is_valid():
        return Refused(_page(form))
    if trouble := trouble_with_pace(_FORM, form.cleaned_data["started"]):
        return Refused(_page(form, trouble))
    try:
        ask_to_be_listed(asked=form.asked(), address=address_of(request), by=NOBODY)
    except TooManyListings:
        return Refused(_page(form, "We have had many requests from where you are. Try again in an hour."), 429)
    return redirect("directory_joined")


@public_page("public/directory/joined.html")
def directory_joined(request: HttpRequest) -> SentPage:
    return SentPage()


def _page(form: JoinForm, trouble: str = "") -> JoinPage:
    return JoinPage(form, stamp_of(_FORM), trouble)


# No cookie, so no CSRF token: the sender has no session here that another site could misuse.
urlpatterns = [
    path("join/", csrf_exempt(never_cache(directory_join)), name="directory_join"),
    path("join/sent/", directory_joined, name="directory_joined"),
]
