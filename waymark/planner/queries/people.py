"""What is kept of one learner here, for whoever has a right to ask for it."""

from typing import Any

from waymark.ledger.models import Learner
from waymark.planner.models import ProposedClosing, ProposedPlace
from waymark.providers.models import ReleasedName

Row = dict[str, Any]


def planning_of_person(learner: Learner) -> dict[str, list[Row]]:
    """Each session proposed for the learner, what it would close of theirs, and the lists that took the name outside.

    A list that was taken back, or whose time is over, holds no name any more.
    """
    places = ProposedPlace.objects.filter(learner=learner).select_related("session__proposal")
    closings = ProposedClosing.objects.filter(learner=learner).select_related("proposal")
    sent = ReleasedName.objects.filter(about=learner.public_id).select_related(
        "release__approach__employer", "release__approach__provider__organisation"
    )
    return {
        "proposed_places": [
            {
                "proposal": each.session.proposal.public_id,
                "proposed_at": each.session.proposal.made_at,
                "title": each.session.title,
                "held_on": each.session.held_on,
                "decided": each.session.verdict,
            }
            for each in places.order_by("session__held_on", "pk")
        ],
        "proposed_closings": [
            {
                "proposal": each.proposal.public_id,
                "entitlement": each.entitlement,
                "units_before": each.units_before,
                "units_after": each.units_after,
            }
            for each in closings.order_by("pk")
        ],
        "names_sent": [
            {
                "sent_at": each.release.sent_at,
                "sent_to": each.release.approach.whom,
                "because": each.release.because,
                "name": each.name,
                "year_group": each.year_group,
                "erase_on": each.release.erase_on,
            }
            for each in sent.order_by("pk")
        ],
    }
