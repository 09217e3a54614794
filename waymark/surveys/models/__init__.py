"""What the surveys room keeps: surveys and their codes, and what was answered, by nobody in particular."""

from waymark.surveys.models.answers import Answer, Comment, Response, Sitting, TallyCount, TallySheet
from waymark.surveys.models.knocks import Knock
from waymark.surveys.models.surveys import Survey, SurveyCode, Wave

__all__ = [
    "Answer",
    "Comment",
    "Knock",
    "Response",
    "Sitting",
    "Survey",
    "SurveyCode",
    "TallyCount",
    "TallySheet",
    "Wave",
]
