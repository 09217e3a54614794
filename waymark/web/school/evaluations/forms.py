"""The form by which a school shares a self-assessment."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from waymark.evaluation.frameworks import framework
from waymark.evaluation.models import Assessment
from waymark.kernel.academic_year import academic_year
from waymark.kernel.benchmark import Criterion
from waymark.planner.queries.plan import plan_of
from waymark.publishing.actions.sharing import LONGEST, Recipient
from waymark.publishing.evaluations import Included, reasons_typed
from waymark.publishing.shared import organisations_to_share_with, people_to_share_with
from waymark.web.forms import DateField

LINK = "link"
USUAL = timedelta(days=90)


class ShareForm(forms.Form):
    """Who is to see it, until when, and which of the words people typed go with it: none unless ticked."""

    who = forms.ChoiceField(label="Who is to see it?", widget=forms.RadioSelect)
    link_for = forms.CharField(
        label="Whom is the link for?",
        help_text="Only for your own list of what is shared, such as: chair of governors.",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    last_day = DateField(label="Until and including")
    plan = forms.BooleanField(
        label="Include the improvement plan",
        help_text="What each action is for, by when, and whether it is done. No notes and no names.",
        required=False,
    )
    reasons = forms.MultipleChoiceField(
        label="Reasons you gave with your answers", required=False, widget=forms.CheckboxSelectMultiple
    )
    actions = forms.MultipleChoiceField(
        label="Actions to show in your own words", required=False, widget=forms.CheckboxSelectMultiple
    )
    not_learners = forms.MultipleChoiceField(
        label="These names are not those of learners here", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        assessment: Assessment,
        today: date,
        sharer: int | None,
        named: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        school = assessment.organisation
        areas = organisations_to_share_with(school, on=today)
        people = [each for each in people_to_share_with(school, on=today) if each.user_id != sharer]
        self.fields["who"].choices = [
            (LINK, "Anybody who has a link"),
            *((f"area-{each.pk}", f"Everybody who sees figures at {each.name}") for each in areas),
            *((f"person-{p.user_id}", f"{p.user.name}, {p.held.label}, {p.organisation.name}") for p in people),
        ]
        self.fields["last_day"].initial = today + USUAL
        self.fields["last_day"].not_before, self.fields["last_day"].not_after = today, today + LONGEST
        texts = {c.code: c.text for c in criteria_of(assessment)}
        reasons = reasons_typed(assessment)
        self._choose("reasons", [(code, f"{texts[code]} – “{words}”") for code, words in reasons.items()])
        actions = plan_of(school, academic_year(assessment.on))
        self._choose("actions", [(each.public_id, each.title) for each in actions])
        self._choose("not_learners", [(name, name) for name in named])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        if choices:
            self.fields[name].choices = choices
        else:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("who") == LINK and not said.get("link_for"):
            self.add_error("link_for", "Say whom the link is for.")
        return said

    @property
    def recipient(self) -> Recipient:
        kind, _, key = self.cleaned_data["who"].partition("-")
        if kind == LINK:
            return Recipient(link_for=self.cleaned_data["link_for"])
        return Recipient(user_id=int(key)) if kind == "person" else Recipient(organisation_id=int(key))

    @property
    def included(self) -> Included:
        said = self.cleaned_data
        return Included(said["plan"], tuple(said.get("reasons", ())), tuple(said.get("actions", ())))


def criteria_of(assessment: Assessment) -> list[Criterion]:
    """Every criterion of the version an assessment was made by."""
    return [criterion for benchmark in framework(assessment.framework).benchmarks for criterion in benchmark.criteria]
