"""The handover put together from what every room keeps."""

from datetime import date

from waymark.access.scope import Scope
from waymark.leadership.queries import careers_leader_on, former_leaders
from waymark.places.models import Organisation
from waymark.publishing.handover import coming, standing
from waymark.publishing.handover.names import without_learners
from waymark.publishing.handover.shape import Handover, HandoverPart

__all__ = ["Handover", "HandoverPart", "handover_of"]


def handover_of(school: Organisation, *, on: date, by: Scope) -> Handover:
    """What whoever leads careers next needs to know on a day, as far as `by` may see it.

    Passwords, keys and learners' names are in none of it: what people typed is gone through for the names of everybody
    ever on roll.
    """
    leave_out = without_learners(school)
    term, before = careers_leader_on(school, on), former_leaders(school, on=on).first()
    parts = (
        coming.planned_activities(school, on, leave_out),
        coming.registers_to_take(school, on, leave_out),
        coming.provider_requests(school, on, by, leave_out),
        coming.improvements(school, on, leave_out),
        coming.due_days(school, on, by),
        coming.open_surveys(school, on),
        standing.leading(school, on, leave_out),
        standing.people(school, by),
        standing.files(school, by, leave_out),
        standing.set_up(school, on, by, leave_out),
    )
    return Handover(
        school.name, on, term.member.name if term else "", before.member.name if before else "", tuple(parts)
    )
