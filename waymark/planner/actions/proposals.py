"""Keeping what the plan builder proposes, saying what to keep of it, and accepting it into the year."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.ledger.models import Activity, Expected
from waymark.ledger.queries import on_roll
from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.rules.facts import ActivityFacts
from waymark.places.models import Organisation
from waymark.planner.actions.proposed_requests import ProposalRefused, ask_for_session
from waymark.planner.actions.school_year import Blocked, Planning, add_to_plan
from waymark.planner.models import Proposal, ProposedClosing, ProposedPlace, ProposedSession, StillOpen
from waymark.planner.rules.proposed import FoundPlan, FoundSession
from waymark.providers.models import Request

Verdict = ProposedSession.Verdict
SETTLED = (Verdict.ACCEPTED, Verdict.ASKED)


@transaction.atomic
def keep_proposal(*, school: Organisation, found: FoundPlan, based_on: Proposal | None = None, by: Scope) -> Proposal:
    """Write down what was found for a school, whole."""
    by.require(Permission.PLAN_WRITE, school.pk)
    proposal = Proposal.objects.create(organisation=school, based_on=based_on, made_by_id=by.user_id, **found.figures)
    sessions = [_session(proposal, each) for each in found.sessions]
    ProposedSession.objects.bulk_create(sessions)
    keys = {(each.offer_id, each.held_on): each.pk for each in ProposedSession.objects.filter(proposal=proposal)}
    ProposedPlace.objects.bulk_create(
        [
            ProposedPlace(session_id=keys[each.offer_id, each.held_on], learner_id=learner)
            for each in found.sessions
            for learner in each.learners
        ],
        batch_size=1000,
    )
    ProposedClosing.objects.bulk_create(
        [
            ProposedClosing(
                proposal=proposal, learner_id=learner, entitlement=name, units_before=before, units_after=after
            )
            for learner, name, before, after in found.closings
        ],
        batch_size=1000,
    )
    StillOpen.objects.bulk_create([StillOpen(proposal=proposal, **_columns(each)) for each in found.left_open])
    note("year proposed", on=proposal, by=by, sessions=len(sessions), status=proposal.status)
    return proposal


@transaction.atomic
def judge_sessions(*, proposal: Proposal, verdicts: Mapping[str, str], by: Scope) -> None:
    """Say of sessions, by public id, whether to keep them, leave them out, or that it is open; accepted ones stay."""
    by.require(Permission.PLAN_WRITE, proposal.organisation_id)
    open_ones = ProposedSession.objects.filter(proposal=proposal).exclude(verdict__in=SETTLED)
    changed = 0
    for session in open_ones.filter(public_id__in=verdicts):
        said = Verdict(verdicts[session.public_id])
        if said != session.verdict and said not in SETTLED:
            session.verdict = said
            session.save(update_fields=["verdict"])
            changed += 1
    if changed:
        note("proposed sessions judged", on=proposal, by=by, changed=changed)


@transaction.atomic
def accept_sessions(
    *, proposal: Proposal, sessions: Collection[str], today: date, by: Scope
) -> list[Activity | Request]:
    """Put these sessions, by public id, on the school's plan as activities with those who go: all of them, or none.

    What is by arrangement is asked for instead: its provider gets a request for that day. One accepted or asked for
    before is left as it is. Raises `ProposalRefused` where a day is past, or where the plan no longer fits
    what else was planned since. Learners who have left since are not listed.
    """
    by.require(Permission.PLAN_WRITE, proposal.organisation_id)
    by.require(Permission.LEARNER_VIEW, proposal.organisation_id)
    school = proposal.organisation
    # All of the school's, in order: two proposals for the same days cannot be accepted at once.
    list(Proposal.objects.select_for_update().filter(organisation=school).order_by("pk").values_list("pk"))
    chosen = list(
        ProposedSession.objects.filter(proposal=proposal, public_id__in=sessions).exclude(verdict__in=SETTLED)
    )
    for session in chosen:
        _check(session, school, today)
    made: list[Activity | Request] = [
        ask_for_session(session=session, today=today, by=by)
        if session.is_to_be_asked
        else _accepted(session, school, by)
        for session in chosen
    ]
    if made:
        note("proposed sessions accepted", on=proposal, by=by, accepted=len(made))
    return made


def _accepted(session: ProposedSession, school: Organisation, by: Scope) -> Activity:
    there = set(on_roll(school, session.held_on).values_list("learner_id", flat=True))
    learners = ProposedPlace.objects.filter(session=session).values_list("learner_id", flat=True)
    audience = AudienceChoice(learners=tuple(sorted(there.intersection(learners))))
    facts, planning = facts_of_session(session), planning_of_session(session)
    try:
        activity = add_to_plan(school=school, facts=facts, audience=audience, planning=planning, by=by)
    except Blocked as blocked:
        raise ProposalRefused(f"“{session.title}” on {_day(session.held_on)}: {blocked}") from blocked
    session.activity, session.verdict = activity, Verdict.ACCEPTED
    session.save(update_fields=["activity", "verdict"])
    return activity


def facts_of_session(session: ProposedSession) -> ActivityFacts:
    """The activity that a proposed session would be."""
    said: dict[str, Any] = dict(session.facts["activity"])
    said |= {"held_on": date.fromisoformat(said["held_on"]), "cost": Decimal(said["cost"])}
    return ActivityFacts(**said | {"kinds": tuple(said["kinds"]), "benchmarks": tuple(said["benchmarks"])})


def planning_of_session(session: ProposedSession) -> Planning:
    """What planning would say of that activity: what it takes, and what it was made from."""
    takes = session.facts["takes"]
    return Planning(
        periods=session.periods,
        most_rooms=takes["rooms"],
        most_staff=takes["staff"],
        offer=session.offer_id.rpartition("-")[2],
        proposal=session.proposal.public_id,
    )


def _check(session: ProposedSession, school: Organisation, today: date) -> None:
    day = _day(session.held_on)
    if session.held_on < today:
        raise ProposalRefused(f"“{session.title}” on {day} is past. Plan again from today.")
    planned = Activity.objects.filter(organisation=school, state=Activity.State.PLANNED, held_on=session.held_on)
    if planned.filter(proposed_session__offer_id=session.offer_id).exists():
        raise ProposalRefused(f"“{session.title}” on {day} was accepted already, from another proposal.")
    learners = ProposedPlace.objects.filter(session=session).values_list("learner_id", flat=True)
    if Expected.objects.filter(activity__in=planned, learner__in=list(learners)).exists():
        raise ProposalRefused(
            f"Since this was proposed, something else was planned on {day} for some of those who would go to"
            f" “{session.title}”. Plan again, and it is planned around."
        )


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def _session(proposal: Proposal, found: FoundSession) -> ProposedSession:
    said = {name: getattr(found, name) for name in found.__slots__ if name != "learners"}
    return ProposedSession(proposal=proposal, learners=len(found.learners), **said)


def _columns(found: Any) -> dict[str, Any]:
    return {name: getattr(found, name) for name in found.__slots__}
