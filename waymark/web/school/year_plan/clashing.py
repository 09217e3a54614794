"""What is in the way of what is planned, and how much the school minds each sort of clash."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.kernel.academic_year import in_words
from waymark.places.models import Organisation
from waymark.planner.actions.busy import set_severities
from waymark.planner.queries.clashing import severities_of
from waymark.planner.rules.clashes import SORTS
from waymark.web.formats import weekday
from waymark.web.pages import Refused, form_page
from waymark.web.school.year_plan.finding import plan_address, year_asked
from waymark.web.school.year_plan.making import YearPlanMaker
from waymark.web.school.year_plan.words import SEVERITIES, clash_status


class SeveritiesForm(forms.Form):
    """How much each sort of clash matters."""

    def __init__(self, *args: Any, severities: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for sort, label in SORTS.items():
            self.fields[sort] = forms.ChoiceField(
                label=label, choices=list(SEVERITIES.items()), initial=severities[sort]
            )


@dataclass(frozen=True)
class ClashesPage:
    """All that the page of clashes shows."""

    year: str
    rows: list[list[Any]]
    rules: list[dict[str, Any]]
    form: SeveritiesForm | None
    back_href: str


@form_page("school/year_plan/clashes.html", needs=Permission.FIGURES_VIEW)
def plan_clashes(request: HttpRequest, school: Organisation) -> Any:
    year = year_asked(request, school)
    making = YearPlanMaker(request, school, year)
    severities = severities_of(school)
    may_plan = making.may(Permission.PLAN_WRITE)
    form = SeveritiesForm(request.POST or None, severities=severities) if may_plan else None
    shown = ClashesPage(
        year=in_words(year),
        rows=_rows(making),
        rules=[{"label": SORTS[sort], "value": SEVERITIES[said]} for sort, said in severities.items()],
        form=form,
        back_href=plan_address(school, year),
    )
    if request.method != "POST":
        return shown
    request.scope.require(Permission.PLAN_WRITE, school.pk)
    assert form is not None  # whoever may plan has one
    if not form.is_valid():
        return Refused(shown)
    changed = {sort: said for sort, said in form.cleaned_data.items() if said != severities[sort]}
    if changed:
        set_severities(school=school, severities=changed, by=request.scope)
    messages.success(request, "Your rules were saved.")
    return redirect(f"{reverse('plan_clashes', kwargs={'slug': school.slug})}?year={year}")


def _rows(making: YearPlanMaker) -> list[list[Any]]:
    rows = []
    for entry in making.everything:
        found = making.clashes.get(entry.key)
        if found:
            status, said = clash_status(found) or ("", "")
            href = reverse("year_plan_entry", kwargs={"slug": making.school.slug, "public_id": entry.public_id})
            rows.append(
                [
                    {"text": making.speaking.title(entry), "href": href},
                    weekday(entry.held_on),
                    " ".join(making.speaking.clashes(found)),
                    {"status": status, "label": said},
                ]
            )
    return rows
