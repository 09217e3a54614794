"""The forms of the plan builder: what to plan within, an offer of the school's own, and what if."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from waymark.kernel.academic_year import academic_year
from waymark.kernel.vocabulary import ADVISER_LEVELS, YEAR_GROUPS, Kind, Tick
from waymark.ledger.models.activities import Kind as KindChoices
from waymark.ledger.models.activities import Mode, ProviderKind
from waymark.planner.building.asking import Asked, WhatIf
from waymark.planner.models import OwnOffer
from waymark.web.forms import DateField

_YEARS = range(YEAR_GROUPS[0], YEAR_GROUPS[-1] + 1)
_SECONDS = (("15", "A quarter of a minute"), ("60", "A minute"), ("300", "Five minutes"))
_MOST_DAYS = 60
_WEEKDAYS = [(str(n), name) for n, name in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"))]


class DaysField(forms.CharField):
    """Days, one on each line, typed as `27 3 2027`; the value is a tuple of days in order."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> Any:
        lines = [" ".join(line.replace("/", " ").replace(".", " ").split()) for line in (value or "").splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > _MOST_DAYS:
            raise ValidationError(f"Give at most {_MOST_DAYS} days.")
        one = DateField(label="The day")
        found = set()
        for line in lines:
            try:
                parts = line.split(" ")
                found.add(one.to_python((parts[0], parts[1], parts[2])) if len(parts) == 3 else None)
            except ValidationError:
                found.add(None)
            if None in found:
                raise ValidationError(f"“{line}” must be a real date, such as 27 3 2027.")
        return tuple(sorted(found))

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError("Give at least one day.")


def in_lines(days: Sequence[date]) -> str:
    """Days as they are typed."""
    return "\n".join(f"{on.day} {on.month} {on.year}" for on in days)


class AskForm(forms.Form):
    """What a year is planned within; what is left blank is no limit."""

    first = DateField(label="From", help_text="What learners lack is counted as at this day.")
    last = DateField(label="To", help_text="In the same academic year.")
    budget = forms.DecimalField(
        label="Money for these days, in pounds",
        help_text="For everything in them: what is planned already is taken off it.",
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
    )
    rooms = forms.IntegerField(label="Rooms you can give on one day", required=False, min_value=0, max_value=999)
    staff = forms.IntegerField(label="Staff you can spare on one day", required=False, min_value=0, max_value=999)
    own = forms.BooleanField(label="Your own offers", required=False)
    miles = forms.IntegerField(
        label="Offers of the directory, within so many miles",
        help_text="With those that come to you or are online. Leave blank to plan without the directory.",
        required=False,
        min_value=0,
        max_value=500,
    )
    arranged = forms.MultipleChoiceField(
        label="Weekdays on which you could ask for what is by arrangement",
        help_text="Offers of the directory without days of their own. Tick none to plan without them.",
        choices=_WEEKDAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    free_only = forms.BooleanField(label="Only what costs nothing", required=False)
    shared = forms.BooleanField(label="Keep the sessions that your hub proposes for you", required=False)
    closed = DaysField(
        label="Further days to keep free",
        help_text="One on each line, such as 27 3 2027. Holidays and closed days of your calendar are kept free too.",
        required=False,
    )
    last_chance = forms.DecimalField(
        label="What a last chance is worth", min_value=0, max_value=1000, max_digits=6, decimal_places=2
    )
    otherwise = forms.DecimalField(
        label="What any other gap is worth", min_value=0, max_value=1000, max_digits=6, decimal_places=2
    )
    disadvantaged = forms.DecimalField(
        label="How many times as much for who is at a disadvantage",
        help_text="Pupil premium, looked after, or an education, health and care plan.",
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    seconds = forms.ChoiceField(label="How long to look for the best plan", choices=_SECONDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for year in _YEARS:
            self.fields[f"periods_{year}"] = forms.IntegerField(
                label=f"Year {year}", required=False, min_value=0, max_value=999
            )

    @property
    def periods(self) -> list[forms.BoundField]:
        return [self[f"periods_{year}"] for year in _YEARS]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", "“To” must not be before “From”.")
        elif first and last and academic_year(first) != academic_year(last):
            self.add_error("last", "Both days must be in one academic year, September to August.")
        if not said.get("own") and said.get("miles") is None and "miles" not in self.errors:
            self.add_error("own", "Choose your own offers, the directory’s, or both.")
        return said

    def asked(self) -> Asked:
        """What was asked; ask only when it is valid."""
        said = self.cleaned_data
        return Asked(
            first=said["first"],
            last=said["last"],
            budget=said["budget"],
            periods={year: most for year in _YEARS if (most := said[f"periods_{year}"]) is not None},
            rooms=said["rooms"],
            staff=said["staff"],
            closed=said["closed"],
            last_chance=said["last_chance"],
            otherwise=said["otherwise"],
            disadvantaged=said["disadvantaged"],
            own=said["own"],
            miles=said["miles"],
            arranged=tuple(int(day) for day in said["arranged"]),
            free_only=said["free_only"],
            seconds=int(said["seconds"]),
        )


def initial_of(asked: Asked) -> dict[str, Any]:
    """What the form begins with for what was asked before."""
    return {
        "first": asked.first,
        "last": asked.last,
        "budget": asked.budget,
        "rooms": asked.rooms,
        "staff": asked.staff,
        "own": asked.own,
        "miles": asked.miles,
        "arranged": [str(day) for day in asked.arranged],
        "free_only": asked.free_only,
        "closed": in_lines(asked.closed),
        "last_chance": asked.last_chance,
        "otherwise": asked.otherwise,
        "disadvantaged": asked.disadvantaged,
        "seconds": str(asked.seconds),
        **{f"periods_{year}": most for year, most in asked.periods.items()},
    }


_TICKS = {
    "purpose_shared": "Its purpose is shared beforehand",
    "outcomes_set": "It has learning outcomes",
    "two_way": "Learners and employer talk with each other",
    "reflection": "Learners reflect on it afterwards",
    "task_set": "Learners do a real task",
    "employer_feedback": "The employer gives feedback",
    "met_staff_and_learners": "Learners meet staff and people who study there",
    "pal_content": "It gives what the provider access law asks for",
}
assert {tick.value for tick in Tick} | {"pal_content"} == set(_TICKS)


class OwnOfferForm(forms.Form):
    """Something the school could put on: what it is, for whom, when, and what it takes."""

    title = forms.CharField(label="What is it called?", max_length=200)
    provider_name = forms.CharField(label="Who gives it?", required=False, max_length=200)
    kind = forms.ChoiceField(label="What is it?", choices=KindChoices.choices)
    provider_kind = forms.ChoiceField(
        label="What kind of provider?", required=False, choices=[("", "Not a provider"), *ProviderKind.choices]
    )
    mode = forms.ChoiceField(label="How do learners take part?", choices=Mode.choices, initial=Mode.IN_PERSON)
    subject = forms.CharField(label="Subject", required=False, max_length=60, help_text="Such as maths or English")
    adviser_level = forms.TypedChoiceField(
        label="Adviser’s qualification",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "No adviser"), *((level, f"Level {level}") for level in ADVISER_LEVELS)],
    )
    minutes = forms.IntegerField(label="How long is it, in minutes?", required=False, min_value=0, max_value=100_000)
    ticks = forms.MultipleChoiceField(
        label="What makes it count",
        required=False,
        choices=list(_TICKS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    year_from = forms.TypedChoiceField(label="From year group", required=False, coerce=int, empty_value=None)
    year_to = forms.TypedChoiceField(label="To year group", required=False, coerce=int, empty_value=None)
    capacity = forms.IntegerField(label="Places in one session", required=False, min_value=1, max_value=100_000)
    dates = DaysField(label="Days on which it could be", help_text="One on each line, such as 27 3 2027")
    sessions = forms.IntegerField(label="Sessions at most", required=False, min_value=1, max_value=999)
    fixed_cost = forms.DecimalField(
        label="Cost of a session, in pounds", required=False, min_value=0, max_digits=9, decimal_places=2
    )
    cost_per_learner = forms.DecimalField(
        label="Cost for each learner, in pounds", required=False, min_value=0, max_digits=9, decimal_places=2
    )
    periods = forms.IntegerField(label="Lesson periods a learner misses", required=False, min_value=0, max_value=99)
    rooms = forms.IntegerField(label="Rooms it needs", required=False, min_value=0, max_value=99)
    staff = forms.IntegerField(label="Staff it needs", required=False, min_value=0, max_value=99)
    put_aside = forms.BooleanField(label="Put it aside: do not plan with it", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [("", "Any"), *((str(year), f"Year {year}") for year in _YEARS)]
        self.fields["year_from"].choices = self.fields["year_to"].choices = years

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("kind") == Kind.PROVIDER and not said.get("provider_kind"):
            self.add_error("provider_kind", "Say what kind of provider it is.")
        if said.get("kind") == Kind.GUIDANCE and said.get("adviser_level") is None:
            self.add_error("adviser_level", "Say the adviser’s level of qualification.")
        first, last = said.get("year_from"), said.get("year_to")
        if first and last and last < first:
            self.add_error("year_to", "The last year group must not be before the first.")
        return said

    def said(self) -> dict[str, Any]:
        """The columns of an `OwnOffer`."""
        plain = dict(self.cleaned_data)
        ticks, aside = plain.pop("ticks"), plain.pop("put_aside")
        return plain | {
            "subject": " ".join(plain["subject"].split()).lower(),
            "dates": [on.isoformat() for on in plain["dates"]],
            "is_open": not aside,
            **{tick: tick in ticks for tick in _TICKS},
        }


def initial_of_offer(offer: OwnOffer) -> dict[str, Any]:
    """What the form begins with for an offer that stands."""
    names = [name for name in OwnOfferForm.base_fields if name not in ("ticks", "dates", "put_aside")]
    return {
        **{name: getattr(offer, name) for name in names},
        "ticks": [tick for tick in _TICKS if getattr(offer, tick)],
        "dates": in_lines([date.fromisoformat(on) for on in offer.dates]),
        "put_aside": not offer.is_open,
    }


class WhatIfForm(forms.Form):
    """One thing that could happen."""

    kind = forms.ChoiceField(label="What happens?", widget=forms.RadioSelect)
    percent = forms.IntegerField(label="How much less, in percent", initial=20, min_value=1, max_value=100)
    fewer = forms.IntegerField(label="How many fewer staff a day", initial=1, min_value=1, max_value=99)
    provider = forms.ChoiceField(label="Who withdraws?", required=False)
    on = DateField(label="Which day?", required=False)

    def __init__(self, *args: Any, asked: Asked, providers: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        kinds = [("closed", "A day is lost, such as to snow")]
        if asked.budget is not None:
            kinds.insert(0, ("budget", "There is less money"))
        if asked.staff is not None:
            kinds.append(("staff", "An adviser or other member of staff leaves"))
        if providers:
            kinds.append(("withdrawal", "An employer, provider or adviser withdraws"))
        self.fields["kind"].choices = kinds
        self.fields["provider"].choices = [("", "Choose"), *((name, name) for name in providers)]
        self.fields["on"].not_before, self.fields["on"].not_after = asked.first, asked.last
        unasked = {"percent": "budget", "fewer": "staff", "provider": "withdrawal"}
        for field, kind in unasked.items():
            if kind not in dict(kinds):
                del self.fields[field]
            elif self.is_bound and self.data.get("kind") != kind:
                self.fields[field].required = False

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("kind") == "withdrawal" and not said.get("provider"):
            self.add_error("provider", "Choose who withdraws.")
        if said.get("kind") == "closed" and not said.get("on") and "on" not in self.errors:
            self.add_error("on", "Say which day.")
        return said

    def change(self) -> WhatIf:
        """What was chosen; ask only when it is valid."""
        said, kind = self.cleaned_data, self.cleaned_data["kind"]
        less = {"budget": said.get("percent") or 0, "staff": said.get("fewer") or 0}.get(kind, 0)
        return WhatIf(
            kind,
            less,
            said.get("provider", "") if kind == "withdrawal" else "",
            said.get("on") if kind == "closed" else None,
        )


USUAL_WEIGHTS = {"last_chance": Decimal(4), "otherwise": Decimal(2), "disadvantaged": Decimal("1.5")}
