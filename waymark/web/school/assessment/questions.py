"""The questions of one benchmark as a form: what each may be answered, what the records say, what was said before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.forms import BoundField

from waymark.evaluation.assessing.queries import AssessedItem
from waymark.kernel.benchmark import AnsweredBy
from waymark.places.models import Organisation
from waymark.web.formats import day, moment
from waymark.web.school.addresses import entitlement_address, open_address

RECORDS = "records"  # the answer "as the records say"


@dataclass(frozen=True)
class Records:
    """What the records answer to a question, and where the rows behind it are."""

    answer: str
    words: str
    as_at: date
    href: str | None


@dataclass(frozen=True)
class Question:
    """One question as its page shows it."""

    code: str
    text: str
    hint: str
    records: Records | None
    records_hidden: bool
    answer: BoundField | None
    reason: BoundField | None
    number: int
    reason_when: str
    said: str
    reason_said: str
    carried: str
    carried_reason: str
    clash: str


class QuestionsForm(forms.Form):
    """An answer and perhaps a reason for each question of a benchmark, named `a-<code>` and `r-<code>`."""

    def __init__(self, *args, items: Sequence[AssessedItem], **kwargs):
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            code = item.criterion.code
            self.fields[f"a-{code}"] = forms.ChoiceField(
                label=item.criterion.question,
                choices=choices_shown(item),
                initial=answer_shown(item),
                required=False,
                widget=forms.RadioSelect,
                help_text=hint_of(item),
            )
            if item.recorded and item.recorded.answer:
                self.fields[f"r-{code}"] = forms.CharField(
                    label="Why does your answer differ from your records?",
                    initial=item.claimed.reason if item.claimed else "",
                    required=False,
                    max_length=1000,
                    help_text="Needed where it does. Never name a learner.",
                    widget=forms.Textarea(attrs={"rows": 2}),
                )

    def given(self, item: AssessedItem) -> tuple[str, str] | None:
        """The answer and reason sent for an item; None where it was left alone."""
        code = item.criterion.code
        answer = self.cleaned_data.get(f"a-{code}", "")
        if not answer:
            return None
        recorded = answer == RECORDS
        return ("" if recorded else answer), ("" if recorded else self.cleaned_data.get(f"r-{code}", ""))


def choices_shown(item: AssessedItem) -> list[tuple[str, str]]:
    """The answers offered; what the records say comes first, and only once."""
    recorded = item.recorded.answer if item.recorded else None
    others = [(choice.name, choice.label) for choice in item.choices if choice.name != recorded]
    return [(RECORDS, f"{item.label(recorded)}, as your records say"), *others] if recorded else others


def answer_shown(item: AssessedItem) -> str:
    """The answer that is chosen when the page opens; blank for none. A carried one never is."""
    recorded = item.recorded.answer if item.recorded else None
    if item.claimed and item.claimed.answer != recorded:
        return item.claimed.answer
    return RECORDS if recorded else ""


def hint_of(item: AssessedItem) -> str:
    """How the question is to be taken."""
    agree = "How far do you agree?" if item.criterion.answered_by == AnsweredBy.AGREEMENT else ""
    unscored = "" if item.scored else "Does not count towards the score."
    return " ".join(filter(None, (agree, unscored)))


def questions(
    school: Organisation, items: Sequence[AssessedItem], form: QuestionsForm | None, rules: str
) -> tuple[Question, ...]:
    """The questions of a page; without a form, to read only."""
    return tuple(_question(school, item, form, rules) for item in items)


def _question(school: Organisation, item: AssessedItem, form: QuestionsForm | None, rules: str) -> Question:
    code = item.criterion.code
    others = [choice.name for choice in item.choices if not (item.recorded and choice.name == item.recorded.answer)]
    has_reason = form is not None and f"r-{code}" in form.fields
    claimed, carried = item.claimed, item.carried
    return Question(
        code=code,
        text=item.criterion.question,
        hint=hint_of(item),
        records=_records(school, item, rules),
        records_hidden=bool(item.recorded and item.recorded.is_hidden),
        answer=form[f"a-{code}"] if form is not None else None,
        reason=form[f"r-{code}"] if has_reason and form is not None else None,
        number=item.number,
        reason_when=" ".join(f"a-{code}={name}" for name in others),
        said=f"{item.label(claimed.answer)}{_by(claimed.by)}, {moment(claimed.at)}" if claimed else "",
        reason_said=claimed.reason if claimed else "",
        carried=f"{item.label(carried.answer)}{_by(carried.by)}, {day(carried.at)}" if carried else "",
        carried_reason=carried.reason if carried else "",
        clash=f"{item.label(item.clash.answer) or 'As the records say'}{_by(item.clash.by)}" if item.clash else "",
    )


def _by(name: str) -> str:
    return f", {name}" if name else ""


def _records(school: Organisation, item: AssessedItem, rules: str) -> Records | None:
    said = item.recorded
    if said is None or said.answer is None:
        return None
    href = open_address(school, said.page) if said.page else None
    if said.entitlements:
        on = {"on_day": said.as_at.day, "on_month": said.as_at.month, "on_year": said.as_at.year, "rules": rules}
        href = f"{entitlement_address(school, said.entitlements[0])}?{urlencode(on)}"
    return Records(item.label(said.answer), said.words, said.as_at, href)


def seen_numbers(items: Sequence[AssessedItem], data: Mapping[str, Any]) -> dict[str, int]:
    """The number of the last claim that the sender had seen of each item, as the page told it."""
    return {item.criterion.code: whole(data.get(f"n-{item.criterion.code}")) for item in items}


def whole(typed: Any) -> int:
    """A number as a page sent it; 0 for what is none."""
    return int(typed) if isinstance(typed, str) and typed.isascii() and typed.isdecimal() else 0
