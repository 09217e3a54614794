"""Matching an area's employers and Enterprise Advisers to its schools: who can give, who wants, what is proposed."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.intake.jobs import hand_over
from waymark.intake.models import Job
from waymark.ledger.rules.facts import SECTORS
from waymark.places.models import Organisation
from waymark.planner.actions.matching import (
    MatchRefused,
    agree_matches,
    drop_matches,
    end_match,
    say_of_pair,
    say_supply,
    say_wish,
)
from waymark.planner.matching.handed_over import KIND
from waymark.planner.matching.on_site import Partner, Wanting, partners_of, shared_need, wanting_in
from waymark.planner.models import Match, MatchRun
from waymark.planner.queries.matching import last_run, open_run, pairs_said, proposals_of, standing_in
from waymark.web.formats import day, plural, short_day
from waymark.web.hub.matching_forms import EndForm, MatchForm, PairForm, PlacesForm, WishForm
from waymark.web.pages import Refused, form_page
from waymark.web.work import ShownWork, show_work


def _address(name: str, area: Organisation, **further: Any) -> str:
    return reverse(name, kwargs={"slug": area.slug, **further})


def _made(job: Job, area: Organisation) -> str:
    return _address("area_matches", area) if job.result.get("run") else ""


show_work(KIND, ShownWork("Matching", _made, "area_matching", "Back to matching"))


@dataclass(frozen=True)
class MatchingPage:
    """All that the page of matching shows: both sides, what was decided, what is agreed, and the form."""

    organisation: str
    form: MatchForm
    schools: list[list[Any]]
    employers: list[list[Any]]
    places: int
    wanted: int
    pairs: list[list[Any]]
    standing: list[list[Any]]
    proposals_href: str
    pair_href: str


@form_page("hub/matching.html", needs=Permission.MATCH)
def area_matching(request: HttpRequest, place: Organisation) -> Any:
    """GET shows both sides; POST hands a matching over."""
    form = MatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = form.wanted()
        title = f"Matches from {day(wanted.first)} to {day(wanted.last)}"
        job = hand_over(kind=KIND, organisation=place, title=title, asked=wanted.as_asked(), by=request.scope)
        return redirect("area_work", slug=place.slug, public_id=job.public_id)
    on = timezone.localdate()
    wanting, partners = wanting_in(place, on=on), partners_of(place)
    shown = MatchingPage(
        organisation=place.name,
        form=form,
        schools=[_school_row(place, each) for each in wanting],
        employers=[_employer_row(place, each) for each in partners],
        places=sum(each.places for each in partners),
        wanted=sum(each.wanted for each in wanting),
        pairs=[
            [each.employer.name, each.school.name, "Matched" if each.together else "Not matched", each.because or "–"]
            for each in pairs_said(place)
        ],
        standing=[_standing_row(place, each) for each in standing_in(place, on=on)],
        proposals_href=_address("area_matches", place) if open_run(place) else "",
        pair_href=_address("area_pair", place),
    )
    return Refused(shown) if request.method == "POST" else shown


def _school_row(area: Organisation, wish: Wanting) -> list[Any]:
    told = "said by hand" if wish.is_by_hand else "by its figures" if wish.need_is_known else "not known"
    return [
        {"text": wish.school.name, "href": _address("area_wish", area, school=wish.school.slug)},
        {"text": f"{wish.need} of 9", "note": told},
        f"{wish.wanted:,}",
        ", ".join(SECTORS[letter] for letter in wish.sectors) or "Any",
    ]


def _employer_row(area: Organisation, partner: Partner) -> list[Any]:
    employer = partner.employer
    where = "" if employer.has_place else "No place on the map"
    return [
        {
            "text": employer.name,
            "href": _address("area_places", area, public_id=employer.public_id),
            "note": where,
        },
        SECTORS.get(employer.sector, "Not known"),
        f"{partner.places:,}",
    ]


def _standing_row(area: Organisation, match: Match) -> list[Any]:
    return [
        match.school.name,
        match.employer.name,
        f"{short_day(match.from_on)} to {short_day(match.to_on)}",
        {"text": "End it", "href": _address("end_area_match", area, public_id=match.public_id)},
    ]


@dataclass(frozen=True)
class ProposedPair:
    public_id: str
    employer: str
    miles: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ProposedSchool:
    """What is proposed for one school."""

    name: str
    pairs: tuple[ProposedPair, ...]


@dataclass(frozen=True)
class MatchesPage:
    """All that a matching's proposals show, and who has places left."""

    organisation: str
    title: str
    is_proven: bool
    value: str
    schools: tuple[ProposedSchool, ...]
    proposed: int
    left: list[list[Any]]
    without_place: tuple[str, ...]
    fault: str
    back_href: str


@form_page("hub/matches.html", needs=Permission.MATCH)
def area_matches(request: HttpRequest, place: Organisation) -> Any:
    """GET shows the proposals of the last matching; POST agrees to all, to those ticked, or drops the rest."""
    run = last_run(place)
    if run is None:
        raise Http404("Nothing has been matched here yet.")
    if request.method != "POST":
        return _shown(place, run)
    if "drop" in request.POST:
        dropped = drop_matches(run=run, by=request.scope)
        messages.success(request, f"{plural(dropped, 'proposal')} dropped.")
        return redirect("area_matching", slug=place.slug)
    chosen = request.POST.getlist("chosen")
    if "all" in request.POST:
        chosen = list(proposals_of(run).values_list("public_id", flat=True))
    if not chosen:
        return Refused(_shown(place, run, "Tick at least one match, or agree to all of them."))
    try:
        agreed = agree_matches(run=run, matches=chosen, by=request.scope)
    except MatchRefused as refused:
        return Refused(_shown(place, run, str(refused)), status=409)
    done = plural(len(agreed), "match", "matches")
    messages.success(request, f"{done} agreed. The schools see them, and employers with an account do.")
    return redirect("area_matching", slug=place.slug)


def _shown(area: Organisation, run: MatchRun, fault: str = "") -> MatchesPage:
    schools: dict[str, list[ProposedPair]] = {}
    for each in proposals_of(run):
        pair = ProposedPair(each.public_id, each.employer.name, f"{each.miles} miles", tuple(each.reasons))
        schools.setdefault(each.school.name, []).append(pair)
    names = {each.employer.public_id: each.employer.name for each in partners_of(area)}
    names |= {each.school.slug: each.school.name for each in wanting_in(area, on=timezone.localdate())}
    sides = {"supply": "Employer", "demand": "School"}
    return MatchesPage(
        organisation=area.name,
        title=f"{day(run.from_on)} to {day(run.to_on)}",
        is_proven=run.is_proven,
        value=f"{run.value:,.1f}",
        schools=tuple(ProposedSchool(name, tuple(pairs)) for name, pairs in schools.items()),
        proposed=sum(len(pairs) for pairs in schools.values()),
        left=[
            [names.get(key, "Not on the list any more"), sides[side], f"{number:,}", f"{why[:1].upper()}{why[1:]}."]
            for side, key, number, why in run.left
            if side in sides
        ],
        without_place=tuple(name for side, name, _, _ in run.left if side == "place"),
        fault=fault,
        back_href=_address("area_matching", area),
    )


@dataclass(frozen=True)
class MatchingFormPage:
    """All that a small form of matching shows."""

    title: str
    name: str
    form: Any
    submit: str
    is_warning: bool
    back_href: str


@form_page("hub/matching_form.html", needs=Permission.MATCH)
def area_wish(request: HttpRequest, place: Organisation, school: str) -> Any:
    on = timezone.localdate()
    wish = next((each for each in wanting_in(place, on=on) if each.school.slug == school), None)
    if wish is None:
        raise Http404("There is no such school in this area.")
    form = WishForm(request.POST or None, wish=wish, told=shared_need(wish.school, on=on))
    title = "What this school wants"
    return _acted(
        request, place, form, title, wish.school.name, lambda: say_wish(
            area=place, school=wish.school, **form.cleaned_data, by=request.scope
        ),
    )  # fmt: skip


@form_page("hub/matching_form.html", needs=Permission.MATCH)
def area_places(request: HttpRequest, place: Organisation, public_id: str) -> Any:
    partner = next((each for each in partners_of(place) if each.employer.public_id == public_id), None)
    if partner is None:
        raise Http404("There is no such employer in this area.")
    form = PlacesForm(request.POST or None, partner=partner)
    title, employer = "Places of this employer", partner.employer
    return _acted(
        request, place, form, title, employer.name,
        lambda: say_supply(area=place, employer=employer, places=form.cleaned_data["places"], by=request.scope),
    )  # fmt: skip


@form_page("hub/matching_form.html", needs=Permission.MATCH)
def area_pair(request: HttpRequest, place: Organisation) -> Any:
    partners, wanting = partners_of(place), wanting_in(place, on=timezone.localdate())
    form = PairForm(request.POST or None, partners=partners, wanting=wanting)

    def said() -> Any:
        employer = next(e.employer for e in partners if e.employer.public_id == form.cleaned_data["employer"])
        school = next(w.school for w in wanting if w.school.slug == form.cleaned_data["school"])
        because = form.cleaned_data["because"]
        return say_of_pair(
            area=place, employer=employer, school=school, together=form.said, because=because, by=request.scope
        )

    return _acted(request, place, form, "Decide of two beforehand", place.name, said)


@form_page("hub/matching_form.html", needs=Permission.MATCH)
def end_area_match(request: HttpRequest, place: Organisation, public_id: str) -> Any:
    rows = standing_in(place, on=timezone.localdate()).filter(public_id=public_id)
    match = rows.first()
    if match is None:
        raise Http404("There is no such match.")
    form = EndForm(request.POST or None, initial={"last": timezone.localdate()})
    return _acted(
        request, place, form, "End this match", f"{match.employer.name} and {match.school.name}",
        lambda: end_match(
            match=match, on=form.cleaned_data["last"], because=form.cleaned_data["because"], by=request.scope
        ),
        submit="End it", is_warning=True,
    )  # fmt: skip


def _acted(
    request: HttpRequest,
    area: Organisation,
    form: Any,
    title: str,
    name: str,
    act: Any,
    *,
    submit: str = "Save",
    is_warning: bool = False,
) -> Any:
    shown = MatchingFormPage(title, name, form, submit, is_warning, _address("area_matching", area))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        act()
    except MatchRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    messages.success(request, "Saved.")
    return redirect("area_matching", slug=area.slug)


urlpatterns = [
    path("matching/", area_matching, name="area_matching"),
    path("matching/proposals/", area_matches, name="area_matches"),
    path("matching/decided/", area_pair, name="area_pair"),
    path("matching/schools/<slug:school>/", area_wish, name="area_wish"),
    path("matching/employers/<slug:public_id>/", area_places, name="area_places"),
    path("matching/agreed/<slug:public_id>/end/", end_area_match, name="end_area_match"),
]
