"""The forms of a school's files."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from waymark.intake.reading.filetypes import in_megabytes
from waymark.ledger.rules.roll import Absence
from waymark.ledger.rules.roll_merging import Answers
from waymark.web.formats import day, plural
from waymark.web.forms import DateField

ENDINGS = ".csv,.txt,.tsv,.xlsx,.xls,.xlsb,.ods,.xml"
MOST_NAMES = 300  # of more learners, whole forms are ticked
PART, TICKED = "part", "ticked"
LATER, REST_LEFT = "later", "rest_left"


class LearnerFileForm(forms.Form):
    """A learner file, and the day on which it was true."""

    file = forms.FileField(
        label="Your learner file",
        help_text="A spreadsheet or CSV file from your school's system, our template, or a common transfer file.",
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
        error_messages={"required": "Choose a file.", "empty": "That file is empty. Export it again."},
    )
    on = DateField(label="The day this file was true", help_text="For example, 4 9 2026.")

    def clean_file(self) -> Any:
        """The file, refused by its size before any of it is read."""
        sent = self.cleaned_data["file"]
        if sent.size > settings.WAYMARK_LARGEST_FILE:
            most, size = in_megabytes(settings.WAYMARK_LARGEST_FILE), in_megabytes(sent.size)
            raise ValidationError(f"That file is {size}. We take files of up to {most}.", code="too_big")
        return sent


class RecordFileForm(LearnerFileForm):
    """A file of activities or attendance."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["on"]  # its rows have days of their own
        self.fields["file"].label = "Your file"
        self.fields["file"].help_text = "A spreadsheet or a CSV file."


class AbsentForm(forms.Form):
    """What the school says of learners on its roll whom a file does not mention."""

    this_year = forms.ChoiceField(
        label="Why are these learners not in the file?",
        choices=[
            (PART, "The file has only some of our learners, or I will say later: change nothing for them"),
            (TICKED, "Those I tick have left"),
        ],
        initial=PART,
        widget=forms.RadioSelect,
    )
    left = forms.MultipleChoiceField(
        label="Who has left?", required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )
    left_on = DateField(label="Their last day on your roll", required=False)
    last_year = forms.ChoiceField(
        label="These learners were on last year's roll and are not in the file. Have they left?",
        choices=[
            (LATER, "I will say later: change nothing for them"),
            (REST_LEFT, "They left at the end of last year, except those I tick"),
        ],
        initial=LATER,
        widget=forms.RadioSelect,
    )
    still_here = forms.MultipleChoiceField(
        label="Who is still here? We move them up a year group.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[],
    )

    def __init__(self, *args: Any, absent: Sequence[Absence], names: dict[int, str], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.absent = absent
        self._meant: dict[str, dict[str, list[int]]] = {}
        self._fill("left", [one for one in absent if one.this_year], names)
        self._fill("still_here", [one for one in absent if not one.this_year], names)
        if not self.fields["left"].choices:
            del self.fields["left"], self.fields["left_on"], self.fields["this_year"]
        else:
            self.fields["left_on"].initial = on
            self.fields["left_on"].help_text = f"The file is of {day(on)}."
        if not self.fields["still_here"].choices:
            del self.fields["still_here"], self.fields["last_year"]

    @property
    def of_this_year(self) -> int:
        """How many of this year's learners are asked about."""
        return sum(one.this_year for one in self.absent)

    @property
    def of_last_year(self) -> int:
        """How many who were on last year's roll alone."""
        return len(self.absent) - self.of_this_year

    def is_by_form(self, field: str) -> bool:
        """Whether whole forms are ticked for a field, as there are too many learners to list."""
        return any(len(keys) > 1 for keys in self._meant.get(field, {}).values())

    def _fill(self, field: str, absent: Sequence[Absence], names: dict[int, str]) -> None:
        """One tick for each learner; where they are very many, for each form of them."""
        shown = sorted(absent, key=lambda one: (one.year_group, one.form, names[one.key]))
        meant: dict[str, list[int]] = {}
        if len(shown) > MOST_NAMES:
            for one in shown:
                meant.setdefault(_where(one), []).append(one.key)
            choices = [(where, f"{where}: {plural(len(keys), 'learner')}") for where, keys in meant.items()]
        else:
            meant = {str(one.key): [one.key] for one in shown}
            choices = [(str(one.key), f"{names[one.key]}, {_where(one)}") for one in shown]
        self._meant[field] = meant
        self.fields[field].choices = choices

    def _ticked(self, field: str) -> list[int]:
        return [key for value in self.cleaned_data[field] for key in self._meant[field][value]]

    def clean(self) -> dict[str, Any]:
        """Refuses ticks without a day."""
        cleaned = super().clean() or {}
        ticked = cleaned.get("this_year") == TICKED
        if ticked and not cleaned.get("left"):
            self.add_error("left", "Tick the learners who have left, or choose the other answer.")
        if ticked and "left_on" in cleaned and not cleaned["left_on"]:
            self.add_error("left_on", "Enter their last day on your roll.")
        return cleaned

    def answers(self) -> Answers:
        """The school's answers, once the form is valid."""
        said = self.cleaned_data
        left: dict[int, date] = {}
        if said.get("this_year") == TICKED:
            left = dict.fromkeys(self._ticked("left"), said["left_on"])
        still_here: frozenset[int] = frozenset()
        if said.get("last_year") == REST_LEFT:
            still_here = frozenset(self._ticked("still_here"))
            rest = (one for one in self.absent if not one.this_year and one.key not in still_here)
            left |= {one.key: one.last_seen for one in rest}
        return Answers(left, still_here)


def _where(one: Absence) -> str:
    return f"Year {one.year_group}{f', {one.form}' if one.form else ''}"
