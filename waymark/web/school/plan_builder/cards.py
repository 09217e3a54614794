"""One proposed session as the page of its proposal shows it, and how it stands."""

from dataclasses import dataclass

from django.urls import reverse

from waymark.places.models import Organisation
from waymark.planner.models import Proposal, ProposedSession
from waymark.planner.queries.proposals import asks_whose_it_is
from waymark.providers.queries.requests import standing_of
from waymark.providers.rules.approaches import LIVE, State
from waymark.web.formats import plural, weekday
from waymark.web.school.addresses import address_if_any
from waymark.web.school.plan_builder.words import FEW, Seen, money, rival, why

Verdict = ProposedSession.Verdict
STATUS = {
    Verdict.OPEN: ("unknown", "Not decided"),
    Verdict.KEEP: ("not_yet", "Keep when planning again"),
    Verdict.LEAVE_OUT: ("missed", "Leave out when planning again"),
    Verdict.ACCEPTED: ("met", "Accepted: on your year plan"),
    Verdict.ASKED: ("in_progress", "Asked for"),
}
_ANSWERS = {
    State.ACCEPTED: ("met", "On your year plan, and they said yes"),
    State.DELIVERED: ("met", "It took place"),
    State.OTHER_DATE: ("not_yet", "On your year plan; they offer another day"),
}
_ANSWERS_OF_ANOTHER = {
    State.ACCEPTED: ("met", "On your year plan; somebody else said yes"),
    State.DELIVERED: ("met", "It took place, with somebody else"),
    State.OTHER_DATE: ("not_yet", "On your year plan; somebody else offers another day"),
}


@dataclass(frozen=True)
class SessionCard:
    """One proposed session as the page shows it."""

    public_id: str
    title: str
    on: str
    provider: str
    going: str
    cost: str
    why: str
    rival: str
    status: str
    status_said: str
    is_open: bool
    learners_href: str | None
    activity_href: str | None
    to_ask: str  # what accepting it does, where it is by arrangement
    request_href: str | None


def card_of(session: ProposedSession, school: Organisation, proposal: Proposal, seen: Seen) -> SessionCard:
    status, said = _standing(session, seen)
    small = seen.is_small(session.learners, session.closes)
    here = {"slug": school.slug, "public_id": proposal.public_id}
    activity = session.activity
    return SessionCard(
        public_id=session.public_id,
        title=session.title,
        on=weekday(session.held_on),
        provider=session.provider_name,
        going=f"{FEW} {seen.many}" if small else words_of_count(session.learners, seen),
        cost=money(session.cost) if seen.learners else "",  # by what each costs it would say how many go
        why=why(session, seen),
        rival=rival(session, seen),
        status=status,
        status_said=said,
        is_open=session.verdict not in (Verdict.ACCEPTED, Verdict.ASKED),
        learners_href=reverse("plan_proposal_session", kwargs=here | {"session": session.public_id})
        if seen.learners
        else None,
        activity_href=reverse("activity", kwargs={"slug": school.slug, "public_id": activity.public_id})
        if activity and seen.learners
        else None,
        to_ask=f"Ask for this date: by arrangement with {session.provider_name}." if session.is_to_be_asked else "",
        request_href=address_if_any("school_request", slug=school.slug, public_id=session.request.public_id)
        if session.request and seen.requests
        else None,
    )


def _standing(session: ProposedSession, seen: Seen) -> tuple[str, str]:
    """How a session stands: what the school decided, and once it is on its plan and asked for, what came of that.

    Who may not read requests is told what was decided.
    """
    if session.verdict != Verdict.ACCEPTED or session.request is None or not seen.requests:
        return STATUS[Verdict(session.verdict)]
    approach = standing_of(list(session.request.approaches.all()))
    if approach is None or approach.now not in LIVE:
        return "missed", "On your year plan, but nobody has said yes"
    answers = _ANSWERS if asks_whose_it_is(approach, session) else _ANSWERS_OF_ANOTHER
    return answers.get(approach.now, ("in_progress", "On your year plan, and asked for"))


def words_of_count(count: int, seen: Seen) -> str:
    """`1 learner`, `28 learners`, `about 30 learners`."""
    if not seen.learners:
        return f"{seen.count(count)} {seen.many}"
    return plural(count, seen.many.removesuffix("s"), seen.many)
