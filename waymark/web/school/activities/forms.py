"""The form of one activity, and the small forms beside it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from waymark.leadership.queries import adviser_levels
from waymark.ledger.queries.activities import forms_on, open_groups, year_groups_on
from waymark.ledger.queries.finding import learners_named, lines_naming
from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.rules.facts import FACT_NAMES, SECTORS, ActivityFacts, faults_of, tidied
from waymark.places.models import Organisation
from waymark.web.forms import DateField
from waymark.web.school.activities.words import (
    KIND_HINTS,
    KINDS,
    MODES,
    PROVIDER_KINDS,
    TICK_LABELS,
    TICK_NAMES,
    benchmark_titles,
    benchmarks_on,
    usual_benchmarks,
)

_USUAL_YEARS = range(7, 14)
_LIST_HINT = "One on each line, such as Amara Ashdown or Ashdown, Amara (9B)."


class ChoicesField(forms.MultipleChoiceField):
    """Several of a few, as tick boxes, each perhaps with a hint."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, hints: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.hints = hints or {}


class ActivityForm(forms.Form):
    """All that is said of one activity, in the order in which one thinks of it. `known`: what stands, when changing."""

    title = forms.CharField(
        label="What is it called?", max_length=200, error_messages={"required": "Give the activity a title."}
    )
    kinds = ChoicesField(
        label="What is it?",
        choices=list(KINDS.items()),
        hints={str(kind): hint for kind, hint in KIND_HINTS.items()},
        error_messages={"required": "Choose at least one kind of activity."},
    )
    held_on = DateField(label="When is it?", help_text="For example, 27 3 2027")
    year_groups = ChoicesField(label="Year groups", required=False)
    tutor_forms = ChoicesField(label="Forms", required=False)
    groups = ChoicesField(label="Groups", required=False)
    learners = forms.CharField(
        label="Learners by name", required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text=_LIST_HINT
    )
    provider_name = forms.CharField(label="Who gives it?", required=False, max_length=200)
    provider_kind = forms.ChoiceField(label="What kind of provider?", required=False)
    sector = forms.ChoiceField(label="Sector of the employer", required=False)
    stem = forms.BooleanField(label="It is about science, technology, engineering or maths", required=False)
    self_employed = forms.BooleanField(label="Learners meet somebody self-employed", required=False)
    subject = forms.CharField(label="Subject", required=False, max_length=60, help_text="Such as maths or English")
    adviser_level = forms.TypedChoiceField(
        label="Adviser’s qualification", required=False, coerce=int, empty_value=None
    )
    mode = forms.ChoiceField(
        label="How do learners take part?", choices=list(MODES.items()), widget=forms.RadioSelect, initial="in_person"
    )
    minutes = forms.IntegerField(label="How long is it, in minutes?", required=False, min_value=0)
    ticks = ChoicesField(label="What makes it count", required=False, choices=list(TICK_LABELS.items()))
    benchmarks = ChoicesField(label="Benchmarks it serves", required=False)
    cost = forms.DecimalField(label="Cost in pounds", required=False, max_digits=9, decimal_places=2, min_value=0)
    led_by = forms.CharField(label="Who leads it at school?", required=False, max_length=150)
    notes = forms.CharField(label="Notes", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self,
        *args: Any,
        school: Organisation,
        today: date,
        known: ActivityFacts | None = None,
        audience: AudienceChoice | None = None,
        initial: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.school, self.today, self.known = school, today, known
        day = known.held_on if known else today
        kwargs["initial"] = _initial(known, audience, school, today) if known else initial
        super().__init__(*args, **kwargs)
        self.rules = benchmarks_on(day)
        self._offer(audience)
        self.fields["held_on"].not_before = today - timedelta(days=366 * 8)
        self.fields["held_on"].not_after = today + timedelta(days=366 * 2)

    def _offer(self, audience: AudienceChoice | None) -> None:
        chosen = audience or AudienceChoice()
        years = set(year_groups_on(self.school, self.today)) or set(_USUAL_YEARS)
        self.fields["year_groups"].choices = [
            (str(year), f"Year {year}") for year in sorted(years.union(chosen.year_groups))
        ]
        here = forms_on(self.school, self.today)
        self.fields["tutor_forms"].choices = [(form, form) for form in [*here, *(set(chosen.forms) - set(here))]]
        self.fields["groups"].choices = list(open_groups(self.school).values_list("public_id", "name"))
        self.fields["provider_kind"].choices = [("", "Choose"), *PROVIDER_KINDS.items()]
        self.fields["sector"].choices = [("", "Not known"), *SECTORS.items()]
        self.fields["adviser_level"].choices = [
            ("", "Choose"),
            ("0", "No qualification in career guidance"),
            *((str(level), f"Level {level}") for level in range(1, 9)),
        ]
        self.fields["adviser_level"].help_text = _advisers(self.school, self.today)
        self.fields["benchmarks"].choices = list(benchmark_titles(self.rules).items())

    def clean_learners(self) -> tuple[int, ...]:
        found = learners_named(self.school, self.cleaned_data["learners"], self.today)
        if found.faults:
            raise ValidationError(list(found.faults))
        return found.learner_ids

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        for name, words in faults_of(tidied(self.facts())).items():
            self.add_error(name if name in self.fields else None, words)
        return cleaned

    def facts(self) -> ActivityFacts:
        """What was said; benchmarks left blank are the usual ones of its kinds."""
        said = self.cleaned_data
        usual = usual_benchmarks(benchmarks_on(said["held_on"]))
        served = said["benchmarks"] or sorted({usual[kind] for kind in said["kinds"] if kind in usual})
        ticks: dict[str, Any] = {tick: tick in said["ticks"] for tick in TICK_NAMES}
        plain: dict[str, Any] = {
            name: said[name] for name in FACT_NAMES if name in said and name not in ("minutes", "benchmarks")
        }
        return ActivityFacts(
            kinds=tuple(said["kinds"]),
            minutes=said["minutes"] or 0,
            benchmarks=tuple(served),
            school_reference=self.known.school_reference if self.known else "",
            **plain,
            **ticks,
        )

    def audience(self) -> AudienceChoice:
        """Whom it is for, as said."""
        said = self.cleaned_data
        return AudienceChoice(
            year_groups=tuple(sorted(map(int, said["year_groups"]))),
            forms=tuple(said["tutor_forms"]),
            groups=tuple(said["groups"]),
            learners=said["learners"],
        )


class NewActivityForm(ActivityForm):
    """The form of an activity not recorded yet, which may have taken place already."""

    WHO_CAME = (
        ("later", "I will take the register"),
        ("everyone", "Everyone it was for was there"),
        ("but", "Everyone was there but these"),
    )
    came = forms.ChoiceField(
        label="If it has taken place, who came?", choices=WHO_CAME, widget=forms.RadioSelect, initial="later"
    )
    away = forms.CharField(
        label="Who was away?", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_LIST_HINT
    )

    def clean_away(self) -> tuple[int, ...]:
        found = learners_named(self.school, self.cleaned_data["away"], self.today)
        if found.faults:
            raise ValidationError(list(found.faults))
        return found.learner_ids

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors or cleaned.get("came") == "later":
            return cleaned
        faults = {
            "came": cleaned["held_on"] > self.today and "It has not taken place yet. Take its register on the day.",
            "year_groups": self.audience().is_empty and "Say whom it was for, so that we know who was there.",
            "away": cleaned["came"] == "but" and not cleaned["away"] and "Name who was away, one on each line.",
        }
        for name, words in faults.items():
            if words:
                self.add_error(name, words)
        return cleaned


class AmendForm(ActivityForm):
    """The form of an activity already done: whom it was for is a fact, and a change needs a reason."""

    reason = forms.CharField(label="Why is this changing?", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("year_groups", "tutor_forms", "groups", "learners"):
            del self.fields[name]


class CancelForm(forms.Form):
    reason = forms.CharField(label="Why is it cancelled?", required=False, max_length=300)


class ClearForm(forms.Form):
    who = forms.MultipleChoiceField(
        label="Whose mark was recorded by mistake?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one learner."},
    )
    reason = forms.CharField(
        label="Why?", max_length=300, help_text="The wrong mark is kept, with your reason, and counts for nothing."
    )


class CopyForm(forms.Form):
    held_on = DateField(label="When will it be?")


class CatchUpForm(forms.Form):
    """Who catches up, and when."""

    title = forms.CharField(label="What is it called?", max_length=200)
    held_on = DateField(label="When is it?")
    who = ChoicesField(label="Who is it for?")


class GroupForm(forms.Form):
    """A group's name and who is in it: by name, and everyone in some forms."""

    name = forms.CharField(label="Name of the group", max_length=80)
    learners = forms.CharField(
        label="Learners", required=False, widget=forms.Textarea(attrs={"rows": 10}), help_text=_LIST_HINT
    )
    tutor_forms = ChoicesField(label="And everyone now in these forms", required=False)

    def __init__(self, *args: Any, school: Organisation, today: date, **kwargs: Any) -> None:
        self.school, self.today = school, today
        super().__init__(*args, **kwargs)
        self.fields["tutor_forms"].choices = [(form, form) for form in forms_on(school, today)]
        if not self.fields["tutor_forms"].choices:
            del self.fields["tutor_forms"]

    def clean_learners(self) -> tuple[int, ...]:
        found = learners_named(self.school, self.cleaned_data["learners"], self.today)
        if found.faults:
            raise ValidationError(list(found.faults))
        return found.learner_ids


def _initial(
    known: ActivityFacts, audience: AudienceChoice | None, school: Organisation, today: date
) -> dict[str, Any]:
    """What stands, as the form shows it."""
    said = {name: getattr(known, name) for name in FACT_NAMES}
    said |= {
        "kinds": list(known.kinds),
        "benchmarks": list(known.benchmarks),
        "minutes": known.minutes or None,
        "ticks": [tick for tick in TICK_NAMES if getattr(known, tick)],
    }
    if audience is not None:
        said |= {
            "year_groups": [str(year) for year in audience.year_groups],
            "tutor_forms": list(audience.forms),
            "groups": list(audience.groups),
            "learners": lines_naming(school, audience.learners, today),
        }
    return said


def _advisers(school: Organisation, on: date) -> str:
    """The level of each adviser of the careers team, so that nobody has to look it up."""
    said = [f"{name}: level {level}" if level else f"{name}: 0" for name, level in adviser_levels(school, on=on)]
    return f"Your advisers – {'; '.join(said)}." if said else ""
