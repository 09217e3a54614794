"""Asking for proposed sessions of the directory's offers: their provider gets a request for that day."""

from datetime import date

from django.db import transaction

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.kernel.disclosure import SMALL
from waymark.ledger.queries import on_roll
from waymark.planner.models import Proposal, ProposedPlace, ProposedSession
from waymark.planner.queries.proposals import asked_already, not_asked_yet
from waymark.providers.actions.asking import Candidate, Wish, make_request
from waymark.providers.models import Offer, Request
from waymark.providers.rules.approaches import NotPossible

_STEP = 5  # a provider is told how many would come in steps of so many


class ProposalRefused(ValueError):
    """It cannot be accepted so; the message says why, in words for the person."""


@transaction.atomic
def ask_for_session(*, session: ProposedSession, today: date, by: Scope) -> Request:
    """Ask the provider of a session's offer for its day: in round numbers, for the year groups of those who would go.

    Where another proposal has asked for the same and that stands, it is the same request. Raises `ProposalRefused`
    where the offer is gone, nobody would go, or its provider cannot be asked.
    """
    by.require(Permission.PLAN_WRITE, session.proposal.organisation_id)
    if not by.holds(Permission.REQUEST, session.proposal.organisation_id):
        raise ProposalRefused(f"“{session.title}” has to be asked for, which somebody else at your school does.")
    request = asked_already(session) or _asked(session, today, by)
    session.request, session.verdict = request, ProposedSession.Verdict.ASKED
    session.save(update_fields=["request", "verdict"])
    return request


@transaction.atomic
def ask_for_accepted(*, proposal: Proposal, today: date, by: Scope) -> tuple[list[Request], list[str]]:
    """Ask the providers of what is on the school's plan and nobody has asked for yet; with what could not be, and why.

    It stays on the plan meanwhile. Once they say yes, what is there is what was asked for.
    """
    by.require(Permission.PLAN_WRITE, proposal.organisation_id)
    by.require(Permission.REQUEST, proposal.organisation_id)
    made, refused = [], []
    for session in not_asked_yet(proposal, today).select_related("activity").select_for_update(of=("self",)):
        try:
            with transaction.atomic():
                session.request = _asked(session, today, by)
                session.save(update_fields=["request"])
                made.append(session.request)
        except ProposalRefused as fault:
            refused.append(str(fault))
    return made, refused


def _asked(session: ProposedSession, today: date, by: Scope) -> Request:
    """The request for a session on the day on which it stands.

    Its year groups are told whole, however few of one would go: that somebody of Year 10 would come says nothing of
    who, nor of how many, since only the round number of all of them is told.
    """
    school = session.proposal.organisation
    day = session.activity.held_on if session.activity else session.held_on
    offer = Offer.objects.filter(public_id=session.offer_id.rpartition("-")[2], is_open=True)
    found = offer.select_related("provider__organisation").first()
    if found is None:
        raise ProposalRefused(f"“{session.title}” is not in the directory any more. Plan again without it.")
    if not session.learners:
        raise ProposalRefused(f"Nobody would go to “{session.title}”. Leave it out.")
    going = ProposedPlace.objects.filter(session=session).values("learner")
    years = on_roll(school, day).filter(learner__in=going).values_list("year_group", flat=True)
    said = session.facts["activity"]
    wish = Wish(
        title=session.title,
        wished_on=day,
        learners=_about(session.learners, found.capacity),
        kind=said["kinds"][0],
        mode=said["mode"],
        venue=found.venue,
        year_groups=tuple(sorted(set(years))),
        minutes=said["minutes"] or None,
    )
    candidates = [Candidate(provider=found.provider, offer=found)]
    try:
        return make_request(school=school, wish=wish, candidates=candidates, on=today, by=by)
    except NotPossible as refused:
        raise ProposalRefused(f"“{session.title}”: {refused}") from refused


def _about(learners: int, capacity: int | None) -> int:
    """How many a provider is told would come: up to the next five, and never a number so small that it is hidden; but
    no more than it takes at once, which is its own number.

    How many would go is counted from what learners lack, to the learner. The number told stands for five counts at
    once, and the least of them for every count that may not be told.
    """
    about = _STEP * -(-max(learners, SMALL.stop) // _STEP)
    return about if capacity is None else min(about, capacity)
