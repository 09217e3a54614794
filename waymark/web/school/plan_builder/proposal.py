"""One proposal: what it closes and costs, why each session is in it, what stays open; deciding, accepting, what if."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.planner.actions.proposals import ProposalRefused, accept_sessions, judge_sessions
from waymark.planner.actions.proposed_requests import ask_for_accepted
from waymark.planner.building.asking import Asked, SessionLock, asked_of
from waymark.planner.models import Proposal, ProposedSession, StillOpen
from waymark.planner.queries.proposals import going_to, not_asked_yet, proposal_named, still_asked_for
from waymark.planner.queries.tellable import hidden_parts
from waymark.providers.models import Request
from waymark.web.downloads import download
from waymark.web.formats import day, number, plural
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.plan_builder.asking import begin
from waymark.web.school.plan_builder.cards import STATUS, SessionCard, card_of
from waymark.web.school.plan_builder.forms import WhatIfForm
from waymark.web.school.plan_builder.words import (
    Seen,
    beside_by_hand,
    money,
    proof,
    relaxed,
    title_of_gap,
)
from waymark.web.school.words import words_of

Verdict = ProposedSession.Verdict


@dataclass(frozen=True)
class WhatIfSaid:
    """What a change would lose, and what planning anew makes of it; blank where nothing is to be won back."""

    lost: str
    sessions: tuple[str, ...]
    again: str


@dataclass(frozen=True)
class ProposalPage:
    """All that the page of a proposal shows."""

    school: str
    title: str
    caption: str
    may_plan: bool
    may_accept: bool
    figures: tuple[dict[str, Any], ...]
    proof: str
    by_hand: str
    stopped: bool
    what_if: WhatIfSaid | None
    conflicting: tuple[str, ...]
    sessions: tuple[SessionCard, ...]
    has_to_ask: bool
    not_asked: str  # of how many sessions on the plan the providers are still to be asked; blank: of none
    left_open: tuple[tuple[Any, ...], ...]
    not_on_offer: tuple[tuple[Any, ...], ...]
    error: str
    here_href: str
    what_if_href: str
    what_ifs: tuple[tuple[str, str], ...]
    back_href: str
    file_href: str


@form_page("school/plan_builder/proposal.html", needs=Permission.FIGURES_VIEW)
def plan_proposal(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    """GET shows it; POST keeps, leaves out, accepts what is chosen, or plans again around that."""
    proposal = _proposal(school, public_id)
    if request.method != "POST":
        return _page(request, school, proposal)
    request.scope.require(Permission.PLAN_WRITE, school.pk)
    chosen, wanted = request.POST.getlist("session"), request.POST.get("do", "")
    if wanted == "ask":
        return _ask(request, school, proposal)
    if wanted == "again":
        return begin(request, school, _again(proposal))
    if wanted == "accept_all":
        standing = proposal.sessions.exclude(verdict__in=(Verdict.LEAVE_OUT, Verdict.ACCEPTED, Verdict.ASKED))
        chosen = list(standing.values_list("public_id", flat=True))
    if not chosen:
        return Refused(_page(request, school, proposal, error="Choose the sessions first."))
    if wanted in ("accept", "accept_all"):
        try:
            made = accept_sessions(proposal=proposal, sessions=chosen, today=timezone.localdate(), by=request.scope)
        except ProposalRefused as refused:
            return Refused(_page(request, school, proposal, error=f"Nothing was accepted. {refused}"), 409)
        asked = sum(isinstance(each, Request) for each in made)
        if asked < len(made) or not made:
            messages.success(request, f"{plural(len(made) - asked, 'session')} put on your year plan.")
        if asked:
            messages.success(request, f"{plural(asked, 'session')} asked for. You see the answers under Requests.")
    else:
        verdict = {"keep": Verdict.KEEP, "leave_out": Verdict.LEAVE_OUT}.get(wanted, Verdict.OPEN)
        judge_sessions(proposal=proposal, verdicts=dict.fromkeys(chosen, verdict), by=request.scope)
        messages.success(request, f"{plural(len(chosen), 'session')}: {STATUS[verdict][1].lower()}.")
    return redirect("plan_proposal", slug=school.slug, public_id=public_id)


def _ask(request: HttpRequest, school: Organisation, proposal: Proposal) -> Any:
    made, refused = ask_for_accepted(proposal=proposal, today=timezone.localdate(), by=request.scope)
    if made:
        messages.success(request, f"{plural(len(made), 'session')} asked for. You see the answers under Requests.")
    if refused:
        return Refused(_page(request, school, proposal, error=f"Not asked for: {' '.join(refused)}"), 409)
    return redirect("plan_proposal", slug=school.slug, public_id=proposal.public_id)


@page("school/plan_builder/proposal.html", needs=Permission.FIGURES_VIEW)
def plan_proposal_file(request: HttpRequest, school: Organisation, public_id: str, kind: str) -> HttpResponse:
    """The sessions as a table: what the page shows, and no more."""
    shown = _page(request, school, _proposal(school, public_id))
    header = ("Session", "Day", "Provider", "Going", "Cost", "Why", "Next best", "State", "To be asked for")
    cells = [
        (s.title, s.on, s.provider, s.going, s.cost, s.why, s.rival, s.status_said, s.to_ask) for s in shown.sessions
    ]
    return download(kind, f"proposed-year-{school.slug}-{public_id}", header, cells)


@dataclass(frozen=True)
class GoingPage:
    """All that the page of who would go to a session shows."""

    title: str
    caption: str
    rows: tuple[tuple[Any, ...], ...]
    back_href: str


@page("school/plan_builder/going.html", needs=Permission.LEARNER_VIEW, viewed="learners listed")
def plan_proposal_session(request: HttpRequest, school: Organisation, public_id: str, session: str) -> GoingPage:
    proposal = _proposal(school, public_id)
    found = proposal.sessions.filter(public_id=session).first()
    if found is None:
        raise Http404("There is no such session.")
    return GoingPage(
        title=found.title,
        caption=f"Who would go on {day(found.held_on)}",
        rows=tuple(
            (
                {
                    "text": f"{each.given_name} {each.family_name}",
                    "href": reverse("learner", kwargs={"slug": school.slug, "public_id": each.public_id}),
                },
            )
            for each in going_to(found)
        ),
        back_href=_address(school, proposal),
    )


@dataclass(frozen=True)
class WhatIfPage:
    """All that the form of what if shows."""

    title: str
    caption: str
    form: WhatIfForm
    back_href: str


@form_page("school/plan_builder/what_if.html", needs=Permission.PLAN_WRITE)
def plan_what_if(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    """Choose what happens; planned anew in the background, moving as few as can be."""
    proposal = _proposal(school, public_id)
    asked = _again(proposal)
    providers = sorted({each.provider_name for each in proposal.sessions.all() if each.provider_name})
    form = WhatIfForm(request.POST or None, asked=asked, providers=providers)
    shown = WhatIfPage("What if?", _titled(proposal), form, _address(school, proposal))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    return begin(request, school, asked.changed(form.change()))


def _proposal(school: Organisation, public_id: str) -> Proposal:
    found = proposal_named(school, public_id)
    if found is None:
        raise Http404("There is no such proposal.")
    return found


def _again(proposal: Proposal) -> Asked:
    """The same question, with what was decided since, staying close to what was proposed."""
    decided = proposal.sessions.filter(verdict__in=[Verdict.KEEP, Verdict.LEAVE_OUT])
    locks = tuple(SessionLock(each.offer_id, each.held_on, each.verdict == Verdict.KEEP) for each in decided)
    locks += tuple(SessionLock(each.offer_id, each.held_on, True) for each in still_asked_for(proposal))
    asked = asked_of(proposal.asked)
    first = max(asked.first, min(timezone.localdate(), asked.last))
    return replace(asked, first=first, locks=locks, close_to=proposal.public_id, what_if=None)


def _page(request: HttpRequest, school: Organisation, proposal: Proposal, *, error: str = "") -> ProposalPage:
    may_plan = request.scope.holds(Permission.PLAN_WRITE, school.pk)
    sees = request.scope.holds(Permission.LEARNER_VIEW, school.pk)
    seen = Seen(
        learners=sees,
        many=words_of(school).many,
        sensitive=request.scope.holds(Permission.SENSITIVE_VIEW, school.pk),
        requests=request.scope.holds(Permission.EMPLOYERS_VIEW, school.pk),
    )
    standing = proposal.sessions.select_related("activity", "request").prefetch_related("request__approaches__offer")
    sessions, left_open = list(standing), list(proposal.left_open.all())
    if not sees:
        hidden = hidden_parts(school, on=timezone.localdate())
        left_open = [row for row in left_open if (row.entitlement, row.year_group) not in hidden]
    may_ask = may_plan and request.scope.holds(Permission.REQUEST, school.pk)
    not_asked = not_asked_yet(proposal, timezone.localdate()).count() if may_ask else 0
    address = _address(school, proposal)
    return ProposalPage(
        school=school.name,
        title=f"If {proposal.what_if['words']}" if proposal.what_if else "A proposed year",
        caption=_titled(proposal),
        may_plan=may_plan,
        may_accept=may_plan and sees,
        figures=_figures(proposal, sessions, seen),
        proof=proof(proposal),
        by_hand=beside_by_hand(proposal),
        stopped=proposal.was_stopped,
        what_if=_what_if(proposal, seen),
        conflicting=tuple(f"{x['title']}, {x['held_on']}" for x in proposal.conflicting),
        sessions=tuple(card_of(each, school, proposal, seen) for each in sessions),
        not_asked=plural(not_asked, "session") if not_asked else "",
        has_to_ask=any(x.is_to_be_asked and x.request is None for x in sessions),
        left_open=tuple(_left_open(x, school, proposal, seen, may_plan) for x in left_open if x.needs != "offer"),
        not_on_offer=tuple(_left_open(x, school, proposal, seen, may_plan) for x in left_open if x.needs == "offer"),
        error=error,
        here_href=address,
        what_if_href=reverse("plan_what_if", kwargs={"slug": school.slug, "public_id": proposal.public_id}),
        what_ifs=tuple((f"If {x.what_if['words']}", _address(school, x)) for x in proposal.what_ifs.all() if x.what_if),
        back_href=_address(school, proposal.based_on)
        if proposal.based_on
        else reverse("plan_builder", kwargs={"slug": school.slug}),
        file_href=address + "sessions.csv",
    )


def _titled(proposal: Proposal) -> str:
    return f"{day(proposal.from_on)} to {day(proposal.to_on)}"


def _address(school: Organisation, proposal: Proposal) -> str:
    return reverse("plan_proposal", kwargs={"slug": school.slug, "public_id": proposal.public_id})


def _figures(proposal: Proposal, sessions: list[ProposedSession], seen: Seen) -> tuple[dict[str, Any], ...]:
    if proposal.status == Proposal.Status.INFEASIBLE:
        return ()
    total = proposal.closes + proposal.stays_open
    agreed = proposal.asked.get("agreed", 0)
    return (
        {
            "label": "Gaps it closes",
            "value": seen.count(proposal.closes),
            "of": f"of {seen.count(total)} open",
        },
        {
            "label": "Sessions",
            "value": number(len(sessions)),
            "of": f"beside {plural(agreed, 'activity', 'activities')} planned already" if agreed else None,
        },
        {
            "label": "Cost",
            "value": money(proposal.cost) if seen.learners else f"about £{round(proposal.cost, -2):,.0f}",
            "of": None if proposal.asked.get("budget") is None else f"of {money(Decimal(proposal.asked['budget']))}",
        },
    )


def _left_open(row: StillOpen, school: Organisation, proposal: Proposal, seen: Seen, may_plan: bool) -> tuple[Any, ...]:
    can_add = row.needs in ("money", "rooms", "staff", "periods") and row.amount
    href = f"{reverse('plan_builder', kwargs={'slug': school.slug})}?as={proposal.public_id}&more={row.pk}"
    cheapest: dict[str, Any] = {"text": relaxed(row, seen)}
    if can_add and may_plan:
        cheapest |= {"href": href, "note": "Plan with it"}
    return (
        title_of_gap(row.entitlement, proposal),
        f"Year {row.year_group}",
        seen.count(row.learners),
        seen.count(row.units),
        cheapest,
    )


def _what_if(proposal: Proposal, seen: Seen) -> WhatIfSaid | None:
    said = proposal.what_if
    if not said:
        return None
    lost = [f"{title}, {_on(on)}" for title, on in said["lost_sessions"]]
    lost += [f"{title}, {_on(on)}, planned already" for title, on in said["lost_agreed"]]
    gaps = "1 gap" if said["lost"] == 1 and seen.learners else f"{seen.count(said['lost'])} gaps"
    return WhatIfSaid(
        lost=f"Without planning anew, {gaps} would stay open that the plan closes"
        if said["lost"]
        else "Nothing the plan closes would be lost",
        sessions=tuple(lost),
        again=_planned_anew(proposal, seen),
    )


def _planned_anew(proposal: Proposal, seen: Seen) -> str:
    said = proposal.what_if
    if proposal.status == Proposal.Status.INFEASIBLE:
        return "What is locked in could not hold together."
    if not said["lost"]:
        return ""
    if not said["won_back"]:
        return "Nothing can be put in their place that would win any of it back, within the same limits."
    return (
        f"The smallest change to the plan wins back {seen.count(said['won_back'])} of them: it keeps "
        f"{plural(said['kept'], 'session')}, drops {said['dropped']} and adds {said['added']}."
    )


def _on(iso: str) -> str:
    return day(date.fromisoformat(iso))
