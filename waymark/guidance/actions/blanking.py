"""What goes of interviews when a learner's name goes."""

from collections.abc import Collection

from waymark.guidance.models import Interview, InterviewRequest, Lesson, PlaceOffer


def blank_interviews(learner_ids: Collection[int]) -> None:
    """Blank what these learners' interviews were about and why they had their times; delete their own lessons.

    A part of erasing, which has asked and left its line on the trail: that an interview was held stays on record.
    """
    requests = InterviewRequest.objects.filter(learner__in=learner_ids)
    requests.update(reason="", interpreter="", withdrawn_because="")
    Interview.objects.filter(learner__in=learner_ids).update(reasons=[], cancelled_because="")
    Lesson.objects.filter(learner__in=learner_ids).delete()
    PlaceOffer.objects.filter(learner__in=learner_ids).update(course="")
