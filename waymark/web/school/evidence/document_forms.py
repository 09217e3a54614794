"""The forms of documents: which one, as at which day, for whom; and names to decide about."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from waymark.kernel.measurement import last_passed
from waymark.places.models import Organisation
from waymark.publishing.documents.kinds import KINDS
from waymark.publishing.documents.queries import criteria_lists
from waymark.publishing.documents.redaction import NameInText
from waymark.publishing.documents.wanted import Wanted
from waymark.publishing.models import StandardKind
from waymark.web.formats import day

_COPIES = {
    "leaves": "It may leave the school: no learner is named, small numbers are hidden",
    "inside": "It stays inside the school: registers by name, every number",
}
_POINTS = 6
_ORDER = ("governors", "inspection", "progress", "provider-access")


class ChoiceWithHints(forms.ChoiceField):
    """One of a few, each perhaps with a hint."""

    widget = forms.RadioSelect

    def __init__(self, *, hints: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.hints = hints or {}


class MakeForm(forms.Form):
    """Which document to make.

    The days to choose from are today and the measurement points before it: of days next to each other, what is hidden
    in two documents could be worked out from both.
    """

    kind = ChoiceWithHints(label="Which document?", error_messages={"required": "Choose a document."})
    on = forms.ChoiceField(label="As at which day?")
    copy = ChoiceWithHints(label="For whom?", choices=list(_COPIES.items()), initial="leaves")

    def __init__(self, *args: Any, school: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(name, KINDS[name].title) for name in _ORDER]
        hints = {name: KINDS[name].purpose for name in _ORDER}
        for each in criteria_lists(school):
            key = f"{each.kind}:{each.public_id}"
            kinds.append((key, f"Portfolio: {each.name}"))
            hints[key] = f"{KINDS[each.kind].purpose} {each.covered} of {each.asked} criteria have evidence."
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["kind"].hints = hints  # type: ignore[attr-defined]
        self.fields["on"].choices = [(each.isoformat(), _said(each)) for each in days_offered()]  # type: ignore[attr-defined]

    def wanted(self, keep: tuple[str, ...] = ()) -> Wanted:
        """The document asked for, once the form is valid."""
        said = self.cleaned_data
        kind, _, criteria_list = said["kind"].partition(":")
        return Wanted(
            kind=kind,
            on=date.fromisoformat(said["on"]),
            made_on=timezone.localdate(),
            leaves_school=said["copy"] == "leaves",
            keep=keep,
            criteria_list=criteria_list,
        )


class NamesForm(forms.Form):
    """What to do with each name that was found: left out, unless somebody says it means nobody on roll."""

    def __init__(self, *args: Any, found: list[NameInText], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.marks = sorted({each.mark for each in found if each.may_be_another})
        for mark in self.marks:
            written = next(each.written for each in found if each.mark == mark)
            self.fields[mark] = forms.ChoiceField(
                label=f"“{written}”",
                choices=[("leave_out", "Leave the name out"), ("keep", "Keep it: it is no learner of ours")],
                initial="leave_out",
                widget=forms.RadioSelect,
            )

    @property
    def keep(self) -> tuple[str, ...]:
        return tuple(mark for mark in self.marks if self.cleaned_data[mark] == "keep")


class ListForm(forms.Form):
    """The criteria of a standard: typed, or sent as a file."""

    name = forms.CharField(
        label="Whose criteria are they?",
        max_length=150,
        help_text="The name of the standard, its version and who awards it.",
    )
    kind = forms.ChoiceField(label="What are they for?", choices=StandardKind.choices, widget=forms.RadioSelect)
    typed = forms.CharField(
        label="The criteria",
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="One on each line: its number or code, a space, and its text.",
    )
    file = forms.FileField(
        label="Or a file of them",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text="CSV or Excel with a column “code” and a column “text”.",
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("typed") and not said.get("file"):
            self.add_error("typed", "Type the criteria, or choose a file of them.")
        return said


class EvidenceForm(forms.Form):
    """One thing that shows that a criterion is met."""

    attachment = forms.ChoiceField(label="A kept file", required=False)
    activity = forms.ChoiceField(label="Or an activity", required=False)
    entitlement = forms.ChoiceField(label="Or a figure from your records", required=False)
    says = forms.CharField(
        label="How does it show it?",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Words alone will do where there is nothing to point to.",
    )

    def __init__(
        self,
        *args: Any,
        attachments: list[tuple[str, str]],
        activities: list[tuple[str, str]],
        entitlements: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("attachment", attachments), ("activity", activities), ("entitlement", entitlements)):
            self.fields[name].choices = [("", "None"), *choices]  # type: ignore[attr-defined]


def days_offered() -> list[date]:
    """Today, and the last measurement points."""
    days = [timezone.localdate()]
    while len(days) <= _POINTS:
        days.append(last_passed(days[-1]))
    return days


def _said(each: date) -> str:
    return f"Today, {day(each)}" if each == timezone.localdate() else day(each)
