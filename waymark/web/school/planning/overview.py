"""The plan: what is suggested beside what was taken up, benchmark by benchmark, and how far it has got."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.kernel.academic_year import academic_year, in_words
from waymark.places.models import Organisation
from waymark.planner.models import Approval, ImprovementAction
from waymark.planner.queries.plan import (
    approvals_of,
    has_changed_since,
    open_in,
    owner_of,
    plan_content,
    plan_of,
    progress_of,
    words_open_to,
)
from waymark.planner.queries.suggestions import Suggested, Suggestion, suggested
from waymark.web.downloads import download
from waymark.web.formats import day, plural
from waymark.web.pages import page
from waymark.web.school.addresses import address_if_any, list_address
from waymark.web.school.lists import Applied
from waymark.web.school.planning.finding import today, year_asked, years_offered
from waymark.web.school.planning.words import (
    STATES,
    ActionRow,
    benchmarks_of,
    key_of_owner,
    row_of,
    still_behind,
    titled,
)
from waymark.web.school.words import words_of

HEADER = (
    "Benchmark", "What it is for", "Action", "Who sees to it", "Achieve by", "State", "Note", "Last word",
    "Still to go",
)  # fmt: skip


@dataclass(frozen=True)
class SuggestedRow:
    """One suggestion: what to do, why, how far the score would move, and the way to the learners behind it."""

    title: str
    why: str
    moves: str
    list_href: str | None
    list_text: str
    take_up_href: str | None


@dataclass(frozen=True)
class BenchmarkPlan:
    """One benchmark: what is planned, what is suggested, and what more could be done that scores nothing."""

    code: str
    title: str
    actions: tuple[ActionRow, ...]
    suggestions: tuple[SuggestedRow, ...]
    further: tuple[SuggestedRow, ...]
    together_href: str | None


@dataclass(frozen=True)
class Filter:
    """One thing the list is narrowed by."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True)
class Approved:
    """The last approval, in words, and whether the plan has changed since."""

    said: str
    has_changed: bool


@dataclass(frozen=True)
class PlanPage:
    """All that the improvement plan shows."""

    school: str
    year: str
    is_now: bool
    may_plan: bool
    open_words: bool
    filters: tuple[Filter, ...]
    applied: tuple[Applied, ...]
    clear_href: str
    benchmarks: tuple[BenchmarkPlan, ...]
    progress: list[dict[str, Any]]
    progress_said: str
    approved: Approved | None
    withheld: tuple[str, ...]
    unanswered: int
    has_assessment: bool
    assessment_href: str | None
    copy_count: int
    next_year: str
    new_href: str
    approvals_href: str
    copy_href: str
    print_href: str
    csv_href: str
    xlsx_href: str
    gb1_href: str | None


@page("school/planning/plan.html", needs=Permission.FIGURES_VIEW)
def improvement_plan(request: HttpRequest, school: Organisation) -> PlanPage:
    year = year_asked(request, school)
    return PlanMaker(request, school, year).page()


@page("school/planning/print.html", needs=Permission.FIGURES_VIEW)
def improvement_plan_print(request: HttpRequest, school: Organisation) -> PlanPage:
    """The same plan as one paper, without filters or suggestions' links."""
    return PlanMaker(request, school, year_asked(request, school)).page()


@page("school/planning/plan.html", needs=Permission.FIGURES_VIEW)
def improvement_plan_file(request: HttpRequest, school: Organisation, kind: str) -> HttpResponse:
    making = PlanMaker(request, school, year_asked(request, school))
    cells = [
        (
            titled(row.benchmark, making.known),
            row.need,
            row.title,
            row.owner,
            row.achieve_by,
            row.state_said,
            row.note,
            row.last_word,
            row.still,
        )
        for row in making.rows
    ]
    return download(kind, f"improvement-plan-{school.slug}-{making.year}", HEADER, cells)


class PlanMaker:
    """What the plan's pages and files of one year have in common."""

    def __init__(self, request: HttpRequest, school: Organisation, year: int) -> None:
        self.request, self.school, self.year, self.on = request, school, year, today()
        self.open_words = words_open_to(school)
        self.is_now = year == academic_year(self.on)
        self.known = benchmarks_of(year)
        self.one = words_of(school).one
        self.suggested = suggested(school, on=self.on) if self.is_now else Suggested((), (), None, 0)
        self.by_need = self.suggested.by_need()
        self.actions = list(plan_of(school, year))
        self.asked = self._asked()
        self.rows = [self._row(action) for action in self.actions if self._fits(action)]

    def page(self) -> PlanPage:
        here = {"slug": self.school.slug}
        assess = address_if_any("assessments", **here)
        may_plan = self.may(Permission.ASSESS)
        return PlanPage(
            school=self.school.name,
            year=in_words(self.year),
            is_now=self.is_now,
            may_plan=may_plan,
            open_words=self.open_words,
            filters=self._filters(),
            applied=self._applied(),
            clear_href=f"?{urlencode({'year': self.year})}",
            benchmarks=tuple(self._benchmark(code) for code in (*self.known, "") if self._has_any(code)),
            progress=self._progress(),
            progress_said=self._progress_said(),
            approved=self._approved(),
            withheld=self.suggested.withheld,
            unanswered=self.suggested.unanswered,
            has_assessment=self.suggested.assessment is not None or not self.is_now,
            assessment_href=assess,
            copy_count=open_in(self.school, self.year).count() if may_plan and self._is_nearly_over else 0,
            next_year=in_words(self.year + 1),
            new_href=self.link("new_improvement"),
            approvals_href=self.link("approvals"),
            copy_href=self.link("copy_improvements"),
            print_href=self.link("improvement_plan_print"),
            csv_href=self.link("improvement_plan_file", kind="csv", **self._narrowed_by),
            xlsx_href=self.link("improvement_plan_file", kind="xlsx", **self._narrowed_by),
            gb1_href=self._together("gb1") if may_plan else None,
        )

    @property
    def _is_nearly_over(self) -> bool:
        """Whether it is time to think of what goes on next year: from June."""
        return self.on >= date(self.year + 1, 6, 1)

    def may(self, permission: Permission) -> bool:
        return self.request.scope.holds(permission, self.school.pk)

    def link(self, name: str, **more: str) -> str:
        """A page of this year's plan."""
        kwargs: dict[str, str] = {part: more.pop(part) for part in ("kind", "code") if part in more}
        asked = urlencode({"year": self.year, **more})
        return f"{reverse(name, kwargs={'slug': self.school.slug, **kwargs})}?{asked}"

    def _asked(self) -> dict[str, str]:
        offered = {each.name: dict(each.options) for each in self._filters({})}
        return {
            name: self.request.GET[name]
            for name in offered
            if self.request.GET.get(name, "") in offered[name] and self.request.GET.get(name)
        }

    def _filters(self, asked: dict[str, str] | None = None) -> tuple[Filter, ...]:
        asked = self.asked if asked is None else asked
        years = tuple((str(year), in_words(year)) for year in years_offered(self.school))
        owners = {key_of_owner(action): owner_of(action) or "Nobody yet" for action in self.actions}
        by_name = sorted(owners.items(), key=lambda owner: owner[1].casefold())
        found = [Filter("year", "Academic year", years, str(self.year))]
        if self.open_words:
            found.append(Filter("owner", "Who sees to it", (("", "Everybody"), *by_name), asked.get("owner", "")))
        return (*found, Filter("state", "State", (("", "All"), *STATES.items()), asked.get("state", "")))

    def _applied(self) -> tuple[Applied, ...]:
        said = [(each.name, dict(each.options)[each.chosen]) for each in self._filters()[1:] if each.chosen]
        rest = {"year": str(self.year), **self.asked}
        return tuple(
            Applied(words, f"?{urlencode({key: value for key, value in rest.items() if key != name})}")
            for name, words in said
        )

    def _fits(self, action: ImprovementAction) -> bool:
        owner, state = self.asked.get("owner"), self.asked.get("state")
        if owner and key_of_owner(action) != owner:
            return False
        return not state or state == self._row(action).state

    def _row(self, action: ImprovementAction) -> ActionRow:
        said = list(action.progress.all())
        return row_of(
            action,
            href=reverse("improvement", kwargs={"slug": self.school.slug, "public_id": action.public_id}),
            on=self.on,
            open_words=self.open_words,
            still=still_behind(self.by_need.get(action.need), self.one) if action.state == "open" else "",
            said=f"{said[0].words} ({day(said[0].said_at)})" if said else "",
        )

    def _has_any(self, code: str) -> bool:
        if any(row.benchmark == code for row in self.rows):
            return True
        return not self._narrowed_by and any(each.benchmark == code for each in self.suggested.suggestions)

    @property
    def _narrowed_by(self) -> dict[str, str]:
        return {name: value for name, value in self.asked.items() if name != "year"}

    def _benchmark(self, code: str) -> BenchmarkPlan:
        taken_up = {action.need for action in self.actions if action.state == "open"}
        own = [each for each in self.suggested.suggestions if each.benchmark == code and each.need not in taken_up]
        shown = [] if self._narrowed_by else own
        return BenchmarkPlan(
            code=code or "whole",
            title=titled(code, self.known),
            actions=tuple(row for row in self.rows if row.benchmark == code),
            suggestions=tuple(self._suggestion(each) for each in shown if each.scored),
            further=tuple(self._suggestion(each) for each in shown if not each.scored),
            together_href=self._together(code) if self.may(Permission.ASSESS) and self.is_now else None,
        )

    def _together(self, code: str) -> str | None:
        """The form that plans for a benchmark's criteria on one page, where people answer several."""
        if code not in self.known:
            return None
        asked = [criterion for criterion in self.known[code].criteria if not criterion.entitlements]
        return self.link("plan_together", code=code) if len(asked) > 1 else None

    def _suggestion(self, found: Suggestion) -> SuggestedRow:
        sees_learners = found.count is not None and self.may(Permission.LEARNER_VIEW)
        take_up = self.link("new_improvement", need=found.need) + ("&missed=yes" if found.answer == "missed" else "")
        return SuggestedRow(
            title=found.title,
            why=found.label if found.count is not None else "",
            moves=_moves(found),
            list_href=f"{list_address(self.school, found.need)}?answer={found.answer}" if sees_learners else None,
            list_text=f"See the {plural(found.count or 0, self.one)}",
            take_up_href=take_up if self.may(Permission.ASSESS) else None,
        )

    def _progress(self) -> list[dict[str, Any]]:
        order = {code: number for number, code in enumerate(self.known)}
        return [
            {
                "label": titled(each.benchmark, self.known),
                "count": each.done,
                "of": each.all,
                "note": f"{each.overdue} overdue" if each.overdue else None,
                "href": f"#{each.benchmark or 'whole'}"
                if any(r.benchmark == each.benchmark for r in self.rows)
                else None,
            }
            for each in sorted(
                progress_of(self.actions, on=self.on), key=lambda each: order.get(each.benchmark, len(order))
            )
            if each.all
        ]

    def _progress_said(self) -> str:
        states = [row.state for row in map(self._row, self.actions)]
        done, late = states.count("done"), states.count("overdue")
        said = f"{done} of {plural(len(states) - states.count('dropped'), 'action')} done"
        return f"{said}, {late} overdue." if late else f"{said}."

    def _approved(self) -> Approved | None:
        last = approvals_of(self.school, self.year).first()
        if last is None:
            return None
        changed = has_changed_since(last, plan_content(self.school, self.year))
        return Approved(approval_said(last, open_words=self.open_words), changed)


def approval_said(approval: Approval, *, open_words: bool) -> str:
    """`Approved by the governing body (Ada Vale, chair) on 3 December 2026`; without the name for strangers."""
    who = approval.get_body_display()
    who = who[0].lower() + who[1:]
    named = f" ({approval.name}, {approval.role})" if open_words else ""
    return f"Approved by {who}{named} on {day(approval.approved_on)}"


def _moves(found: Suggestion) -> str:
    """What the score would do, in words."""
    what = "evidenced score" if found.count is not None else "self-assessed score"
    if found.moves is None:
        return "" if found.scored else "It would not change the score."
    if found.moves.points == 0:
        return f"It alone would leave the {what} at {found.moves.before}%."
    achieved = ", and achieve the benchmark" if found.moves.achieves else ""
    return f"It would take the {what} from {found.moves.before}% to {found.moves.after}%{achieved}."
