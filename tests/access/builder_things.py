"""What addresses of the plan builder name, and one of each at a school: for the isolation test."""

from datetime import date

from waymark.ledger.models import Learner
from waymark.planner.building.asking import Asked, as_json
from waymark.planner.models import OwnOffer, Proposal, ProposedPlace, ProposedSession, SharedSession, SharedYear

PLAIN = {("plan_proposal_file", "kind"): "csv"}
NAMED = {
    ("plan_offer", "public_id"): "own_offer",
    **{
        (name, "public_id"): "proposal"
        for name in ("plan_proposal", "plan_proposal_file", "plan_proposal_session", "plan_what_if")
    },
    ("plan_proposal_session", "session"): "proposed_session",
    ("area_shared_plan", "public_id"): "shared_year",
}
FIRST, ON, LAST = date(2026, 11, 23), date(2026, 12, 3), date(2027, 7, 16)


def builder_things(school):
    """An offer of its own, a proposal with a session that somebody would go to, and offers shared out."""
    days = {"academic_year": 2026, "from_on": FIRST, "to_on": LAST, "asked": as_json(Asked(FIRST, LAST))}
    own = OwnOffer.objects.create(organisation=school, title="Engineers’ morning", kind="employer", dates=[f"{ON}"])
    proposal = Proposal.objects.create(organisation=school, status="feasible", **days)
    offered = {"offer_id": f"own-{own.public_id}", "title": own.title, "held_on": ON, "learners": 1, "cost": 0}
    session = ProposedSession.objects.create(proposal=proposal, facts={}, closes=1, **offered)
    ProposedPlace.objects.create(session=session, learner=Learner.objects.filter(organisation=school).first())
    shared = SharedYear.objects.create(organisation=school, schools=2, **days)
    SharedSession.objects.create(shared=shared, school=school, closes=1, **offered)
    made = {"own_offer": own, "proposal": proposal, "proposed_session": session, "shared_year": shared}
    return {what: one.public_id for what, one in made.items()}
