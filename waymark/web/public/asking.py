"""The form by which a provider asks a school for access to its pupils."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from waymark.access.scope import NOBODY
from waymark.publishing.actions import TooManyRequests, ask_for_access
from waymark.publishing.actions.requests import AccessAsked
from waymark.publishing.content import Contact
from waymark.publishing.models import Phase, Publication
from waymark.web.pages import Refused, public_page
from waymark.web.public.careers_pages import released_or_404
from waymark.web.public.pace import stamp_of, trouble_with_pace
from waymark.web.senders import address_of

_FORM = "public.asking"
_WANTING = {
    "provider": "Enter the name of your organisation.",
    "contact_name": "Enter your name.",
    "contact_email": "Enter your e-mail address.",
    "offers": "Say what you would like to do.",
    "phases": "Choose which year groups.",
    "wished_dates": "Say when it would suit you.",
}


class AskForm(forms.Form):
    """What a provider says. `website` is a trap: people do not see it, programs that fill in everything do."""

    provider = forms.CharField(
        label="Your organisation", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    contact_name = forms.CharField(
        label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact_email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    contact_telephone = forms.CharField(
        label="Your telephone number",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    offers = forms.CharField(
        label="What you would like to do",
        help_text="Say which technical qualifications or apprenticeships you offer, and what pupils would do.",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    phases = forms.MultipleChoiceField(
        label="Which year groups", choices=Phase.choices, widget=forms.CheckboxSelectMultiple
    )
    wished_dates = forms.CharField(
        label="When", help_text="Days or weeks that suit you, such as “any Tuesday in March”.", max_length=300
    )
    started = forms.CharField(widget=forms.HiddenInput, required=False)
    website = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in _WANTING.items():
            self.fields[name].error_messages["required"] = words


@dataclass(frozen=True)
class AskPage:
    """All that the form's page shows: whose it is, the form, and a fresh stamp of when it was opened."""

    school: str
    slug: str
    learner_word: str
    form: AskForm
    started: str
    trouble: str = ""


@public_page("public/ask.html", methods=("GET", "HEAD", "POST"))
def ask(request: HttpRequest, slug: str) -> AskPage | Refused | HttpResponse:
    publication = released_or_404(slug)
    if publication.content["access"] is None:
        raise Http404("The law on provider access does not hold for colleges.")
    form = AskForm(request.POST if request.method == "POST" else None)
    page = _page(publication, form)
    if request.method != "POST":
        return page
    if form.data.get("website"):
        return redirect(
            "public_ask_sent", slug=slug
        )  # a program: it is told what it wants to hear, and nothing is kept
    if not form.is_valid():
        return Refused(page)
    if trouble := trouble_with_pace(_FORM, form.cleaned_data["started"]):
        return Refused(_page(publication, form, trouble))
    try:
        ask_for_access(publication=publication, asked=_asked(form.cleaned_data), address=address_of(request), by=NOBODY)
    except TooManyRequests:
        return Refused(
            _page(
                publication,
                form,
                "We have had many requests from where you are. Try again in an hour, or write to the school.",
            ),
            429,
        )
    return redirect("public_ask_sent", slug=slug)


@public_page("public/ask_sent.html")
def sent(request: HttpRequest, slug: str) -> AskPage:
    return _page(released_or_404(slug), AskForm())


def _page(publication: Publication, form: AskForm, trouble: str = "") -> AskPage:
    school = publication.content["school"]
    stamp = stamp_of(_FORM)
    return AskPage(school["name"], publication.organisation.slug, school["learner_word"], form, stamp, trouble)


def _asked(said: dict[str, Any]) -> AccessAsked:
    contact = Contact(said["contact_name"], said["contact_email"], said["contact_telephone"])
    return AccessAsked(said["provider"], contact, said["offers"], tuple(said["phases"]), said["wished_dates"])


# No cookie, so no CSRF token: the sender has no session here that another site could misuse.
urlpatterns = [
    path("<slug:slug>/ask/", csrf_exempt(never_cache(ask)), name="public_ask"),
    path("<slug:slug>/ask/sent/", sent, name="public_ask_sent"),
]
