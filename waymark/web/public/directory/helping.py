"""“I can help”: the form that takes an employer or volunteer two minutes."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from waymark.access.scope import NOBODY
from waymark.kernel.sectors import SECTORS
from waymark.places.models import Organisation
from waymark.places.queries.positions import normal_postcode
from waymark.providers.actions.helping import Offered, TooManyOffers, offer_help
from waymark.providers.models import Help
from waymark.providers.queries.hubs import hub_near, hubs_there_are
from waymark.web.pages import Refused, public_page
from waymark.web.public.pace import stamp_of, trouble_with_pace
from waymark.web.senders import address_of

_FORM = "public.helping"


class HelpForm(forms.Form):
    """What somebody says who can help. `website` is a trap: people do not see it, programs fill it in."""

    business = forms.CharField(
        label="Your organisation, or your own name if you work for yourself",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    is_self_employed = forms.BooleanField(label="I work for myself", required=False)
    postcode = forms.CharField(
        label="Postcode of where you work", max_length=10, widget=forms.TextInput(attrs={"autocomplete": "postal-code"})
    )
    sector = forms.ChoiceField(label="Sector", choices=[("", "Choose one"), *SECTORS.items()], required=False)
    offers = forms.MultipleChoiceField(
        label="What you could do", choices=Help.choices, widget=forms.CheckboxSelectMultiple
    )
    cap_per_month = forms.TypedChoiceField(
        label="How often schools may ask you",
        coerce=int,
        choices=[("1", "Once a month at most"), ("2", "Twice a month at most"), ("4", "Four times a month at most")],
        widget=forms.RadioSelect,
        initial="1",
    )
    name = forms.CharField(label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    telephone = forms.CharField(
        label="Your telephone number",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    went_to = forms.CharField(label="A school here that you went to yourself", max_length=200, required=False)
    said = forms.CharField(
        label="Anything else", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    hub = forms.ChoiceField(label="Which area you could help in", required=False)
    website = forms.CharField(required=False)
    started = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, hubs: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hubs = {each.slug: each for each in hubs}
        self.fields["hub"].choices = [("", "The one nearest to me"), *((each.slug, each.name) for each in hubs)]

    def clean_postcode(self) -> str:
        found = normal_postcode(self.cleaned_data["postcode"])
        if len(found.partition(" ")[2]) != 3:
            raise ValidationError("Write a whole postcode, such as GU1 3BB.")
        return found

    def whose(self) -> Organisation | None:
        """The hub the offer goes to; None where it has to be chosen."""
        chosen = self.hubs.get(self.cleaned_data["hub"])
        near = chosen or hub_near(self.cleaned_data["postcode"], timezone.localdate())
        return near or (next(iter(self.hubs.values())) if len(self.hubs) == 1 else None)


@dataclass(frozen=True)
class HelpPage:
    """All that the form's page shows."""

    form: HelpForm
    started: str
    trouble: str = ""


@dataclass(frozen=True)
class HelpSentPage:
    """All that the page after it shows."""

    title: str


@public_page("public/helping/help.html", methods=("GET", "HEAD", "POST"))
def i_can_help(request: HttpRequest) -> Any:
    hubs = hubs_there_are()
    if not hubs:
        raise Http404("No careers hub is on this site.")
    form = HelpForm(request.POST if request.method == "POST" else None, hubs=hubs)
    if request.method != "POST":
        return _page(form)
    if form.data.get("website"):
        return redirect("i_can_help_sent")  # a program: it is told what it wants to hear, and nothing is kept
    if not form.is_valid():
        return Refused(_page(form))
    if trouble := trouble_with_pace(_FORM, form.cleaned_data["started"]):
        return Refused(_page(form, trouble))
    hub = form.whose()
    if hub is None:
        form.add_error("hub", "Choose the area: we do not know where that postcode lies.")
        return Refused(_page(form))
    said = {name: form.cleaned_data[name] for name in Offered.__dataclass_fields__}
    try:
        offer_help(
            hub=hub, offered=Offered(**said | {"offers": tuple(said["offers"])}), address=address_of(request), by=NOBODY
        )
    except TooManyOffers:
        return Refused(_page(form, "We have had many offers from where you are. Try again in an hour."), 429)
    return redirect("i_can_help_sent")


@public_page("public/helping/sent.html")
def i_can_help_sent(request: HttpRequest) -> HelpSentPage:
    return HelpSentPage("Thank you")


def _page(form: HelpForm, trouble: str = "") -> HelpPage:
    return HelpPage(form, stamp_of(_FORM), trouble)


# No cookie, so no CSRF token: the sender has no session here that another site could misuse.
urlpatterns = [
    path("i-can-help/", csrf_exempt(never_cache(i_can_help)), name="i_can_help"),
    path("i-can-help/sent/", i_can_help_sent, name="i_can_help_sent"),
]
