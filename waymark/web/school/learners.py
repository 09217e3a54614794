"""The list of learners: found by name, narrowed by year group and form, with how each stands."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.evaluation.frameworks import benchmarks_in_force
from waymark.evaluation.quality import quality_of
from waymark.evaluation.queries import answers_of_everyone
from waymark.kernel.vocabulary import Answer
from waymark.ledger.models import Enrolment
from waymark.ledger.queries import on_roll
from waymark.places.models import Organisation
from waymark.web.downloads import download
from waymark.web.pages import page
from waymark.web.school.addresses import address_if_any, learner_address
from waymark.web.school.entitlement_rows import form_in_order, has_name
from waymark.web.school.lists import Applied, Column, Paged, applied_filters, columns_of, paged
from waymark.web.school.notes import Note, note_on
from waymark.web.school.words import Words, words_of

FILTERS = ("q", "year", "form", "roll")
HEADINGS = {
    "name": "Name",
    "year": "Year group",
    "form": "Form",
    "met": "Met",
    "not_yet": "Not yet",
    "missed": "Missed",
    "unknown": "Unknown",
}
_COUNTS = ("met", "not_yet", "missed", "unknown")


class LearnersForm(forms.Form):
    """What the list is narrowed by."""

    q = forms.CharField(label="Name", required=False, max_length=100)
    year = forms.ChoiceField(label="Year group", required=False)
    form = forms.ChoiceField(label="Form", required=False)
    roll = forms.ChoiceField(label="On roll", required=False, choices=[("", "On roll today"), ("left", "Left")])

    def __init__(self, *args, enrolments: list[Enrolment], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        years = sorted({enrolment.year_group for enrolment in enrolments})
        used = sorted({enrolment.form for enrolment in enrolments if enrolment.form}, key=form_in_order)
        self.fields["year"].choices = [("", "Every year group"), *((str(year), f"Year {year}") for year in years)]
        self.fields["form"].choices = [("", "Every form"), *((name, name) for name in used)]


@dataclass(frozen=True)
class LearnerLine:
    """One learner: where they are, and how many entitlements they have of each answer."""

    name: str
    href: str
    year_group: int
    form: str
    met: int
    not_yet: int
    missed: int
    unknown: int


@dataclass(frozen=True)
class LearnersPage:
    """All that the list of learners shows."""

    school: str
    words: Words
    as_at: date
    has_any: bool
    form: LearnersForm
    applied: tuple[Applied, ...]
    keep: dict[str, str]
    columns: tuple[Column, ...]
    paged: Paged
    note: Note
    csv_href: str
    xlsx_href: str
    clear_href: str
    files_href: str | None


@page("school/learners.html", needs=Permission.LEARNER_VIEW)
def learners(request: HttpRequest, school: Organisation) -> LearnersPage:
    today, address = timezone.localdate(), reverse("learners", kwargs={"slug": school.slug})
    lines, form, sort, has_any = _found(request, school, today)
    asked = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    words = words_of(school)
    by = benchmarks_in_force(today).name
    return LearnersPage(
        school=school.name,
        words=words,
        as_at=today,
        has_any=has_any,
        form=form,
        applied=applied_filters(form, asked, lambda rest: _link(address, **rest, sort=sort)),
        keep={"sort": sort},
        columns=columns_of(HEADINGS, sort, lambda wanted: _link(address, **asked, sort=wanted)),
        paged=paged(request, lines, _link(address, **asked, sort=sort), words.one),
        note=note_on(quality_of(school, by, on=today), words, in_full=True),
        csv_href=_link(_file(school, "csv"), **asked, sort=sort),
        xlsx_href=_link(_file(school, "xlsx"), **asked, sort=sort),
        clear_href=address,
        files_href=address_if_any("deliveries", slug=school.slug)
        if request.scope.holds(Permission.LEARNER_WRITE, school.pk)
        else None,
    )


@page("school/learners.html", needs=Permission.LEARNER_VIEW)
def learners_file(request: HttpRequest, school: Organisation, kind: str) -> HttpResponse:
    """The same rows as the page, all of them, as CSV or XLSX."""
    today = timezone.localdate()
    lines, _, _, _ = _found(request, school, today)
    note("list downloaded", organisation_id=school.pk, by=request.scope, rows=len(lines), kind=kind)
    cells = [(line.name, line.year_group, line.form, *(getattr(line, name) for name in _COUNTS)) for line in lines]
    return download(kind, f"{words_of(school).many}-{today:%Y-%m-%d}", tuple(HEADINGS.values()), cells)


def _found(
    request: HttpRequest, school: Organisation, today: date
) -> tuple[list[LearnerLine], LearnersForm, str, bool]:
    """The lines asked for in their order, the form, the order, and whether the school has any learner at all."""
    here = list(on_roll(school, today))
    roll = _gone(school, here) if request.GET.get("roll") == "left" else here
    form = LearnersForm(request.GET, enrolments=roll)
    form.is_valid()  # a choice that is not there narrows nothing, and the form says so
    wanted = form.cleaned_data
    kept = [enrolment for enrolment in roll if _is_wanted(enrolment, wanted)]
    answers = answers_of_everyone(school, benchmarks_in_force(today).name, on=today)
    lines = [_line(school, enrolment, answers.get(enrolment.learner.public_id, Counter())) for enrolment in kept]
    sort = request.GET.get("sort", "")
    sort = sort if sort.removeprefix("-") in HEADINGS else "name"
    return _in_order(lines, sort), form, sort, bool(roll)


def _gone(school: Organisation, here: list[Enrolment]) -> list[Enrolment]:
    """The last enrolment of everyone who is not on roll."""
    standing = {enrolment.learner_id for enrolment in here}
    latest: dict[int, Enrolment] = {}
    for enrolment in Enrolment.objects.filter(organisation=school).select_related("learner").order_by("from_on"):
        if enrolment.learner_id not in standing:
            latest[enrolment.learner_id] = enrolment
    return list(latest.values())


def _is_wanted(enrolment: Enrolment, wanted: dict) -> bool:
    return (
        wanted.get("year") in ("", None, str(enrolment.year_group))
        and wanted.get("form") in ("", None, enrolment.form)
        and has_name(enrolment.learner, wanted.get("q", ""))
    )


def _line(school: Organisation, enrolment: Enrolment, answers: Counter[Answer]) -> LearnerLine:
    learner = enrolment.learner
    return LearnerLine(
        name=f"{learner.family_name}, {learner.preferred_name or learner.given_name}",
        href=learner_address(school, learner.public_id),
        year_group=enrolment.year_group,
        form=enrolment.form,
        **{name: answers[Answer(name)] for name in _COUNTS},
    )


def _in_order(lines: list[LearnerLine], sort: str) -> list[LearnerLine]:
    by_name = sorted(lines, key=lambda line: (line.name.casefold(), line.href))
    if sort == "-name":
        return by_name[::-1]
    name = sort.removeprefix("-")
    keys = {"name": lambda line: 0, "year": lambda line: line.year_group, "form": lambda line: form_in_order(line.form)}
    return sorted(by_name, key=keys.get(name, lambda line: getattr(line, name)), reverse=sort.startswith("-"))


def _file(school: Organisation, kind: str) -> str:
    return reverse("learners_file", kwargs={"slug": school.slug, "kind": kind})


def _link(address: str, **asked: str) -> str:
    return f"{address}?{urlencode(asked)}" if asked else address


urlpatterns = [
    path("learners/", learners, name="learners"),
    path("learners.<str:kind>", learners_file, name="learners_file"),
]
