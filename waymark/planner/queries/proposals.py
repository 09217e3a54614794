"""What was proposed for a school's year."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from waymark.access.permissions import Permission
from waymark.access.scope import active_scope
from waymark.ledger.models import Activity, Learner
from waymark.places.models import Organisation
from waymark.planner.models import AskedActivity, OwnOffer, Proposal, ProposedSession
from waymark.planner.rules.proposed import FROM_DIRECTORY
from waymark.providers.models import Approach, Request
from waymark.providers.rules.approaches import LIVE

Verdict = ProposedSession.Verdict


def proposals_of(school: Organisation) -> QuerySet[Proposal]:
    """All there are, latest first, with how many sessions each has and how many were accepted."""
    return (
        Proposal.objects.filter(organisation=school)
        .select_related("based_on", "made_by")
        .annotate(
            session_count=Count("sessions"),
            accepted_count=Count("sessions", filter=Q(sessions__verdict__in=(Verdict.ACCEPTED, Verdict.ASKED))),
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


def asked_already(session: ProposedSession) -> Request | None:
    """The request by which the same session was asked for from another proposal, while that stands."""
    same = ProposedSession.objects.filter(
        proposal__organisation=session.proposal.organisation_id, offer_id=session.offer_id, held_on=session.held_on
    )
    found = _standing(same).select_related("request").order_by("-pk").first()
    return found.request if found else None


def still_asked_for(proposal: Proposal) -> QuerySet[ProposedSession]:
    """Sessions that were asked for, whose provider has neither declined nor come to be on the school's plan."""
    return _standing(ProposedSession.objects.filter(proposal=proposal))


def _standing(sessions: QuerySet[ProposedSession]) -> QuerySet[ProposedSession]:
    live = Approach.objects.filter(state__in=sorted(state.value for state in LIVE))
    planned = AskedActivity.objects.values("approach__request")
    asked = sessions.filter(verdict=Verdict.ASKED, request__in=live.values("request"))
    return asked.exclude(request__in=planned)


def not_asked_yet(proposal: Proposal, on: date) -> QuerySet[ProposedSession]:
    """What is on the school's plan of the directory's offers, whose provider nobody has asked.

    For a day to come: that on which it stands now, wherever it was proposed for.
    """
    accepted = ProposedSession.objects.filter(proposal=proposal, verdict=Verdict.ACCEPTED, request=None)
    planned = accepted.filter(activity__state=Activity.State.PLANNED, activity__held_on__gt=on)
    return planned.filter(offer_id__startswith=FROM_DIRECTORY)


def asks_whose_it_is(approach: Approach, session: ProposedSession) -> bool:
    """Whether an approach is to whose offer was proposed; if not, somebody else was asked in their place."""
    return approach.offer is not None and FROM_DIRECTORY + approach.offer.public_id == session.offer_id


def own_offer_named(school: Organisation, public_id: str) -> OwnOffer | None:
    """The school's own offer of this id."""
    return OwnOffer.objects.filter(organisation=school, public_id=public_id).first()
