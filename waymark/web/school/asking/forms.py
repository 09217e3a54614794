"""The forms of asking."""

from typing import Any

from django import forms

from waymark.providers.models import Kind, Mode, Venue
from waymark.web.forms import DateField

_NO_NAMES = "Whoever you ask reads this. Do not name learners: say how many."


class RequestForm(forms.Form):
    """What a school asks for."""

    title = forms.CharField(
        label="What you ask for", max_length=200, help_text=f"Such as “A talk on nursing”. {_NO_NAMES}"
    )
    kind = forms.ChoiceField(label="What it would count as", choices=Kind.choices, initial=Kind.EMPLOYER)
    wished_on = DateField(label="Which day")
    begins_at = forms.TimeField(
        label="From what time", required=False, help_text="Such as 9:30", widget=forms.TextInput(attrs={"size": 5})
    )
    minutes = forms.IntegerField(label="For how many minutes", required=False, min_value=5, max_value=2000)
    mode = forms.ChoiceField(label="How", choices=Mode.choices, initial=Mode.IN_PERSON, widget=forms.RadioSelect)
    venue = forms.ChoiceField(
        label="Where",
        choices=[(Venue.AT_SCHOOL, "At our school"), (Venue.AT_PROVIDER, "Our learners go to them")],
        initial=Venue.AT_SCHOOL,
        widget=forms.RadioSelect,
    )
    year_groups = forms.TypedMultipleChoiceField(
        label="Year groups",
        coerce=int,
        required=False,
        choices=[(str(year), f"Year {year}") for year in range(7, 15)],
        widget=forms.CheckboxSelectMultiple,
    )
    learners = forms.IntegerField(label="About how many learners", min_value=1, max_value=5000)
    message = forms.CharField(
        label="What else they should know",
        help_text=_NO_NAMES,
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    others = forms.MultipleChoiceField(
        label="If they cannot, who is asked next",
        help_text="In the order shown. One is asked at a time.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    goes_on = forms.BooleanField(label="Ask the next on the list without asking me", required=False, initial=True)

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["others"].choices = others
        if not others:
            del self.fields["others"]


class WordsForm(forms.Form):
    """A line to whoever is asked."""

    said = forms.CharField(
        label="Your words to them", help_text=_NO_NAMES, max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    day = DateField(label="Another day you ask for", required=False)
    at = forms.TimeField(
        label="From what time", required=False, help_text="Such as 9:30", widget=forms.TextInput(attrs={"size": 5})
    )

    def __init__(self, *args: Any, with_day: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_day:
            del self.fields["day"], self.fields["at"]


class AddForm(forms.Form):
    """Somebody more for the list of a request."""

    another = forms.ChoiceField(label="Who else could be asked")

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["another"].choices = [("", "Choose"), *choices]
