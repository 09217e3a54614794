"""The year plan: a grid of weeks and year groups or benchmarks, or the same as a list; on a phone always the list."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.kernel.academic_year import in_words
from waymark.ledger.rules.facts import ActivityRefused
from waymark.places.models import Organisation
from waymark.planner.actions.school_year import Blocked, move_planned
from waymark.planner.queries.school_year import Entry, school_days
from waymark.planner.rules.same_place import monday_of, nearest_school_day
from waymark.web.downloads import download
from waymark.web.formats import NOTHING, day, pounds, short_day
from waymark.web.formats import weekday as weekday_in_words
from waymark.web.pages import form_page, page
from waymark.web.school.activities.words import benchmarks_short, kinds_in_words
from waymark.web.school.addresses import address_if_any
from waymark.web.school.lists import Applied
from waymark.web.school.year_plan.finding import activity_here, year_asked
from waymark.web.school.year_plan.grid import Half, open_of
from waymark.web.school.year_plan.making import BY_DAY, BY_YEAR, YearPlanMaker
from waymark.web.school.year_plan.words import clash_status, for_whom, hours, stands

HEADER = (
    "Date", "Day", "Begins", "Ends", "Activity", "Kinds", "Benchmarks", "For", "Learners listed", "Provider",
    "Rooms", "Staff", "Cost", "Cost each", "Paid from", "State", "First planned for", "Attended", "Of",
    "Gaps it closes", "Clashes",
)  # fmt: skip


@dataclass(frozen=True)
class ListedEntry:
    """One entry in the list beside the grid."""

    public_id: str
    title: str
    href: str
    move_href: str
    when: str
    whom: str
    benchmarks: str
    learners: str
    cost: str
    closes: str
    status: str
    status_said: str
    came: str
    moved: str
    clash: tuple[str, str] | None
    clashes: tuple[str, ...]


@dataclass(frozen=True)
class ListedTerm:
    """The entries of one term in order of day; the others are folded, each under its name and what it holds."""

    name: str
    entries: tuple[ListedEntry, ...]
    is_open: bool

    @property
    def clashes(self) -> int:
        """How many have something in their way."""
        return sum(entry.clash is not None for entry in self.entries)


@dataclass(frozen=True)
class Choice:
    """One thing the plan is narrowed by."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True)
class Links:
    """The ways from the year plan; None where the reader may not go."""

    new: str | None
    start: str | None
    builder: str | None
    money: str
    days: str
    clashes: str
    happened: str
    feeds: str | None
    print: str
    csv: str
    xlsx: str


@dataclass(frozen=True)
class YearPlanPage:
    """All that the year plan shows."""

    school: str
    year: str
    lede: str
    has_any: bool
    has_terms: bool
    terms_href: str | None
    may_plan: bool
    is_this_year: bool
    choices: tuple[Choice, ...]
    applied: tuple[Applied, ...]
    clear_href: str
    columns: tuple[str, ...]
    halves: tuple[Half, ...]
    terms: tuple[ListedTerm, ...]
    money: tuple[dict[str, Any], ...]
    closes: str
    left: str
    clash_count: int
    by: str
    is_list: bool
    other_href: str  # the same as a list, or from there by week
    links: Links

    @property
    def has_listed(self) -> bool:
        """Whether anything is left of the plan by what it is narrowed to."""
        return any(term.entries for term in self.terms)


@form_page("school/year_plan/plan.html", needs=Permission.FIGURES_VIEW)
def year_plan(request: HttpRequest, school: Organisation) -> Any:
    if request.method == "POST":
        return _move(request, school)
    return shown(YearPlanMaker(request, school, year_asked(request, school)))


@page("school/year_plan/print.html", needs=Permission.FIGURES_VIEW)
def year_plan_print(request: HttpRequest, school: Organisation) -> YearPlanPage:
    """The same plan as one paper, term by term."""
    return shown(YearPlanMaker(request, school, year_asked(request, school)))


@page("school/year_plan/plan.html", needs=Permission.FIGURES_VIEW)
def year_plan_file(request: HttpRequest, school: Organisation, kind: str) -> HttpResponse:
    making = YearPlanMaker(request, school, year_asked(request, school))
    rows = [_line(making, entry) for entry in making.entries]
    return download(kind, f"year-plan-{school.slug}-{making.year}", HEADER, rows)


def _move(request: HttpRequest, school: Organisation) -> HttpResponse:
    """Put an entry into the week it was dragged to: on its weekday, or the nearest that learners are in."""
    request.scope.require(Permission.PLAN_WRITE, school.pk)
    activity = activity_here(school, request.POST.get("entry", ""))
    try:
        monday = monday_of(date.fromisoformat(request.POST.get("week", "")))
    except ValueError as wrong:
        raise Http404("There is no such week.") from wrong
    year = year_asked(request, school)
    wanted = nearest_school_day(monday + timedelta(days=activity.held_on.weekday()), school_days(school, year))
    try:
        moved, clashes = move_planned(activity=activity, to_on=wanted, by=request.scope)
    except Blocked as blocked:
        messages.error(request, f"“{activity.title}” was not moved. {blocked}")
        return _week_of(request, activity.held_on)
    except ActivityRefused as refused:
        messages.error(request, f"“{activity.title}” was not moved. {refused}")
        return _week_of(request, activity.held_on)
    messages.success(request, f"“{moved.title}” is now on {weekday_in_words(moved.held_on)}.")
    for clash in clashes:
        messages.warning(request, clash.words)
    return _week_of(request, moved.held_on)


def _week_of(request: HttpRequest, on: date) -> HttpResponse:
    """Back to the plan as it was shown, at the week of a day."""
    return redirect(f"{request.get_full_path()}#week-{monday_of(on).isoformat()}")


def shown(making: YearPlanMaker) -> YearPlanPage:
    """The page of a plan."""
    school, year, speaking = making.school, making.year, making.speaking
    here = {"slug": school.slug}
    may_plan = making.may(Permission.PLAN_WRITE)
    money, closing = making.money, making.closing
    of_all = making.everything
    planned = [entry for entry in of_all if entry.is_planned]
    return YearPlanPage(
        school=school.name,
        year=in_words(year),
        lede=f"{len(planned)} planned, {sum(e.state == 'done' for e in of_all)} done.",
        has_any=bool(of_all),
        has_terms=bool(making.terms),
        terms_href=reverse("calendar", kwargs=here) if making.may(Permission.SETTINGS_WRITE) else None,
        may_plan=may_plan,
        is_this_year=making.is_now,
        choices=tuple(Choice(*each) for each in making.choices()),
        applied=making.applied(),
        clear_href=f"?{urlencode({'year': year, 'by': making.by})}",
        columns=tuple(label for _, label in making.columns),
        halves=making.halves(),
        terms=_terms(making),
        money=_money(money),
        closes=f"All that is planned closes {speaking.gaps(closing.units)}." if closing else "",
        left=f"{speaking.gaps(sum(part.units for part in closing.left))} are left open.".capitalize()
        if closing
        else "",
        clash_count=len(making.clashes),
        by=making.by,
        is_list=making.by == BY_DAY,
        other_href=making.link("year_plan", by=BY_YEAR if making.by == BY_DAY else BY_DAY, **making.narrowed_by),
        links=_links(making, may_plan),
    )


def _terms(making: YearPlanMaker) -> tuple[ListedTerm, ...]:
    """The list term by term. Open is the first term with anything that is not over, as people act on what comes."""
    parts = making.by_term()
    holding = [number for number, (_, entries) in enumerate(parts) if entries]
    opened = holding[open_of([parts[number][0].mondays[-1] for number in holding], making.on)] if holding else None
    return tuple(
        ListedTerm(span.title, tuple(listed(making, entry) for entry in entries), number == opened)
        for number, (span, entries) in enumerate(parts)
    )


def listed(making: YearPlanMaker, entry: Entry) -> ListedEntry:
    """An entry for the list."""
    speaking, clashes = making.speaking, making.clashes.get(entry.key, ())
    status, said = stands(entry, making.on)
    here = {"slug": making.school.slug, "public_id": entry.public_id}
    return ListedEntry(
        public_id=entry.public_id,
        title=speaking.title(entry),
        href=reverse("year_plan_entry", kwargs=here),
        move_href=reverse("move_entry", kwargs=here) if making.may_move(entry) else "",
        when=f"{entry.held_on:%a} {short_day(entry.held_on)}",
        whom=for_whom(entry),
        benchmarks=benchmarks_short(entry.benchmarks),
        learners=speaking.learners(entry.listed) if entry.is_planned and entry.listed else "",
        cost=speaking.cost(entry),
        closes=speaking.closes(making.closed_by(entry)),
        status=status,
        status_said=said,
        came=speaking.came(entry),
        moved=f"First planned for {day(entry.first_on)}" if entry.is_moved else "",
        clash=clash_status(clashes),
        clashes=speaking.clashes(clashes),
    )


def _money(money: Any) -> tuple[dict[str, Any], ...]:
    return (
        {"label": "Budget", "value": pounds(money.budget) if money.budget is not None else None},
        {"label": "Spent", "value": pounds(money.spent)},
        {"label": "Committed", "value": pounds(money.committed)},
        {"label": "Left", "value": pounds(money.left) if money.left is not None else NOTHING},
    )


def _links(making: YearPlanMaker, may_plan: bool) -> Links:
    return Links(
        new=making.link("new_entry") if may_plan else None,
        start=making.link("start_year_plan") if may_plan else None,
        builder=address_if_any("plan_builder", slug=making.school.slug) if may_plan and making.is_now else None,
        money=making.link("plan_budget"),
        days=making.link("busy_days"),
        clashes=making.link("plan_clashes"),
        happened=making.link("plan_happened"),
        feeds=reverse("plan_feeds", kwargs={"slug": making.school.slug}) if making.speaking.open_words else None,
        print=making.link("year_plan_print", **making.narrowed_by),
        csv=making.link("year_plan_file", kind="csv", **making.narrowed_by),
        xlsx=making.link("year_plan_file", kind="xlsx", **making.narrowed_by),
    )


def _line(making: YearPlanMaker, entry: Entry) -> list[Any]:
    """One entry as a row of a file: numbers of learners as the reader may know them."""
    speaking, closed = making.speaking, making.closed_by(entry)
    open_words = speaking.open_words
    times = hours(entry.starts, entry.ends) if entry.starts else ""
    begins, _, ends = times.partition(" to ")
    return [
        entry.held_on,
        f"{entry.held_on:%A}",
        begins,
        ends,
        speaking.title(entry),
        kinds_in_words(entry.kinds),
        benchmarks_short(entry.benchmarks),
        for_whom(entry),
        making.number(entry.listed) if entry.is_planned else "",
        entry.provider if open_words else "",
        "; ".join(entry.rooms) if open_words else "",
        "; ".join(entry.staff) if open_words else "",
        entry.cost,
        speaking.each(entry.cost, entry.learners) if entry.cost else None,
        making.line_names.get(entry.line, "") if open_words else "",
        stands(entry, making.on)[1],
        entry.first_on,
        making.number(entry.came["attended"]) if entry.came.total() else "",
        making.number(entry.came.total()) if entry.came.total() else "",
        making.number(closed.units) if closed else "",
        " ".join(speaking.clashes(making.clashes.get(entry.key, ()))),
    ]
