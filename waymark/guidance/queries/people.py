"""What is kept of one learner here, for whoever has a right to ask for it."""

from typing import Any

from waymark.guidance.models import Interview, InterviewRequest, Lesson, PlaceOffer
from waymark.ledger.models import Learner

Row = dict[str, Any]


def interviews_of_person(learner: Learner) -> dict[str, list[Row]]:
    """Every request, interview and lesson of the learner's own, with the reasons they were given."""
    return {
        "interview_requests": [
            {
                "asked_on": each.asked_on,
                "asked_by": each.asked_by.name if each.asked_by else "",
                "asker": each.asker,
                "reason": each.reason,
                "priority": each.priority,
                "deadline": each.deadline,
                "interpreter": each.interpreter,
                "parent_attends": each.parent_attends,
                "settled_at": each.settled_at,
                "withdrawn_because": each.withdrawn_because,
            }
            for each in InterviewRequest.objects.filter(learner=learner).select_related("asked_by").order_by("pk")
        ],
        "interviews": [
            {
                "starts_at": each.starts_at,
                "ends_at": each.ends_at,
                "room": each.room,
                "adviser": each.adviser.name,
                "state": each.state,
                "reasons": " ".join(each.reasons),
                "cancelled_because": each.cancelled_because,
            }
            for each in Interview.objects.filter(learner=learner).select_related("adviser").order_by("starts_at", "pk")
        ],
        "offers_of_a_place": [
            {
                "from": each.provider_name,
                "course": each.course,
                "offered_on": each.offered_on,
                "ended_at": each.ended_at,
            }
            for each in PlaceOffer.objects.filter(learner=learner).order_by("pk")
        ],
        "lessons": [
            {
                "starts_at": each.starts_at,
                "ends_at": each.ends_at,
                "weekly_until": each.weekly_until,
                "subject": each.subject,
            }
            for each in Lesson.objects.filter(learner=learner).order_by("starts_at", "pk")
        ],
    }
