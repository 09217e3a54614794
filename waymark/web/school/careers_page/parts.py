"""Writing the careers page, a part at a time."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.kernel.academic_year import academic_year, in_words
from waymark.places.models import Organisation, Setting
from waymark.publishing.actions import edit_page, edit_statement
from waymark.publishing.models import AccessStatement, CareersPage
from waymark.publishing.programme import programme_of
from waymark.publishing.queries import standing_page, standing_statement, year_groups_of
from waymark.web.pages import Refused, form_page
from waymark.web.school.careers_page.forms import (
    AudiencesForm,
    FiguresForm,
    GuidanceForm,
    ImpactForm,
    LeaderForm,
    ProgrammeForm,
    StatementForm,
    starting_values,
)

Maker = Callable[..., forms.Form]


@dataclass(frozen=True)
class Part:
    """One part of the page: how it is called, its form, whether it is of the access statement, what it answers."""

    name: str
    title: str
    lede: str
    make: Maker
    fields: tuple[str, ...]
    is_statement: bool = False
    answers: tuple[str, ...] = ()  # codes of the checklist


@dataclass(frozen=True)
class PartLink:
    """A part in the list of things to write, with how far it has got."""

    title: str
    hint: str
    href: str
    done: bool
    status: str


@dataclass(frozen=True)
class PartPage:
    """All that the page of one part shows."""

    school: str
    title: str
    lede: str
    form: forms.Form
    save: str
    back: str
    seen: int
    clash: bool = False

    @property
    def has_paragraphs(self) -> bool:
        return any(isinstance(field.widget, forms.Textarea) for field in self.form.fields.values())


def _programme_form(*args, school: Organisation, on: date, **kwargs) -> ProgrammeForm:
    year = academic_year(on)
    groups, activities = year_groups_of(school, year), programme_of(school, year)
    return ProgrammeForm(*args, year_groups=groups, activities=activities, **kwargs)


def _plain(form: type[forms.Form]) -> Maker:
    return lambda *args, school, on, **kwargs: form(*args, **kwargs)


_PARTS = (
    Part(
        "leader",
        "Careers leader",
        "The person anyone can ask about careers at your school.",
        lambda *args, school, on, **kwargs: LeaderForm(*args, school=school, **kwargs),
        ("leader_name", "leader_email", "leader_telephone"),
        answers=("careers-leader", "college-programme"),
    ),
    Part(
        "programme",
        "This year's programme",
        "What each year group does. Activities you have recorded are listed for you.",
        _programme_form,
        ("summary", "programme_year"),
    ),
    Part(
        "audiences",
        "Finding out more",
        "For each of the four, how they get information about the programme.",
        _plain(AudiencesForm),
        ("for_pupils", "for_parents", "for_teachers", "for_employers"),
        answers=("programme-summary",),
    ),
    Part(
        "guidance",
        "Personal guidance",
        "How to get a meeting with a careers adviser.",
        _plain(GuidanceForm),
        ("guidance",),
        answers=("personal-guidance",),
    ),
    Part(
        "impact",
        "Impact and review",
        "How you know what difference it makes, and when you look again.",
        _plain(ImpactForm),
        ("impact", "next_review_on"),
        answers=("impact", "next-review"),
    ),
    Part(
        "access",
        "Provider access statement",
        "How colleges and training providers can meet your learners.",
        _plain(StatementForm),
        ("procedure", "granting", "refusing", "premises", "complaints", "agreed_on"),
        is_statement=True,
        answers=(
            "access-procedure",
            "access-grounds",
            "access-premises",
            "access-complaints",
            "access-review",
        ),
    ),
    Part(
        "figures",
        "Figures",
        "What your records show, if you want to show it. Nobody asks you to.",
        lambda *args, school, on, **kwargs: FiguresForm(*args, school=school, on=on, **kwargs),
        ("shown_figures",),
    ),
)


def parts_for(school: Organisation) -> tuple[Part, ...]:
    """The parts a school of this setting writes: the law on provider access is not for colleges."""
    return tuple(part for part in _PARTS if not (part.is_statement and school.setting == Setting.COLLEGE))


def part_links(school: Organisation) -> tuple[PartLink, ...]:
    """The parts with whether each is written."""
    page, statement = standing_page(school), standing_statement(school)
    return tuple(_link(school, part, statement if part.is_statement else page) for part in parts_for(school))


def _link(school: Organisation, part: Part, standing: CareersPage | AccessStatement) -> PartLink:
    written = [bool(getattr(standing, name)) for name in part.fields]
    status = "Written" if all(written) else "Begun" if any(written) else "Not begun"
    may_be_empty = part.name == "figures"
    if may_be_empty:
        status = "Chosen" if all(written) else "None chosen"
    return PartLink(part.title, part.lede, part_href(school, part.name), all(written) or may_be_empty, status)


def part_href(school: Organisation, name: str) -> str:
    """Where a part is written."""
    return reverse("careers_page_part", kwargs={"slug": school.slug, "name": name})


def href_answering(school: Organisation, code: str) -> str:
    """Where to put right what an item of the checklist lacks: activities where no part answers it."""
    if code == "programme-summary" and not standing_page(school).summary:
        return part_href(school, "programme")
    for part in parts_for(school):
        if code in part.answers:
            return part_href(school, part.name)
    return part_href(school, "programme")


@form_page("school/careers_page/part.html", needs=Permission.PUBLISH)
def careers_page_part(request: HttpRequest, school: Organisation, name: str) -> PartPage | Refused | HttpResponse:
    part = next((each for each in parts_for(school) if each.name == name), None)
    if part is None:
        raise Http404("The careers page has no such part.")
    on = timezone.localdate()
    standing = standing_statement(school) if part.is_statement else standing_page(school)
    form = part.make(
        request.POST if request.method == "POST" else None, initial=starting_values(standing), school=school, on=on
    )
    shown = PartPage(
        school.name,
        part.title,
        part.lede,
        form,
        _save_words(part, on),
        reverse("careers_page", kwargs={"slug": school.slug}),
        standing.version,
    )
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    if _saved_by_another(standing, request.POST.get("seen", ""), form):
        return Refused(replace(shown, clash=True), status=409)
    _save(school, part, form, on, request.scope)
    messages.success(request, f"{part.title}: saved. It is public when you release the page.")
    return redirect("careers_page", slug=school.slug)


def _saved_by_another(standing: CareersPage | AccessStatement, seen: str, form: forms.Form) -> bool:
    """Whether somebody saved other words in this form's boxes after it was opened."""
    opened = type(standing).objects.filter(
        organisation=standing.organisation_id, version=seen if seen.isdecimal() else 0
    )
    before = opened.first() or type(standing)(organisation_id=standing.organisation_id)
    was, now = starting_values(before), starting_values(standing)
    return any(was.get(name) != now.get(name) for name in form.fields)


def _save(school: Organisation, part: Part, form: forms.Form, on: date, by: Scope) -> None:
    changes = form.changes(academic_year(on)) if isinstance(form, ProgrammeForm) else form.cleaned_data
    (edit_statement if part.is_statement else edit_page)(school=school, changes=changes, by=by)


def _save_words(part: Part, on: date) -> str:
    return f"Save for {in_words(academic_year(on))}" if part.name == "programme" else "Save"


urlpatterns = [path("write/<slug:name>/", careers_page_part, name="careers_page_part")]
