"""The list of learners: found by name, narrowed by year group and form, with how each stands."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path, reverse
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.evaluation.frameworks import benchmarks_in_force
from waymark.evaluation.quality import quality_of
from waymark.evaluation.queries import answers_of_everyone
from waymark.kernel.vocabulary import Answer
from waymark.ledger.queries.records import OnTheRoll, off_roll_on, roll_on
from waymark.places.models import Organisation
from waymark.web.downloads import download
from waymark.web.pages import page
from waymark.web.school.addresses import address_if_any, learner_address
from waymark.web.school.entitlement_rows import form_in_order
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

    def __init__(self, *args, roll: list[OnTheRoll], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        years = sorted({learner.year_group for learner in roll})
        used = sorted({learner.form for learner in roll if learner.form}, key=form_in_order)
        self.fields["year"].choices = [("", "Every year group"), *((str(year), f"Year {year}") for year in years)]
        self.fields["form"].choices = [("", "Every form"), *((name, name) for name in used)]


@dataclass(frozen=True)
class LearnerLine:
    """One learner: where they are, and how many entitlements they have of each answer."""

    name: str
    public_id: str
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
    hrefs: dict[str, str]
    csv_href: str
    xlsx_href: str
    clear_href: str
    files_href: str | None


@page("school/learners.html", needs=Permission.LEARNER_VIEW, viewed="learners listed")
def learners(request: HttpRequest, school: Organisation) -> LearnersPage:
    today, address = timezone.localdate(), reverse("learners", kwargs={"slug": school.slug})
    lines, form, sort, has_any = _found(request, school, today)
    asked = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    words = words_of(school)
    by = benchmarks_in_force(today).name
    shown = paged(request, lines, _link(address, **asked, sort=sort), words.one)
    return LearnersPage(
        school=school.name,
        words=words,
        as_at=today,
        has_any=has_any,
        form=form,
        applied=applied_filters(form, asked, lambda rest: _link(address, **rest, sort=sort)),
        keep={"sort": sort},
        columns=columns_of(HEADINGS, sort, lambda wanted: _link(address, **asked, sort=wanted), numeric=_COUNTS),
        paged=shown,
        hrefs={line.public_id: learner_address(school, line.public_id) for line in shown.rows},
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
    roll = (off_roll_on if request.GET.get("roll") == "left" else roll_on)(school, today)
    form = LearnersForm(request.GET, roll=roll)
    form.is_valid()  # a choice that is not there narrows nothing, and the form says so
    kept = [learner for learner in roll if _is_wanted(learner, form.cleaned_data)]
    answers = answers_of_everyone(school, benchmarks_in_force(today).name, on=today)
    lines = [_line(learner, answers.get(learner.public_id, Counter())) for learner in kept]
    sort = request.GET.get("sort", "")
    sort = sort if sort.removeprefix("-") in HEADINGS else "name"
    return _in_order(lines, sort), form, sort, bool(roll)


def _is_wanted(learner: OnTheRoll, wanted: dict) -> bool:
    return (
        wanted.get("year") in ("", None, str(learner.year_group))
        and wanted.get("form") in ("", None, learner.form)
        and learner.is_called(wanted.get("q", ""))
    )


def _line(learner: OnTheRoll, answers: Counter[Answer]) -> LearnerLine:
    counts = {name: answers[Answer(name)] for name in _COUNTS}
    return LearnerLine(learner.name, learner.public_id, learner.year_group, learner.form, **counts)


def _in_order(lines: list[LearnerLine], sort: str) -> list[LearnerLine]:
    by_name = sorted(lines, key=lambda line: (line.name.casefold(), line.public_id))
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
    re_path(r"^learners\.(?P<kind>csv|xlsx)$", learners_file, name="learners_file"),
]
