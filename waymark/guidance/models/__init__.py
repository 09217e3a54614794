"""Interviews: diaries, lessons, who asks, what is booked."""

from waymark.guidance.models.asking import Asker, AskingPage, TypedRequest
from waymark.guidance.models.diaries import Adviser, Claim, DiaryTime, InterviewSettings
from waymark.guidance.models.interviews import Interview, InterviewRequest, Schedule, Waiting
from waymark.guidance.models.lessons import Lesson
from waymark.guidance.models.september import PlaceOffer

__all__ = [
    "Adviser",
    "Asker",
    "AskingPage",
    "Claim",
    "DiaryTime",
    "Interview",
    "InterviewRequest",
    "InterviewSettings",
    "Lesson",
    "PlaceOffer",
    "Schedule",
    "TypedRequest",
    "Waiting",
]
