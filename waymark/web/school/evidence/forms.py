"""The forms of evidence: what is said of a kept file, and why one is retired."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from waymark.access.queries import people_at
from waymark.evaluation.frameworks import benchmarks_in_force
from waymark.intake.keepable import LARGEST_KEPT
from waymark.kernel.academic_year import academic_year, first_day
from waymark.kernel.framework import Framework
from waymark.ledger.actions.attachments import AttachmentFacts
from waymark.ledger.models import Activity, Attachment
from waymark.places.models import Organisation
from waymark.web.forms import DateField, SizedFileField

ENDINGS = (".pdf", ".docx", ".xlsx", ".png", ".jpg", ".jpeg", ".csv", ".txt")
_NAMED = {"yes": "Yes: it never leaves the school", "no": "No: nobody on roll can be recognised in it"}


class FactsForm(forms.Form):
    """What is said of a file kept as evidence."""

    title = forms.CharField(label="What is it?", max_length=200, help_text="Such as: Governors’ minutes, careers item")
    kind = forms.ChoiceField(label="Kind", choices=Attachment.Kind.choices, widget=forms.RadioSelect)
    held_on = DateField(label="Which day is it of?", help_text="Of the meeting, the photograph, the agreement.")
    names_learners = forms.ChoiceField(
        label="Does it name or show learners?",
        choices=list(_NAMED.items()),
        widget=forms.RadioSelect,
        help_text="A name, a face, a piece of work with a name on it.",
    )
    owner = forms.ChoiceField(label="Who answers for it?", required=False)
    owner_name = forms.CharField(
        label="Somebody else", required=False, max_length=150, help_text="Where they have no account here."
    )
    expires_on = DateField(
        label="Until when does it hold?", required=False, help_text="We tell you a month before a policy runs out."
    )
    benchmarks = forms.MultipleChoiceField(
        label="Which benchmarks does it show?", required=False, widget=forms.CheckboxSelectMultiple
    )
    criterion = forms.ChoiceField(label="Which item of the self-assessment?", required=False)
    activity = forms.ChoiceField(label="Which activity?", required=False)

    def __init__(self, *args: Any, school: Organisation, kept: Attachment | None = None, **kwargs: Any) -> None:
        self.school, self.kept = school, kept
        if kept:
            kwargs["initial"] = _said_of(kept)
        super().__init__(*args, **kwargs)
        rules = benchmarks_in_force(timezone.localdate())
        people = {str(m.user_id): m.user.name for m in people_at(school)}
        if kept and kept.owner:
            people.setdefault(str(kept.owner_id), kept.owner.name)
        self.fields["owner"].choices = [("", "Nobody of our people"), *people.items()]  # type: ignore[attr-defined]
        benchmarks = [(each.code, f"{each.code[2:]}. {each.title}") for each in rules.benchmarks]
        self.fields["benchmarks"].choices = benchmarks  # type: ignore[attr-defined]
        self.fields["criterion"].choices = [("", "None in particular"), *_items(rules, school)]  # type: ignore[attr-defined]
        self.fields["activity"].choices = [("", "None in particular"), *_activities(school, kept)]  # type: ignore[attr-defined]

    @property
    def facts(self) -> AttachmentFacts:
        """What was said, once it is valid. Ties that the form shows no box for stay."""
        said = self.cleaned_data
        return AttachmentFacts(
            kind=said["kind"],
            title=said["title"],
            held_on=said["held_on"],
            names_learners=said["names_learners"] == "yes",
            owner_id=int(said["owner"]) if said["owner"] else None,
            owner_name="" if said["owner"] else said["owner_name"],
            expires_on=said["expires_on"],
            benchmarks=said["benchmarks"],
            criteria=_with_the_others(said["criterion"], self.kept.criteria if self.kept else []),
            activities=_with_the_others(said["activity"], _tied(self.kept) if self.kept else []),
        )


class AttachmentForm(FactsForm):
    """A file to keep, and what is said of it."""

    file = SizedFileField(
        label="File",
        endings=ENDINGS,
        most_bytes=LARGEST_KEPT,
        help_text="A PDF, a Word or Excel file, a picture, a CSV or plain text. Photographs are kept without the place "
        "and time hidden in them.",
    )
    field_order = ["file"]


class RetireForm(forms.Form):
    because = forms.CharField(label="Why is it retired?", max_length=300, help_text="The file itself is kept.")


def _said_of(kept: Attachment) -> dict[str, Any]:
    tied = _tied(kept)
    return {
        "title": kept.title,
        "kind": kept.kind,
        "held_on": kept.held_on,
        "names_learners": "yes" if kept.names_learners else "no",
        "owner": str(kept.owner_id or ""),
        "owner_name": kept.owner_name,
        "expires_on": kept.expires_on,
        "benchmarks": kept.benchmarks,
        "criterion": kept.criteria[0] if kept.criteria else "",
        "activity": tied[0] if tied else "",
    }


def _tied(kept: Attachment) -> list[str]:
    return list(kept.activities.order_by("pk").values_list("activity__public_id", flat=True))


def _with_the_others(chosen: str, before: list[str]) -> list[str]:
    """What was chosen in place of the first there was, and the others that there were."""
    return [*([chosen] if chosen else []), *before[1:]]


def _items(rules: Framework, school: Organisation) -> list[tuple[str, str]]:
    return [
        (criterion.code, f"{benchmark.code[2:]}. {criterion.text}")
        for benchmark in rules.benchmarks
        for criterion in benchmark.criteria
        if school.setting in criterion.settings
    ]


def _activities(school: Organisation, kept: Attachment | None) -> list[tuple[str, str]]:
    """This year's activities and the last year's, the latest first, and what it is tied to already."""
    since = first_day(academic_year(timezone.localdate()) - 1)
    recent = Activity.objects.filter(organisation=school, held_on__gte=since).exclude(state=Activity.State.CANCELLED)
    found = dict(_named(each) for each in recent.order_by("-held_on", "title"))
    tied = Activity.objects.filter(attachments__attachment=kept) if kept else Activity.objects.none()
    return list((dict(_named(each) for each in tied) | found).items())


def _named(activity: Activity) -> tuple[str, str]:
    held: date = activity.held_on
    return activity.public_id, f"{activity.title}, {held.day} {held:%B} {held.year}"
