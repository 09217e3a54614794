"""The forms of the improvement plan."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from waymark.access.queries import people_at
from waymark.kernel.benchmark import Criterion
from waymark.ledger.models import Activity
from waymark.ledger.queries.activities import activities_in
from waymark.ledger.queries.attachments import standing_attachments
from waymark.places.models import Organisation
from waymark.planner.actions.improvements import Planned
from waymark.planner.models import Approval, ImprovementAction
from waymark.web.forms import DateField
from waymark.web.school.planning.words import WHOLE, benchmarks_of, titled

_READ_BY = "Everybody at the school who sees figures reads this, governors too. Do not name learners."
MOST_ACTIVITIES = 40


def owners_at(school: Organisation) -> list[tuple[str, str]]:
    """The people of the school, as choices."""
    people = {member.user_id: member.user.name for member in people_at(school) if member.user.is_active}
    return [("", "Nobody yet"), *((str(pk), name) for pk, name in people.items())]


class ImprovementForm(forms.Form):
    """What is said of one action. `fixed` is the benchmark of a suggestion, which is not asked for again."""

    title = forms.CharField(label="What you will do", help_text=_READ_BY, max_length=200)
    benchmark = forms.ChoiceField(label="For which benchmark", required=False)
    achieve_by = DateField(label="Achieve by")
    owner = forms.ChoiceField(label="Who sees to it", required=False)
    owner_name = forms.CharField(
        label="Or somebody else",
        help_text="A name, where they have no account here.",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    note = forms.CharField(
        label="Note", help_text=_READ_BY, max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    activities = forms.MultipleChoiceField(
        label="Activities that are part of it", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, school: Organisation, year: int, fixed: str = "", linked=(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = benchmarks_of(year)
        self.fields["benchmark"].choices = [("", WHOLE), *((code, titled(code, known)) for code in known)]
        if fixed:
            del self.fields["benchmark"]
        self.fields["owner"].choices = owners_at(school)
        self.fields["activities"].choices = _activities(school, year, fixed, linked)
        if not self.fields["activities"].choices:
            del self.fields["activities"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("owner") and said.get("owner_name"):
            self.add_error("owner_name", "Choose a colleague or type a name, not both.")
        return said

    def planned(self, *, framework: str = "", benchmark: str = "", need: str = "") -> Planned:
        """What was said, for the action; what it is for comes from the suggestion or from the action that stands."""
        said = self.cleaned_data
        return Planned(
            title=said["title"],
            achieve_by=said["achieve_by"],
            framework=framework,
            benchmark=benchmark or said.get("benchmark", ""),
            need=need,
            owner_id=int(said["owner"]) if said["owner"] else None,
            owner_name=said["owner_name"],
            note=said["note"],
            activities=tuple(said.get("activities", ())),
        )


def _activities(school: Organisation, year: int, benchmark: str, linked: Sequence[str]) -> list[tuple[str, str]]:
    """The year's activities that serve the benchmark, the latest first, and those linked already."""
    found = activities_in(school, year).exclude(state=Activity.State.CANCELLED)
    own = [each for each in found if each.public_id in linked or not benchmark or benchmark in each.benchmarks]
    first = sorted(own, key=lambda each: (each.public_id not in linked, each.state != Activity.State.PLANNED))
    return [(each.public_id, f"{each.title}, {each.held_on:%d/%m/%Y}") for each in first[:MOST_ACTIVITIES]]


def initial_of(action: ImprovementAction) -> dict[str, Any]:
    """What the form begins with for an action that stands."""
    return {
        "title": action.title,
        "benchmark": action.benchmark,
        "achieve_by": action.achieve_by,
        "owner": str(action.owner_id or ""),
        "owner_name": action.owner_name,
        "note": action.note,
        "activities": list(action.activities.values_list("public_id", flat=True)),
    }


class TogetherForm(forms.Form):
    """The plan for every criterion of a benchmark on one page. A row left blank is not planned."""

    def __init__(self, *args: Any, criteria: Sequence[Criterion], owners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            code = criterion.code
            self.fields[f"{code}.by"] = DateField(label="Achieve by", required=False)
            self.fields[f"{code}.owner"] = forms.ChoiceField(label="Who sees to it", required=False, choices=owners)
            self.fields[f"{code}.owner_name"] = forms.CharField(
                label="Or somebody else", max_length=150, required=False
            )
            self.fields[f"{code}.note"] = forms.CharField(
                label="Note", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for criterion in self.criteria:
            row = {part: said.get(f"{criterion.code}.{part}") for part in ("by", "owner", "owner_name", "note")}
            by = f"{criterion.code}.by"
            if any(row.values()) and not row["by"] and by not in self.errors:
                self.add_error(by, f"Say by when, or leave the rest blank: {criterion.text}")
            if row["owner"] and row["owner_name"]:
                self.add_error(f"{criterion.code}.owner_name", "Choose a colleague or type a name, not both.")
        return said

    def rows(self) -> dict[str, dict[str, Any]]:
        """What was said of each criterion that is planned for, by code."""
        parts = ("by", "owner", "owner_name", "note")
        said = {c.code: {part: self.cleaned_data[f"{c.code}.{part}"] for part in parts} for c in self.criteria}
        return {code: row for code, row in said.items() if row["by"]}


class ProgressForm(forms.Form):
    words = forms.CharField(
        label="How is it going?",
        help_text=_READ_BY,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DropForm(forms.Form):
    because = forms.CharField(label="Why it is dropped", max_length=300)


class ApprovalForm(forms.Form):
    """Who agreed to what, and when."""

    of = forms.ChoiceField(label="What was approved", widget=forms.RadioSelect)
    body = forms.ChoiceField(label="By whom", choices=Approval.By.choices, widget=forms.RadioSelect)
    name = forms.CharField(label="Name of who signed or chaired", max_length=150)
    role = forms.CharField(label="Their role", help_text="Such as: chair of governors.", max_length=150)
    approved_on = DateField(label="Approved on")
    meeting = forms.CharField(
        label="Meeting", help_text="Such as: full governing board, autumn term.", max_length=200, required=False
    )
    note = forms.CharField(label="Note", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    attachment = forms.ChoiceField(label="Kept minutes", required=False)

    def __init__(
        self, *args: Any, school: Organisation, of: list[tuple[str, str]], today: date, sees_kept: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = of
        self.fields["approved_on"].not_after = today
        kept = standing_attachments(school)[:MOST_ACTIVITIES] if sees_kept else ()
        choices = [(each.public_id, f"{each.title}, {each.held_on:%d/%m/%Y}") for each in kept]
        if choices:
            self.fields["attachment"].choices = [("", "None"), *choices]
        else:
            del self.fields["attachment"]


class TakeBackForm(forms.Form):
    because = forms.CharField(label="Why it is taken back", max_length=300)
