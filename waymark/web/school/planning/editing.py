"""Taking a suggestion up, adding an action of one's own, changing it, and planning for a benchmark on one page."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.evaluation.assessing.queries import latest_assessment, read
from waymark.kernel.academic_year import academic_year, in_words
from waymark.kernel.benchmark import Benchmark, Criterion
from waymark.kernel.vocabulary import Setting
from waymark.ledger.exchange import setting_of
from waymark.places.models import Organisation
from waymark.planner.actions import (
    Planned,
    PlanRefused,
    add_action,
    change_action,
    copy_to_next_year,
    plan_together,
)
from waymark.planner.models import ImprovementAction
from waymark.planner.queries.plan import open_in
from waymark.planner.queries.suggestions import Suggestion, suggested
from waymark.planner.rules.wording import bring_about
from waymark.web.formats import plural
from waymark.web.pages import Refused, form_page
from waymark.web.school.planning.finding import action_here, today, year_asked
from waymark.web.school.planning.forms import ImprovementForm, TogetherForm, initial_of, owners_at
from waymark.web.school.planning.words import benchmarks_of, frameworks_of, titled
from waymark.web.school.words import words_of


@dataclass(frozen=True)
class ImprovementFormPage:
    """All that the form of one action shows."""

    title: str
    caption: str
    lede: str
    form: ImprovementForm
    submit: str
    back_href: str


@dataclass(frozen=True)
class TogetherRow:
    """One criterion: its words, how it was answered, and whether an action for it is open."""

    code: str
    text: str
    answered: str
    is_planned: bool


@dataclass(frozen=True)
class TogetherPage:
    """All that the plan form of a benchmark shows."""

    title: str
    caption: str
    form: TogetherForm
    rows: tuple[TogetherRow, ...]
    back_href: str


@form_page("school/planning/form.html", needs=Permission.ASSESS)
def new_improvement(request: HttpRequest, school: Organisation) -> Any:
    year, found = year_asked(request, school), _suggestion_asked(request, school)
    about = {"framework": found.framework, "benchmark": found.benchmark, "need": found.need} if found else {}
    initial = {"title": found.words, "achieve_by": found.achieve_by} if found else {}
    form = ImprovementForm(
        request.POST or None, school=school, year=year, fixed=found.benchmark if found else "", initial=initial
    )
    shown = ImprovementFormPage(
        title="Plan this" if found else "Add an action",
        caption=f"{titled(found.benchmark, benchmarks_of(year))}" if found else in_words(year),
        lede=found.title + "." if found and found.count is not None else "",
        form=form,
        submit="Put it in the plan",
        back_href=_plan(school, year),
    )
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        add_action(school=school, academic_year=year, planned=form.planned(**about), by=request.scope)
    except PlanRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    messages.success(request, "The action is in your plan.")
    return redirect(_plan(school, year))


@form_page("school/planning/form.html", needs=Permission.ASSESS)
def change_improvement(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    action = action_here(school, public_id)
    page_of = reverse("improvement", kwargs={"slug": school.slug, "public_id": public_id})
    initial = initial_of(action)
    form = ImprovementForm(
        request.POST or None,
        school=school,
        year=action.academic_year,
        fixed=action.benchmark if action.need else "",
        linked=initial["activities"],
        initial=initial,
    )
    caption = titled(action.benchmark, benchmarks_of(action.academic_year))
    shown = ImprovementFormPage("Change this action", caption, "", form, "Save the changes", page_of)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        planned = form.planned(
            framework=action.framework, benchmark=action.benchmark if action.need else "", need=action.need
        )
        change_action(action=action, planned=planned, by=request.scope)
    except PlanRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown, 409)
    messages.success(request, "Your changes were saved.")
    return redirect(page_of)


@form_page("school/planning/together.html", needs=Permission.ASSESS)
def together(request: HttpRequest, school: Organisation, code: str) -> Any:
    year = year_asked(request, school)
    by = next((each for each in frameworks_of(year) if code in {b.code for b in each.benchmarks}), None)
    if by is None:
        raise Http404("There is no such benchmark.")
    benchmark = by.benchmark(code)
    criteria = _criteria(school, benchmark)
    standing = {action.need: action for action in open_in(school, year).filter(benchmark=code)}
    form = TogetherForm(
        request.POST or None, criteria=criteria, owners=owners_at(school), initial=_initial_together(standing)
    )
    answered = _answers(school, by.name) if year == academic_year(today()) else {}
    shown = TogetherPage(
        title=f"Plan for benchmark {titled(code, {code: benchmark})}",
        caption=in_words(year),
        form=form,
        rows=tuple(TogetherRow(c.code, c.text, answered.get(c.code, ""), c.code in standing) for c in criteria),
        back_href=_plan(school, year),
    )
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    many = words_of(school).many
    planned = {
        criterion.code: Planned(
            title=bring_about(criterion, many=many),
            achieve_by=row["by"],
            framework=by.name,
            benchmark=code,
            need=criterion.code,
            owner_id=int(row["owner"]) if row["owner"] else None,
            owner_name=row["owner_name"],
            note=row["note"],
        )
        for criterion in criteria
        if (row := form.rows().get(criterion.code))
    }
    try:
        touched = plan_together(school=school, academic_year=year, planned=planned, by=request.scope)
    except PlanRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown, 409)
    messages.success(request, f"{plural(len(touched), 'action')} saved." if touched else "Nothing was changed.")
    return redirect(_plan(school, year))


@form_page("school/planning/plan.html", needs=Permission.ASSESS)
def copy_improvements(request: HttpRequest, school: Organisation) -> Any:
    """Carry what is open over to the next year; only when posted to."""
    year = year_asked(request, school)
    if request.method == "POST":
        made = copy_to_next_year(school=school, academic_year=year, by=request.scope)
        messages.success(request, f"{plural(len(made), 'action')} carried over to {in_words(year + 1)}.")
        year += 1
    return redirect(_plan(school, year))


def _suggestion_asked(request: HttpRequest, school: Organisation) -> Suggestion | None:
    """The suggestion that is taken up; not found where it is suggested no more."""
    need, missed = request.GET.get("need"), "missed" in request.GET
    if not need:
        return None
    for found in suggested(school, on=today()).suggestions:
        if found.need == need and (found.answer == "missed") == missed:
            return found
    raise Http404("This is not suggested any more.")


def _criteria(school: Organisation, benchmark: Benchmark) -> list[Criterion]:
    """Those only people can answer, for a school of this setting."""
    setting = Setting(setting_of(school))
    return [each for each in benchmark.criteria if setting in each.settings and not each.entitlements]


def _initial_together(standing: dict[str, ImprovementAction]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for need, action in standing.items():
        said[f"{need}.by"] = action.achieve_by
        said[f"{need}.owner"] = str(action.owner_id or "")
        said[f"{need}.owner_name"], said[f"{need}.note"] = action.owner_name, action.note
    return said


def _answers(school: Organisation, framework_name: str) -> dict[str, str]:
    """What the last self-assessment said of each item, in words."""
    assessment = latest_assessment(school, framework_name, today())
    if assessment is None:
        return {}
    items = read(assessment).items
    return {item.criterion.code: item.answer.label if item.answer else "Not answered" for item in items if item.applies}


def _plan(school: Organisation, year: int) -> str:
    address = reverse("improvement_plan", kwargs={"slug": school.slug})
    return address if year == academic_year(today()) else f"{address}?year={year}"
