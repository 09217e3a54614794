"""The forms by which a provider keeps its entry, its offers and its resources."""

import re
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from waymark.intake.reading import Unreadable, uk_date
from waymark.kernel.sectors import SECTORS
from waymark.kernel.vocabulary import ADVISER_LEVELS, YEAR_GROUPS
from waymark.providers.models import (
    TICKS,
    Audience,
    Kind,
    Mode,
    Need,
    ProviderKind,
    Safeguarding,
    Stage,
    Venue,
)
from waymark.providers.rules.facts import (
    BENCHMARKS,
    EntryFacts,
    Facts,
    MarkFacts,
    OfferFacts,
    ResourceFacts,
    faults_of,
)
from waymark.web.forms import DateField

_TICK_LABELS = {
    "purpose_shared": "What it is for is shared with learners and with us beforehand",
    "outcomes_set": "What learners should gain is set out",
    "two_way": "Learners and the people they meet talk with each other",
    "reflection": "Learners have time to think it over afterwards",
    "task_set": "Learners do a task that we set",
    "employer_feedback": "We tell learners how the task went",
    "met_staff_and_learners": "Learners meet both staff and people who study or train with us",
    "pal_content": "We say who we are, what we offer, what it leads to and what learning is like, and take questions",
}
_SECTORS = [("", "Not one in particular"), *SECTORS.items()]
_YEARS = [("", "Any"), *((str(year), f"Year {year}") for year in YEAR_GROUPS)]
_BENCHMARKS = [(code, f"Benchmark {code.removeprefix('gb')}") for code in BENCHMARKS]


class ChoicesField(forms.MultipleChoiceField):
    """Several of a few, as tick boxes."""

    widget = forms.CheckboxSelectMultiple


def _number(label: str, *, help_text: str = "", least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=32_767, help_text=help_text)


def _money(label: str) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, min_value=Decimal(0), max_digits=9, decimal_places=2)


def _long(label: str, *, help_text: str = "", most: int = 3000) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=most, widget=forms.Textarea(attrs={"rows": 4})
    )


def _address(label: str, *, help_text: str = "", required: bool = False, most: int = 250) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=most,
        widget=forms.TextInput(attrs={"type": "url", "spellcheck": "false"}),
    )


class FactsForm(forms.Form):
    """A form whose answers are facts: what is wrong with them together is said beside the field."""

    kind_of_facts: type[Facts]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            for name, words in faults_of(self.facts()).items():
                self.add_error(name if name in self.fields else None, words)
        return cleaned

    def facts(self) -> Any:
        """What was said."""
        said = {**self.cleaned_data, **self._made()}
        names = {field.name for field in fields(self.kind_of_facts)}
        facts: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in said.items() if n in names}
        return self.kind_of_facts(**facts)

    def _made(self) -> dict[str, Any]:
        return {}


class EntryForm(FactsForm):
    """All that a provider says of itself."""

    kind_of_facts = EntryFacts

    summary = forms.CharField(
        label="What you do, in a sentence or two", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    description = _long("More about you", most=6000)
    provider_kind = forms.ChoiceField(label="What kind of organisation are you?", choices=ProviderKind.choices)
    sector = forms.ChoiceField(label="Sector", choices=_SECTORS, required=False)
    town = forms.CharField(label="Town or area", max_length=120, required=False)
    postcode = forms.CharField(
        label="Postcode", max_length=10, required=False, help_text="Schools see how far away you are from it."
    )
    reach_miles = _number(
        "How many miles do you travel to schools?", help_text="Leave it blank if you cannot say in general."
    )
    is_nationwide = forms.BooleanField(label="We come to schools anywhere in England", required=False)
    needs = ChoicesField(label="Learners you are ready for", choices=Need.choices, required=False)
    access_notes = _long("Getting in and about", help_text="Such as step-free access or a hearing loop.", most=500)
    safeguarding = forms.ChoiceField(
        label="Safeguarding", choices=Safeguarding.choices, widget=forms.RadioSelect, initial="unknown"
    )
    safeguarding_expires_on = DateField(label="Until when does that hold?", required=False)
    evidence = _long("Evidence of impact", help_text="What has come of it for learners, and how you know.")
    evidence_url = _address("Where that evidence can be read")
    website = _address("Website")
    contact_name = forms.CharField(label="Whom schools should ask for", max_length=150, required=False)
    contact_email = forms.EmailField(label="E-mail for schools", max_length=254, required=False)
    contact_telephone = forms.CharField(label="Telephone for schools", max_length=40, required=False)


class MarkForm(FactsForm):
    """A quality mark."""

    kind_of_facts = MarkFacts

    name = forms.CharField(label="Name of the mark", max_length=120, help_text="Such as the matrix Standard")
    awarded_by = forms.CharField(label="Who awarded it?", max_length=120, required=False)
    awarded_on = DateField(label="When was it awarded?", required=False)
    expires_on = DateField(label="Until when does it hold?", required=False)
    url = _address("Where it can be checked")


class OfferForm(FactsForm):
    """All that is said of an offer. What it counts for is worked out from the answers, and shown."""

    kind_of_facts = OfferFacts

    title = forms.CharField(label="What is it called?", max_length=200)
    summary = _long("What happens?", help_text="What learners do, see and take away.")
    kind = forms.ChoiceField(label="What is it?", choices=Kind.choices, widget=forms.RadioSelect)
    provider_kind = forms.ChoiceField(
        label="If learners meet a place of learning or training: which kind?",
        choices=[("", "None"), *ProviderKind.choices],
        required=False,
    )
    mode = forms.ChoiceField(
        label="How do learners take part?", choices=Mode.choices, widget=forms.RadioSelect, initial="in_person"
    )
    venue = forms.ChoiceField(
        label="Where is it?", choices=Venue.choices, widget=forms.RadioSelect, initial="at_school"
    )
    postcode = forms.CharField(label="Postcode, if it is not where you are", max_length=10, required=False)
    reach_miles = _number("How many miles do you travel for it?", help_text="Blank: as your entry says.")
    is_nationwide = forms.BooleanField(label="We bring it to schools anywhere in England", required=False)
    ticks = ChoicesField(label="What will hold of it?", choices=list(_TICK_LABELS.items()), required=False)
    stem = forms.BooleanField(label="It is about science, technology, engineering or maths", required=False)
    self_employed = forms.BooleanField(label="Learners meet somebody self-employed", required=False)
    sector = forms.ChoiceField(label="Sector", choices=_SECTORS, required=False)
    subject = forms.CharField(label="School subject", max_length=60, required=False, help_text="Such as maths")
    adviser_level = forms.TypedChoiceField(
        label="For guidance meetings: the adviser’s level of qualification",
        choices=[("", "Not a guidance meeting"), *((str(level), f"Level {level}") for level in ADVISER_LEVELS)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    benchmarks = ChoicesField(label="Benchmarks you think it helps with", choices=_BENCHMARKS, required=False)
    year_from = forms.TypedChoiceField(
        label="From which year group?", choices=_YEARS, coerce=int, empty_value=None, required=False
    )
    year_to = forms.TypedChoiceField(label="Up to which?", choices=_YEARS, coerce=int, empty_value=None, required=False)
    needs = ChoicesField(label="Made for, or adapted to, learners with", choices=Need.choices, required=False)
    capacity = _number("Most learners at once", least=1)
    minutes = _number("How long is it, in minutes?")
    fixed_cost = _money("Cost of a session, in pounds")
    cost_per_learner = _money("Cost for each learner, in pounds")
    sessions = _number("Most sessions a school can have", least=1)
    dates = forms.CharField(
        label="Dates on which it can be had",
        help_text="One on each line, such as 12/03/2027. Leave it blank if dates are by arrangement.",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    periods = _number("Lesson periods a learner misses")
    rooms = _number("Rooms you need at the school")
    staff = _number("School staff you need")
    evidence = _long("Evidence of its impact", most=500)
    booking_notes = _long("How to book", most=500)
    is_open = forms.BooleanField(label="Show it in the directory", required=False, initial=True)

    def clean_dates(self) -> tuple[date, ...]:
        found = []
        for line in filter(None, (part.strip() for part in re.split(r"[\n;,]", self.cleaned_data["dates"]))):
            try:
                found.append(uk_date(line))
            except Unreadable:
                raise ValidationError(f"“{line[:40]}” is not a date. Write it like 12/03/2027.") from None
        return tuple(sorted(set(found)))

    def _made(self) -> dict[str, Any]:
        return {tick: tick in self.cleaned_data.get("ticks", ()) for tick in (*TICKS, "pal_content")}


class ResourceForm(FactsForm):
    """All that is said of a free lesson resource."""

    kind_of_facts = ResourceFacts

    title = forms.CharField(label="What is it called?", max_length=200)
    summary = _long("What is in it?")
    url = _address("Where is it found?", required=True, most=250)
    benchmarks = ChoicesField(label="Benchmarks it helps with", choices=_BENCHMARKS, required=False)
    stages = ChoicesField(label="Stage", choices=Stage.choices, required=False)
    subjects = forms.CharField(
        label="School subjects", required=False, max_length=300, help_text="Parted by commas, such as maths, english"
    )
    audiences = ChoicesField(label="Who uses it?", choices=Audience.choices, required=False)
    needs = ChoicesField(label="Made for, or adapted to, learners with", choices=Need.choices, required=False)
    minutes = _number("How long does it take, in minutes?")
    licence = forms.CharField(label="Licence", max_length=80, required=False, help_text="Such as CC BY 4.0")
    is_open = forms.BooleanField(label="Show it in the directory", required=False, initial=True)

    def clean_subjects(self) -> tuple[str, ...]:
        parts = (part.strip().lower() for part in self.cleaned_data["subjects"].split(","))
        return tuple(dict.fromkeys(filter(None, parts)))


class ReplyForm(forms.Form):
    reply = forms.CharField(
        label="Your answer",
        help_text="Schools read it beneath the review. Leave it blank to take an answer away.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


def initial_of(facts: Facts) -> dict[str, Any]:
    """Facts as a form shows them."""
    said = {field.name: getattr(facts, field.name) for field in fields(facts)}
    if isinstance(facts, OfferFacts):
        said["ticks"] = [tick for tick in (*TICKS, "pal_content") if said[tick]]
        said["dates"] = "\n".join(day.strftime("%d/%m/%Y") for day in facts.dates)
    if isinstance(facts, ResourceFacts):
        said["subjects"] = ", ".join(facts.subjects)
    return said
