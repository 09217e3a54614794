"""The action or approval an address names, and the year whose plan is shown."""

from django.http import Http404, HttpRequest

from waymark.kernel.academic_year import academic_year
from waymark.places.models import Organisation
from waymark.planner.models import Approval, ImprovementAction
from waymark.planner.queries.plan import years_planned
from waymark.web.school.activities.finding import today

__all__ = ["action_here", "approval_here", "today", "year_asked", "years_offered"]


def action_here(school: Organisation, public_id: str) -> ImprovementAction:
    """The school's action of this public id; else not found."""
    found = ImprovementAction.objects.filter(organisation=school, public_id=public_id)
    action = found.select_related("organisation", "owner", "settled_by", "copied_from").first()
    if action is None:
        raise Http404("There is no such action in this school's plan.")
    return action


def approval_here(school: Organisation, public_id: str) -> Approval:
    """The school's approval of this public id, one taken back too; else not found."""
    found = Approval.objects.filter(organisation=school, public_id=public_id)
    approval = found.select_related("recorded_by", "taken_back_by", "attachment").first()
    if approval is None:
        raise Http404("There is no such approval at this school.")
    return approval


def years_offered(school: Organisation) -> list[int]:
    """The academic years whose plan can be looked at: those that have one, this one and the next."""
    now = academic_year(today())
    return sorted({now, now + 1, *years_planned(school)}, reverse=True)


def year_asked(request: HttpRequest, school: Organisation) -> int:
    """The year the address asks for; this one where it asks for none, or for one that cannot be."""
    wanted = request.GET.get("year", "")
    years = {str(year): year for year in years_offered(school)}
    return years.get(wanted, academic_year(today()))
