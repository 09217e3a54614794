"""The year's budget: its lines, what is spent, committed and left, and what each activity costs for each learner."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.kernel.academic_year import in_words
from waymark.places.models import Organisation
from waymark.planner.actions.money import BudgetRefused, Line, set_budget
from waymark.planner.models import BudgetLine
from waymark.planner.queries.money import LineMoney
from waymark.planner.rules.counts import told
from waymark.web.formats import NOTHING, pounds, short_day
from waymark.web.pages import Refused, form_page
from waymark.web.school.year_plan.finding import plan_address, year_asked
from waymark.web.school.year_plan.making import YearPlanMaker
from waymark.web.school.year_plan.words import for_whom, stands

_SPARE_LINES = 3


class BudgetForm(forms.Form):
    """The lines that stand, and some blank ones; a line without a name is taken out."""

    def __init__(self, *args: Any, lines: list[BudgetLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [line.pk for line in lines]
        self.numbers = range(len(lines) + _SPARE_LINES)
        for number in self.numbers:
            line = lines[number] if number < len(lines) else None
            self.fields[f"name_{number}"] = forms.CharField(
                label=f"Line {number + 1}: what it is for",
                max_length=80,
                required=False,
                initial=line.name if line else "",
            )
            self.fields[f"amount_{number}"] = forms.DecimalField(
                label=f"Line {number + 1}: amount in pounds",
                max_digits=9,
                decimal_places=2,
                min_value=0,
                required=False,
                initial=line.amount if line else None,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in self.numbers:
            name, amount = cleaned.get(f"name_{number}"), cleaned.get(f"amount_{number}")
            if amount is not None and not name and number >= len(self.keys):
                self.add_error(f"name_{number}", "Say what the amount is for.")
            if name and amount is None and f"amount_{number}" not in self.errors:
                self.add_error(f"amount_{number}", f"Say how many pounds there are for “{name}”.")
        return cleaned

    def lines(self) -> list[Line]:
        """The lines that have a name."""
        said = self.cleaned_data
        return [
            Line(said[f"name_{n}"], said[f"amount_{n}"], self.keys[n] if n < len(self.keys) else None)
            for n in self.numbers
            if said[f"name_{n}"]
        ]


@dataclass(frozen=True)
class BudgetPage:
    """All that the budget's page shows."""

    school: str
    year: str
    columns: list[dict[str, Any]]
    lines: list[list[Any]]
    unpriced: int
    each_said: str
    costs_columns: list[dict[str, Any]]
    costs: list[list[Any]]
    form: BudgetForm | None
    back_href: str


@form_page("school/year_plan/budget.html", needs=Permission.FIGURES_VIEW)
def plan_budget(request: HttpRequest, school: Organisation) -> Any:
    year = year_asked(request, school)
    making = YearPlanMaker(request, school, year)
    may_plan = making.may(Permission.PLAN_WRITE)
    form = BudgetForm(request.POST or None, lines=making.lines) if may_plan else None
    shown = _page(making, form)
    if request.method != "POST":
        return shown
    request.scope.require(Permission.PLAN_WRITE, school.pk)
    assert form is not None  # whoever may plan has one
    if not form.is_valid():
        return Refused(shown)
    try:
        set_budget(school=school, year=year, lines=form.lines(), by=request.scope)
    except BudgetRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    messages.success(request, "The budget was saved.")
    return redirect(f"{reverse('plan_budget', kwargs={'slug': school.slug})}?year={year}")


def _page(making: YearPlanMaker, form: BudgetForm | None) -> BudgetPage:
    money, speaking = making.money, making.speaking
    whole = LineMoney(None, "All", money.budget, money.spent, money.committed)
    lines = [_line(line, speaking.open_words) for line in money.lines]
    places = told(money.places, exact=speaking.exact)
    each = speaking.each(money.cost, money.places)
    return BudgetPage(
        school=making.school.name,
        year=in_words(making.year),
        columns=[
            {"label": "Line"},
            *({"label": label, "numeric": True} for label in ("Budget", "Spent", "Committed", "Left")),
        ],
        lines=[*lines, _line(whole, True)] if lines else [],
        unpriced=money.unpriced,
        each_said=f"{pounds(each)} for each of {places} places." if each is not None else "",
        costs_columns=[
            {"label": "Activity"},
            {"label": "Day"},
            {"label": "For"},
            {"label": f"{speaking.many.capitalize()}", "numeric": True},
            {"label": "Cost", "numeric": True},
            {"label": "Each", "numeric": True},
            {"label": "State"},
        ],
        costs=_costs(making),
        form=form,
        back_href=plan_address(making.school, making.year),
    )


def _line(line: LineMoney, open_words: bool) -> list[Any]:
    name = line.name or "Paid from no line"
    left: Decimal | None = line.left
    over = {"text": pounds(left), "note": "Over budget"} if left is not None and left < 0 else None
    return [
        name if open_words or not line.name else "A line",
        pounds(line.amount) if line.amount is not None else NOTHING,
        pounds(line.spent),
        pounds(line.committed),
        over or (pounds(left) if left is not None else NOTHING),
    ]


def _costs(making: YearPlanMaker) -> list[list[Any]]:
    """What has a cost, the dearest first."""
    speaking = making.speaking
    dear = sorted((e for e in making.everything if e.cost and e.state != "cancelled"), key=lambda e: -(e.cost or 0))
    rows = []
    for entry in dear:
        each = speaking.each(entry.cost, entry.learners) if entry.cost else None
        status, said = stands(entry, making.on)
        href = reverse("year_plan_entry", kwargs={"slug": making.school.slug, "public_id": entry.public_id})
        rows.append(
            [
                {
                    "text": speaking.title(entry),
                    "href": href,
                    "note": _paid_from(making.line_names, entry.line, speaking),
                },
                short_day(entry.held_on),
                for_whom(entry),
                str(told(entry.learners, exact=speaking.exact)),
                pounds(entry.cost),
                pounds(each) if each is not None else NOTHING,
                {"status": status, "label": said},
            ]
        )
    return rows


def _paid_from(names: Mapping[int | None, str], line: int | None, speaking: Any) -> str | None:
    return names.get(line) if speaking.open_words else None
