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
from waymark.opportunities.models.market import (
    AdvertCount,
    AreaBoundary,
    AreaPart,
    Breakdown,
    Destination,
    Earnings,
    MarketArea,
    Projection,
)
from waymark.opportunities.models.occupations import (
    EscoLink,
    EscoOccupation,
    Industry,
    OnetOccupation,
    OnetSkill,
    Soc2010Group,
    SocGroup,
    SocJobTitle,
    SocLink,
)
from waymark.opportunities.models.panels import PanelAnalysis
from waymark.opportunities.models.pathways import PathwayPay
from waymark.opportunities.models.providers import FreeCoursesProvider, TrainingProvider, Venue
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
    "AdvertCount",
    "ApprenticeshipDelivery",
    "ApprenticeshipStandard",
    "AreaBoundary",
    "AreaPart",
    "AttendancePattern",
    "Breakdown",
    "CampaignCourse",
    "Course",
    "CourseChange",
    "CourseFile",
    "CourseRun",
    "CourseState",
    "CourseType",
    "Degree",
    "DeliveryMode",
    "Destination",
    "DurationUnit",
    "Earnings",
    "EducationLevel",
    "EscoLink",
    "EscoOccupation",
    "Exploration",
    "FreeCoursesProvider",
    "Industry",
    "InterestQuiz",
    "JobCategory",
    "JobProfile",
    "JobSkill",
    "LarsAim",
    "LarsCategory",
    "Level",
    "MarketArea",
    "Offering",
    "OnetOccupation",
    "OnetSkill",
    "PanelAnalysis",
    "PathwayPay",
    "Projection",
    "Sector",
    "Soc2010Group",
    "SocGroup",
    "SocJobTitle",
    "SocLink",
    "StudyMode",
    "TLevelDefinition",
    "TrainingProvider",
    "Venue",
]
