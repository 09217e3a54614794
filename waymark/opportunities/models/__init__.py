"""Who teaches what, where and when; what the registers say of qualifications; jobs and the labour market."""

from waymark.opportunities.models.courses import (
    TEXTS,
    CampaignCourse,
    Course,
    CourseChange,
    CourseRun,
    CourseState,
)
from waymark.opportunities.models.files import CourseFile
from waymark.opportunities.models.interests import Exploration, InterestQuiz
from waymark.opportunities.models.jobs import JobCategory, JobProfile, JobSkill
from waymark.opportunities.models.providers import TrainingProvider, Venue
from waymark.opportunities.models.reference import (
    ApprenticeshipDelivery,
    ApprenticeshipStandard,
    Degree,
    LarsAim,
    LarsCategory,
    TLevelDefinition,
)
from waymark.opportunities.models.vocabulary import (
    AttendancePattern,
    CourseType,
    DeliveryMode,
    DurationUnit,
    EducationLevel,
    Level,
    Offering,
    Sector,
    StudyMode,
)

__all__ = [
    "TEXTS",
    "ApprenticeshipDelivery",
    "ApprenticeshipStandard",
    "AttendancePattern",
    "CampaignCourse",
    "Course",
    "CourseChange",
    "CourseFile",
    "CourseRun",
    "CourseState",
    "CourseType",
    "Degree",
    "DeliveryMode",
    "DurationUnit",
    "EducationLevel",
    "Exploration",
    "InterestQuiz",
    "JobCategory",
    "JobProfile",
    "JobSkill",
    "LarsAim",
    "LarsCategory",
    "Level",
    "Offering",
    "Sector",
    "StudyMode",
    "TLevelDefinition",
    "TrainingProvider",
    "Venue",
]
