"""The learners behind an entitlement's figure: found, narrowed, put in order."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpRequest

from waymark.access.permissions import Permission
from waymark.evaluation.queries import LearnerAnswer, answers_to, closes_on
from waymark.kernel.entitlement import Entitlement
from waymark.kernel.framework import Framework
from waymark.kernel.vocabulary import Answer
from waymark.ledger.models import GroupMember
from waymark.ledger.queries import fields_on, settings_of
from waymark.ledger.queries.activities import open_groups
from waymark.ledger.queries.records import OnTheRoll, roll_on
from waymark.places.models import Organisation
from waymark.web.school.measures import Measure
from waymark.web.school.words import ANSWER_WORDS, GROUP_NEEDS, GROUP_WORDS, so_far, year_words

COUNTED, EVERYONE = "", "all"
SORTS = ("name", "year", "form", "answer", "so_far")
_ANSWER_ORDER = {Answer.MISSED: 0, Answer.NOT_YET: 1, Answer.UNKNOWN: 2, Answer.MET: 3}


@dataclass(frozen=True)
class Row:
    """One learner with their answer, as the list shows it."""

    public_id: str
    family_name: str
    given_name: str
    year_group: int
    form: str
    answer: Answer
    so_far: str
    evidence: int
    until: date | None

    @property
    def name(self) -> str:
        return f"{self.family_name}, {self.given_name}"


class NarrowingForm(forms.Form):
    """What the list is narrowed by; the choices are those that the school's roll has."""

    q = forms.CharField(label="Name", required=False, max_length=100)
    answer = forms.ChoiceField(label="Answer", required=False)
    year = forms.ChoiceField(label="Year group", required=False)
    form = forms.ChoiceField(label="Form", required=False)
    group = forms.ChoiceField(label="Group", required=False)
    fact = forms.ChoiceField(label="Facts", required=False)

    def __init__(self, *args, due: Entitlement, pairs, groups, facts, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        years = sorted({given.year_group for given, _ in pairs})
        self.fields["answer"].choices = [("", "Every answer"), *((a.value, words) for a, words in ANSWER_WORDS.items())]
        self.fields["year"].choices = [
            (COUNTED, f"Those counted in the figure ({year_words(due.cohort)})"),
            (EVERYONE, "Everyone it asks about"),
            *((str(year), f"Year {year}") for year in years),
        ]
        used = sorted({learner.form for _, learner in pairs if learner.form}, key=form_in_order)
        self.fields["form"].choices = [("", "Every form"), *((name, name) for name in used)]
        self.fields["group"].choices = [("", "Every group"), *((group.public_id, group.name) for group in groups)]
        self.fields["fact"].choices = [("", "Everyone"), *((fact, GROUP_WORDS[fact]) for fact in facts)]
        for name in ("form", "group", "fact"):
            if len(self.fields[name].choices) == 1:
                del self.fields[name]


@dataclass(frozen=True)
class Listing:
    """The narrowed rows in order, and the form that narrowed them."""

    rows: tuple[Row, ...]
    form: NarrowingForm
    sort: str


def listing_of(
    request: HttpRequest, school: Organisation, measure: Measure, framework: Framework, due: Entitlement, asked
) -> Listing:
    """What `asked` (the address, or a posted form) narrows the list to. The same queries for any number of rows."""
    pairs = _answered(school, measure, framework, due)
    may_see = request.scope.holds(Permission.SENSITIVE_VIEW, school.pk)
    facts = _facts_kept(school) if may_see else ()
    form = NarrowingForm(asked, due=due, pairs=pairs, groups=list(open_groups(school)), facts=facts)
    form.is_valid()  # a choice that is not there narrows nothing, and the form says so
    wanted = form.cleaned_data
    if wanted.get("group"):
        members = set(
            GroupMember.objects.filter(group__organisation=school, group__public_id=wanted["group"]).values_list(
                "learner_id", flat=True
            )
        )
        pairs = [(given, learner) for given, learner in pairs if learner.learner_id in members]
    kept = [(given, learner) for given, learner in pairs if _is_wanted(given, learner, wanted)]
    day_minutes = settings_of(school).day_minutes
    until = {year: closes_on(due, year, on=measure.on) for year in {given.year_group for given, _ in kept}}
    rows = [_row(due, given, learner, until, day_minutes) for given, learner in kept]
    sort = asked.get("sort", "")
    sort = sort if sort.removeprefix("-") in SORTS else "name"
    return Listing(tuple(_in_order(rows, sort)), form, sort)


def _answered(
    school: Organisation, measure: Measure, framework: Framework, due: Entitlement
) -> list[tuple[LearnerAnswer, OnTheRoll]]:
    roll = {learner.public_id: learner for learner in roll_on(school, measure.on)}
    answers = answers_to(school, framework.name, due.code, on=measure.on)
    return [(given, roll[given.learner_id]) for given in answers if given.learner_id in roll]


def _facts_kept(school: Organisation) -> tuple[str, ...]:
    kept = fields_on(school)
    return tuple(group for group, needs in GROUP_NEEDS.items() if needs in kept)


def _is_wanted(given: LearnerAnswer, learner: OnTheRoll, wanted: dict) -> bool:
    year = wanted.get("year", COUNTED)
    return (
        (given.in_cohort if year == COUNTED else year == EVERYONE or str(given.year_group) == year)
        and wanted.get("answer") in ("", None, given.answer.value)
        and wanted.get("form") in ("", None, learner.form)
        and _is_so(learner, wanted.get("fact"))
        and learner.is_called(wanted.get("q", ""))
    )


def _is_so(learner: OnTheRoll, fact: str | None) -> bool:
    return {
        "sen:any": learner.sen != "N",
        "sen:none": learner.sen == "N",
        "pp:yes": learner.pupil_premium,
        "pp:no": not learner.pupil_premium,
        "lac:yes": learner.looked_after,
        "eal:yes": learner.eal,
    }.get(fact or "", True)


def _row(due: Entitlement, given: LearnerAnswer, learner: OnTheRoll, until: dict[int, date], day_minutes: int) -> Row:
    return Row(
        public_id=learner.public_id,
        family_name=learner.family_name,
        given_name=learner.preferred_name or learner.given_name,
        year_group=given.year_group,
        form=learner.form,
        answer=given.answer,
        so_far=so_far(due, given.evidence, day_minutes=day_minutes),
        evidence=given.evidence,
        until=until[given.year_group] if given.answer is Answer.NOT_YET else None,
    )


def _in_order(rows: list[Row], sort: str) -> list[Row]:
    """By name, then by what was asked: Python's sort keeps names in order within it."""
    keys = {
        "name": lambda row: 0,
        "year": lambda row: row.year_group,
        "form": lambda row: form_in_order(row.form),
        "answer": lambda row: _ANSWER_ORDER[row.answer],
        "so_far": lambda row: row.evidence,
    }
    by_name = sorted(rows, key=lambda row: (row.family_name.casefold(), row.given_name.casefold(), row.public_id))
    if sort == "-name":
        return by_name[::-1]
    return sorted(by_name, key=keys[sort.removeprefix("-")], reverse=sort.startswith("-"))


def form_in_order(form: str) -> tuple[int, str]:
    """`9B` before `10A`: by the number in front, then by the rest."""
    digits = "".join(character for character in form if character.isdigit())
    return (int(digits) if digits else 0, form)
