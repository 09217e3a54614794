"""Asking for a year to be planned, and what was proposed before."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.intake.jobs import hand_over
from waymark.intake.models import Job
from waymark.kernel.academic_year import academic_year, last_day
from waymark.ledger.queries.activities import terms_of
from waymark.places.models import Organisation
from waymark.planner.building.asking import Asked, SessionLock, as_json, asked_of
from waymark.planner.building.offering import own_offers
from waymark.planner.models import Proposal, SharedSession, StillOpen
from waymark.planner.queries.proposals import proposal_named, proposals_of
from waymark.planner.queries.school_year import lines_of
from waymark.planner.queries.sharing import shared_with
from waymark.planner.rules.counts import told
from waymark.web.formats import day, plural
from waymark.web.pages import Refused, form_page
from waymark.web.school.addresses import address_if_any
from waymark.web.school.plan_builder.forms import USUAL_WEIGHTS, AskForm, initial_of
from waymark.web.school.plan_builder.words import money
from waymark.web.school.work import ShownWork, show_work

WORK = "year plan"
_SHOWN = 20
_USUAL_MILES = 15


@dataclass(frozen=True)
class BuilderPage:
    """All that the plan builder's first page shows."""

    school: str
    may_plan: bool
    form: AskForm
    own_count: int
    offers_href: str
    year_plan_href: str | None
    proposals: tuple[tuple[Any, ...], ...]  # rows of a table
    more_said: str
    from_hub: tuple[tuple[Any, ...], ...]
    from_hub_said: str
    from_hub_href: str


@form_page("school/plan_builder/builder.html", needs=Permission.FIGURES_VIEW)
def plan_builder(request: HttpRequest, school: Organisation) -> Any:
    """GET shows what was proposed, and the form; POST has a year planned in the background."""
    may_plan = request.scope.holds(Permission.PLAN_WRITE, school.pk)
    asked, more_said = _begins_with(request, school)
    offered = shared_with(school)
    form = AskForm(request.POST or None, initial=asked | {"shared": bool(offered) and "shared" in request.GET})
    if not offered:
        del form.fields["shared"]
    shown = BuilderPage(
        school=school.name,
        may_plan=may_plan,
        form=form,
        own_count=sum(offer.is_open for offer in own_offers(school)),
        offers_href=reverse("plan_offers", kwargs={"slug": school.slug}),
        year_plan_href=address_if_any("year_plan", slug=school.slug),
        proposals=tuple(_row(each, school) for each in proposals_of(school)[:_SHOWN]),
        more_said=more_said,
        from_hub=tuple(_from_hub(each) for each in offered),
        from_hub_said=f"Proposed by {offered[0].shared.organisation.name}" if offered else "",
        from_hub_href=reverse("plan_builder", kwargs={"slug": school.slug}) + "?shared=yes#ask",
    )
    if request.method != "POST":
        return shown
    request.scope.require(Permission.PLAN_WRITE, school.pk)
    if not form.is_valid():
        return Refused(shown)
    wanted = form.asked()
    if form.cleaned_data.get("shared"):
        days = [each for each in offered if wanted.first <= each.held_on <= wanted.last]
        wanted = replace(wanted, locks=tuple(SessionLock(each.offer_id, each.held_on, True) for each in days))
    return begin(request, school, wanted)


def begin(request: HttpRequest, school: Organisation, asked: Asked) -> Any:
    """Hand the planning over, and lead to how far it is."""
    title = f"{day(asked.first)} to {day(asked.last)}"
    job = hand_over(kind=WORK, organisation=school, title=title, asked=as_json(asked), by=request.scope)
    return redirect("work", slug=school.slug, public_id=job.public_id)


def _begins_with(request: HttpRequest, school: Organisation) -> tuple[dict[str, Any], str]:
    """What the form begins with: what was asked last, or for the proposal named; with more of what is missing."""
    said = request.GET.get("as", "")
    before = proposal_named(school, said) if said else proposals_of(school).filter(based_on=None).first()
    if before is None:
        return _usual(school, timezone.localdate()), ""
    asked = replace(asked_of(before.asked), locks=(), close_to="", what_if=None)
    asked = replace(asked, first=max(asked.first, min(timezone.localdate(), asked.last)))
    lacking = request.GET.get("more", "")
    if said and lacking.isdecimal():
        row = before.left_open.filter(pk=int(lacking)).first()
        if row is not None:
            return _with_more(asked, row)
    return initial_of(asked), ""


def _with_more(asked: Asked, row: StillOpen) -> tuple[dict[str, Any], str]:
    """What was asked with the relaxation that was found; what is said above the form."""
    if row.needs == "money" and row.amount and asked.budget is not None:
        more = Decimal(row.amount) / 100
        return initial_of(replace(asked, budget=asked.budget + more)), f"{money(more)} more money than before."
    if row.needs in ("rooms", "staff") and getattr(asked, row.needs) is not None:
        raised = replace(asked, **{row.needs: getattr(asked, row.needs) + row.amount})
        return initial_of(raised), f"{row.amount} more {row.needs} a day than before."
    if row.needs == "periods" and row.year_group in asked.periods:
        periods = {**asked.periods, row.year_group: asked.periods[row.year_group] + row.amount}
        said = f"{plural(row.amount, 'more period')} for Year {row.year_group} than before."
        return initial_of(replace(asked, periods=periods)), said
    return initial_of(asked), ""


def _usual(school: Organisation, today: date) -> dict[str, Any]:
    """From today to the end of the last term, with the year's budget; nothing else is a limit."""
    year = academic_year(today)
    budget = sum((line.amount for line in lines_of(school, year)), Decimal(0))
    ends = max((last for _, last in terms_of(school, year).values()), default=last_day(year))
    return {
        "first": today,
        "last": max(min(ends, last_day(year)), today),
        "budget": budget or None,
        "own": True,
        "miles": _USUAL_MILES,
        "arranged": ["0", "1", "2", "3", "4"],
        "seconds": "60",
        **USUAL_WEIGHTS,
    }


def _row(each: Proposal, school: Organisation) -> tuple[Any, ...]:
    href = reverse("plan_proposal", kwargs={"slug": school.slug, "public_id": each.public_id})
    what = f"If {each.what_if['words']}" if each.what_if else f"{day(each.from_on)} to {day(each.to_on)}"
    if each.status == Proposal.Status.INFEASIBLE:
        return ({"text": what, "href": href}, day(each.made_at), "Nothing can be planned so", "–", "–")
    accepted = str(each.accepted_count)  # type: ignore[attr-defined]
    sessions = str(each.session_count)  # type: ignore[attr-defined]
    return ({"text": what, "href": href}, day(each.made_at), each.get_status_display(), sessions, accepted)


def _from_hub(each: SharedSession) -> tuple[Any, ...]:
    why = f"Closes {told(int(each.closes), exact=False)} by weight here"
    if each.next_school_id:
        why += f"; at the school that comes next, {told(int(each.next_closes), exact=False)}"
    return ({"text": each.title, "note": each.provider_name or None}, day(each.held_on), why)


def _proposed(job: Job, school: Organisation) -> str:
    public_id = job.result.get("proposal")
    return reverse("plan_proposal", kwargs={"slug": school.slug, "public_id": public_id}) if public_id else ""


show_work(
    WORK,
    ShownWork(
        "Planning your year", _proposed, "plan_builder", "Back to the plan builder", "Stop, and keep the best so far"
    ),
)
