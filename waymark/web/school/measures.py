"""As at which day, and by whose rules, the figures on a page are made: today's, unless the reader asks otherwise."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.evaluation.frameworks import benchmarks_in_force, framework, frameworks
from waymark.evaluation.queries import JULY_31
from waymark.kernel.academic_year import academic_year, in_words
from waymark.kernel.framework import Framework
from waymark.places.models import Organisation
from waymark.web.formats import day as day_in_words
from waymark.web.forms import DateField

PROVIDER_ACCESS = "provider-access"
_SHARED_RULES = "gatsby-"


class MeasureForm(forms.Form):
    """The day and the rules, in the address of the page.

    Who sees figures with small numbers hidden may ask for 31 July of a past year alone: from two days next to each
    other what is hidden could be worked out.
    """

    on = DateField(label="As at", required=False)
    rules = forms.ChoiceField(label="By the rules of", required=False)

    def __init__(self, *args, today: date, any_day: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.any_day = today, any_day
        versions = [each for each in frameworks() if each.name.startswith(_SHARED_RULES)]
        self.fields["on"].not_before = min(each.in_force_from for each in versions)
        self.fields["on"].not_after = today
        self.fields["rules"].choices = [("", "The benchmarks in force on that day")] + [
            (each.name, each.title) for each in versions
        ]

    def clean_on(self) -> date | None:
        on = self.cleaned_data["on"]
        if on and not self.any_day and on != self.today and (on.month, on.day) != JULY_31:
            raise forms.ValidationError("Choose 31 July of a past year: figures of other days are not given out.")
        return on


@dataclass(frozen=True)
class Measure:
    """The day and the rules the reader asked for; `form` shows them again, with what was wrong if anything was."""

    on: date
    today: date
    rules: str
    form: MeasureForm

    @property
    def is_today(self) -> bool:
        return self.on == self.today

    @property
    def year(self) -> int:
        return academic_year(self.on)

    @cached_property
    def benchmarks(self) -> Framework:
        """The eight benchmarks, as asked for or as in force on the day."""
        return framework(self.rules) if self.rules else benchmarks_in_force(self.on)

    def framework_of(self, code: str) -> Framework:
        """The framework in which a benchmark's or an entitlement's code stands."""
        return framework(PROVIDER_ACCESS) if code.partition(".")[0] == "pal" else self.benchmarks

    @cached_property
    def kept(self) -> dict[str, str]:
        """What a link must carry for the next page to speak of the same day and rules."""
        day, month, year = str(self.on.day), str(self.on.month), str(self.on.year)
        carried = {} if self.is_today else {"on_day": day, "on_month": month, "on_year": year}
        return {**carried, "rules": self.rules} if self.rules else carried

    def link(self, address: str, **more: str | int) -> str:
        """The address with the day and rules, and whatever more is asked of that page."""
        asked = {**self.kept, **{name: str(value) for name, value in more.items()}}
        return f"{address}?{urlencode(asked)}" if asked else address

    @property
    def said(self) -> str:
        """`22 November 2026, in the year 2026 to 2027`."""
        return f"{day_in_words(self.on)}, in the academic year {in_words(self.year)}"

    @property
    def out_of_force(self) -> str:
        """A sentence when the rules asked for were not in force on the day; else nothing."""
        if self.benchmarks.is_in_force(self.on):
            return ""
        return f"{self.benchmarks.title} were not the rules in force on {day_in_words(self.on)}."


def measure_asked(request: HttpRequest, school: Organisation) -> Measure:
    """What the address asks for; today and the rules in force where it asks for nothing, or for what cannot be."""
    now, any_day = timezone.localdate(), request.scope.holds(Permission.LEARNER_VIEW, school.pk)
    form = MeasureForm(request.GET if _asks(request) else None, today=now, any_day=any_day, initial={"on": now})
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return Measure(wanted.get("on") or now, now, wanted.get("rules") or "", form)


def _asks(request: HttpRequest) -> bool:
    return any(name in request.GET for name in ("on_day", "on_month", "on_year", "rules"))
