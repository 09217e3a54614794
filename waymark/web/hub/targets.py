"""What a hub, trust or council means its schools to reach."""

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.evaluation.actions import set_target
from waymark.evaluation.cuts.areas import targets_of
from waymark.evaluation.frameworks import benchmarks_in_force
from waymark.places.models import Organisation
from waymark.web.pages import Refused, form_page

_AVERAGE = "average"


class TargetsForm(forms.Form):
    """A percentage of schools for each benchmark, and a number of benchmarks on average; blank is no target."""

    average = forms.DecimalField(
        label="Benchmarks a school achieves, on average",
        min_value=0,
        max_value=8,
        decimal_places=1,
        max_digits=4,
        required=False,
        help_text="From 0 to 8, such as 5.5.",
    )

    def __init__(self, *args, benchmarks: dict[str, str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for code, title in benchmarks.items():
            self.fields[code] = forms.DecimalField(
                label=f"Schools that achieve benchmark {code.removeprefix('gb')}, {title}, in percent",
                min_value=0,
                max_value=100,
                decimal_places=1,
                max_digits=4,
                required=False,
            )


@dataclass(frozen=True)
class TargetsPage:
    """All that the page of targets shows."""

    organisation: str
    form: TargetsForm
    back_href: str


@form_page("hub/targets.html", needs=Permission.SETTINGS_WRITE)
def area_targets(request: HttpRequest, place: Organisation):
    benchmarks = {each.code: each.title for each in benchmarks_in_force(timezone.localdate()).benchmarks}
    standing = {code or _AVERAGE: f"{amount:g}" for code, amount in targets_of(place).items()}
    form = TargetsForm(request.POST or None, benchmarks=benchmarks, initial=standing)
    shown = TargetsPage(place.name, form, reverse("area_points", kwargs={"slug": place.slug}))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    for name, amount in form.cleaned_data.items():
        wanted: Decimal | None = amount
        set_target(area=place, benchmark="" if name == _AVERAGE else name, amount=wanted, by=request.scope)
    messages.success(request, "The targets are set.")
    return redirect("area_points", slug=place.slug)


urlpatterns = [path("targets/", area_targets, name="area_targets")]
