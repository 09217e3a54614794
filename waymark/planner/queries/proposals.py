"""What was proposed for a school's year."""

from django.db.models import Count, Q, QuerySet

from waymark.access.permissions import Permission
from waymark.access.scope import active_scope
from waymark.ledger.models import Learner
from waymark.places.models import Organisation
from waymark.planner.models import OwnOffer, Proposal, ProposedSession

Verdict = ProposedSession.Verdict


def proposals_of(school: Organisation) -> QuerySet[Proposal]:
    """All there are, latest first, with how many sessions each has and how many were accepted."""
    return (
        Proposal.objects.filter(organisation=school)
        .select_related("based_on", "made_by")
        .annotate(
            session_count=Count("sessions"),
            accepted_count=Count("sessions", filter=Q(sessions__verdict=Verdict.ACCEPTED)),
        )
    )


def proposal_named(school: Organisation, public_id: str) -> Proposal | None:
    """The school's proposal of this id."""
    return proposals_of(school).filter(public_id=public_id).first()


def going_to(session: ProposedSession) -> list[Learner]:
    """Who would go to a proposed session, by name."""
    active_scope().require(Permission.LEARNER_VIEW, session.proposal.organisation_id)
    found = Learner.objects.filter(pk__in=session.proposed_places.values("learner_id"))
    return list(found.order_by("family_name", "given_name", "pk"))


def own_offer_named(school: Organisation, public_id: str) -> OwnOffer | None:
    """The school's own offer of this id."""
    return OwnOffer.objects.filter(organisation=school, public_id=public_id).first()
