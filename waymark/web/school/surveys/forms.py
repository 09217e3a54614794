"""The forms of surveys: making one, moving its days, withdrawing it."""

from datetime import date, timedelta
from typing import Any

from django import forms

from waymark.ledger.queries.activities import year_groups_on
from waymark.places.models import Organisation
from waymark.surveys.models import Survey, Wave
from waymark.surveys.questionnaire import Audience, Questionnaire
from waymark.surveys.rules import FEWEST_FOR_A_CODE, CodesFor
from waymark.web.forms import DateField

_TWO_WEEKS = timedelta(days=14)


class DaysForm(forms.Form):
    opens_on = DateField(label="First day", help_text="For example, 23 11 2026")
    closes_on = DateField(label="Last day", help_text="It can be answered until the end of this day.")


class SurveyForm(DaysForm):
    """All that is said of a new survey by one questionnaire."""

    wave = forms.ChoiceField(
        label="Which time of asking is it?",
        help_text="Before and after something you do, or every term. The same time next year is compared with it.",
        choices=Wave.choices,
        widget=forms.RadioSelect,
    )
    year_groups = forms.TypedMultipleChoiceField(
        label="Year groups", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    codes_for = forms.ChoiceField(label="Codes", widget=forms.RadioSelect)
    invited = forms.IntegerField(
        label="How many people are you asking?",
        help_text="For the share who answered. Leave it blank if nobody knows.",
        required=False,
        min_value=1,
        max_value=100_000,
    )
    with_comments = forms.BooleanField(
        label="Also ask for words of their own, which the careers team reads", required=False
    )
    field_order = ["wave", "opens_on", "closes_on", "year_groups", "codes_for", "invited", "with_comments"]

    def __init__(self, *args: Any, school: Organisation, asked: Questionnaire, today: date, **kwargs: Any) -> None:
        here = [year for year in year_groups_on(school, today) if year in asked.year_groups]
        start = {"opens_on": today, "closes_on": today + _TWO_WEEKS, "with_comments": True, "year_groups": here}
        kinds = _kinds_of_codes(asked, here)
        start["codes_for"] = kinds[0][0]
        super().__init__(*args, **{"initial": start, **kwargs})
        self.fields["codes_for"].choices = kinds
        self.fields["year_groups"].choices = [(year, f"Year {year}") for year in here]
        if len(kinds) == 1:
            self.fields["codes_for"].widget = forms.HiddenInput()
        if not here:
            del self.fields["year_groups"]
        if asked.audience is Audience.LEARNERS:
            del self.fields["invited"]
        if not asked.comments:
            del self.fields["with_comments"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("codes_for") != CodesFor.EVERYONE and "year_groups" in self.fields and not said.get("year_groups"):
            self.add_error("year_groups", "Choose at least one year group.")
        return said


def _kinds_of_codes(asked: Questionnaire, here: list[int]) -> list[tuple[str, str]]:
    classes = (
        CodesFor.CLASSES.value,
        f"One for each class, to see how many of it have answered (classes under {FEWEST_FOR_A_CODE} share one)",
    )
    years = (CodesFor.YEAR_GROUPS.value, "One for each year group")
    everyone = (CodesFor.EVERYONE.value, "One for everyone")
    if asked.audience is Audience.LEARNERS:
        return [classes, years]
    return [everyone, years] if here else [everyone]


class InvitedForm(forms.Form):
    invited = forms.IntegerField(
        label="How many people could answer?",
        help_text="Leave it blank if nobody knows.",
        required=False,
        min_value=1,
        max_value=100_000,
    )


class WithdrawForm(forms.Form):
    because = forms.CharField(label="Why is it withdrawn?", help_text="Your colleagues see this.", max_length=300)


def days_of(survey: Survey) -> dict[str, date]:
    """A survey's days as a form starts with them."""
    return {"opens_on": survey.opens_on, "closes_on": survey.closes_on}
