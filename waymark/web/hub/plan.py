"""A hub's plan builder: scarce offers shared among its schools by need, with reasons. Numbers, and no learner."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.intake.jobs import hand_over
from waymark.intake.models import Job
from waymark.kernel.academic_year import academic_year
from waymark.places.models import Organisation
from waymark.places.queries import parts_on
from waymark.planner.building.asking import Asked, as_json
from waymark.planner.models import SharedSession, SharedYear
from waymark.planner.queries.sharing import sessions_of, shared_years_of
from waymark.planner.rules.counts import TOO_FEW, told
from waymark.web.downloads import download
from waymark.web.formats import day, number, plural
from waymark.web.forms import DateField
from waymark.web.pages import Refused, form_page, page
from waymark.web.work import ShownWork, show_work

WORK = "shared year"
_SECONDS = (("60", "A minute"), ("120", "Two minutes"), ("300", "Five minutes"))
_SHOWN = 20
_WORTH_SAYING = Decimal("0.1")  # percent: less is said as none


class ShareForm(forms.Form):
    """Within what offers are shared; what is left blank is no limit."""

    first = DateField(label="From", help_text="What learners lack is counted as at this day.")
    last = DateField(label="To", help_text="In the same academic year.")
    miles = forms.IntegerField(
        label="Offers within so many miles of a school",
        help_text="With those that come to the school or are online.",
        min_value=0,
        max_value=500,
        initial=20,
    )
    budget = forms.DecimalField(
        label="Money each school may spend on them, in pounds",
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
    )
    free_only = forms.BooleanField(label="Only what costs nothing", required=False)
    seconds = forms.ChoiceField(label="How long to look for the best sharing", choices=_SECONDS, initial="120")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", "“To” must not be before “From”.")
        elif first and last and academic_year(first) != academic_year(last):
            self.add_error("last", "Both days must be in one academic year, September to August.")
        return said

    def asked(self) -> Asked:
        """What was asked; ask only when it is valid."""
        said = self.cleaned_data
        return Asked(
            first=said["first"],
            last=said["last"],
            budget=said["budget"],
            own=False,
            miles=said["miles"],
            free_only=said["free_only"],
            seconds=int(said["seconds"]),
        )


@dataclass(frozen=True)
class AreaPlanPage:
    """All that the first page of a hub's plan builder shows."""

    organisation: str
    may_plan: bool
    form: ShareForm
    shared: tuple[tuple[Any, ...], ...]
    sharing: int
    not_sharing: tuple[str, ...]


@form_page("hub/plan.html", needs=Permission.FIGURES_VIEW)
def area_plan(request: HttpRequest, place: Organisation) -> Any:
    """GET shows how offers were shared out before, and the form; POST has it done in the background."""
    today = timezone.localdate()
    members = list(parts_on(place, today).exclude(setting="").order_by("name"))
    sharing = [school for school in members if request.scope.holds(Permission.FIGURES_VIEW, school.pk)]
    form = ShareForm(request.POST or None, initial={"first": today, "last": _ends(today)})
    shown = AreaPlanPage(
        organisation=place.name,
        may_plan=request.scope.holds(Permission.MATCH, place.pk) and len(sharing) > 1,
        form=form,
        shared=tuple(_row(each, place) for each in shared_years_of(place)[:_SHOWN]),
        sharing=len(sharing),
        not_sharing=tuple(school.name for school in members if school not in sharing),
    )
    if request.method != "POST":
        return shown
    request.scope.require(Permission.MATCH, place.pk)
    if not form.is_valid():
        return Refused(shown)
    asked = form.asked()
    title = f"{day(asked.first)} to {day(asked.last)}"
    job = hand_over(kind=WORK, organisation=place, title=title, asked=as_json(asked), by=request.scope)
    return redirect("area_work", slug=place.slug, public_id=job.public_id)


@dataclass(frozen=True)
class SharedPage:
    """All that the page of one sharing shows."""

    organisation: str
    title: str
    figures: tuple[dict[str, Any], ...]
    proof: str
    rows: tuple[tuple[Any, ...], ...]
    schools: tuple[tuple[Any, ...], ...]
    back_href: str
    csv_href: str


HEADER = ("Offer", "Provider", "Day", "School", "Learners", "Why there")


@page("hub/shared_plan.html", needs=Permission.FIGURES_VIEW)
def area_shared_plan(request: HttpRequest, place: Organisation, public_id: str) -> SharedPage | HttpResponse:
    shared = shared_years_of(place).filter(public_id=public_id).first()
    if shared is None:
        raise Http404("There is no such sharing.")
    sessions = list(sessions_of(shared))
    why = {x.pk: _why(x, request.scope.holds(Permission.FIGURES_VIEW, x.next_school_id or 0)) for x in sessions}
    if request.GET.get("as") in {"csv", "xlsx"}:
        cells = [(x.title, x.provider_name, x.held_on, x.school.name, _count(x.learners), why[x.pk]) for x in sessions]
        return download(request.GET["as"], f"shared-offers-{place.slug}-{public_id}", HEADER, cells)
    return SharedPage(
        organisation=place.name,
        title=f"Offers shared, {day(shared.from_on)} to {day(shared.to_on)}",
        figures=(
            {"label": "Sessions", "value": number(len(sessions)), "of": f"of {_offers(sessions)}"},
            {
                "label": "Schools that host some",
                "value": number(len({x.school_id for x in sessions})),
                "of": f"of {shared.schools}",
            },
        ),
        proof=_proof(shared),
        rows=tuple(
            (
                {"text": x.title, "note": x.provider_name or None},
                day(x.held_on),
                x.school.name,
                _count(x.learners),
                why[x.pk],
            )
            for x in sessions
        ),
        schools=_by_school(sessions),
        back_href=reverse("area_plan", kwargs={"slug": place.slug}),
        csv_href="?as=csv",
    )


def _why(session: SharedSession, sees_next: bool) -> str:
    """Why it is there: what it closes by weight there, and at the school that comes next while that one shares."""
    if session.learners < TOO_FEW:
        return "By need; too few learners to say more."
    here = f"Closes {told(int(session.closes), exact=False)} by weight there"
    if session.next_school is None:
        return f"{here}; no other school could host it."
    if not sees_next:
        return f"{here}; the school that comes next shares its figures no more."
    return f"{here}; {session.next_school.name}, which comes next, {told(int(session.next_closes), exact=False)}."


def _count(learners: int) -> str:
    return str(told(learners, exact=False))


def _offers(sessions: list[SharedSession]) -> str:
    return plural(len({each.offer_id for each in sessions}), "offer")


def _by_school(sessions: list[SharedSession]) -> tuple[tuple[Any, ...], ...]:
    found: dict[str, int] = {}
    for each in sessions:
        found[each.school.name] = found.get(each.school.name, 0) + 1
    return tuple((name, number(many)) for name, many in sorted(found.items()))


def _proof(shared: SharedYear) -> str:
    said = []
    if shared.bound:
        share = 100 * (shared.bound - shared.value) / shared.bound
        most = f"At most {share:.1f}%" if share >= _WORTH_SAYING else "Less than 0.1%"
        said.append(f"{most} below the best sharing there can be." if share else "No sharing closes more by weight.")
    if shared.by_hand_value:
        more = 100 * (shared.value - shared.by_hand_value) / shared.by_hand_value
        if more >= _WORTH_SAYING:
            said.append(
                f"It closes {more:.1f}% more by weight than giving each session, one by one, to whom it helps most."
            )
    if shared.was_stopped:
        said.append("The search was ended before it had looked everywhere.")
    return " ".join(said)


def _row(each: SharedYear, place: Organisation) -> tuple[Any, ...]:
    href = reverse("area_shared_plan", kwargs={"slug": place.slug, "public_id": each.public_id})
    what = f"{day(each.from_on)} to {day(each.to_on)}"
    return ({"text": what, "href": href}, day(each.made_at), number(each.schools))


def _ends(today: date) -> date:
    return date(academic_year(today) + 1, 7, 31) if today.month != 8 else today


def _shared_by(job: Job, place: Organisation) -> str:
    public_id = job.result.get("shared")
    return reverse("area_shared_plan", kwargs={"slug": place.slug, "public_id": public_id}) if public_id else ""


show_work(
    WORK, ShownWork("Sharing out offers", _shared_by, "area_plan", "Back to sharing", "Stop, and keep the best so far")
)

urlpatterns = [
    path("plan/", area_plan, name="area_plan"),
    path("plan/<slug:public_id>/", area_shared_plan, name="area_shared_plan"),
]
