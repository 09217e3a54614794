"""The closed lists of words that facts and frameworks are written in."""

from enum import StrEnum


class Setting(StrEnum):
    """What sort of institution it is; a framework's criteria differ by it."""

    SCHOOL = "school"
    SPECIALIST = "specialist"
    COLLEGE = "college"


class Kind(StrEnum):
    """What sort of activity it was. A workplace experience is not also an employer encounter."""

    EMPLOYER = "employer"
    WORKPLACE = "workplace"
    PROVIDER = "provider"
    CURRICULUM = "curriculum"
    GUIDANCE = "guidance"
    LMI = "lmi"
    OTHER = "other"


class ProviderKind(StrEnum):
    """Who taught or trained, on an encounter with a provider; `itp` gives training or apprenticeships."""

    SIXTH_FORM = "sixth_form"
    FE_COLLEGE = "fe_college"
    UNIVERSITY = "university"
    ITP = "itp"
    OTHER = "other"


class Mode(StrEnum):
    """How learners took part."""

    IN_PERSON = "in_person"
    BLENDED = "blended"
    VIRTUAL = "virtual"


class Tick(StrEnum):
    """The yes-or-no facts about an activity that a meaning test may ask for."""

    PURPOSE_SHARED = "purpose_shared"
    OUTCOMES_SET = "outcomes_set"
    TWO_WAY = "two_way"
    REFLECTION = "reflection"
    TASK_SET = "task_set"
    EMPLOYER_FEEDBACK = "employer_feedback"
    MET_STAFF_AND_LEARNERS = "met_staff_and_learners"


class Answer(StrEnum):
    """What the records say of one learner and one entitlement."""

    MET = "met"
    NOT_YET = "not_yet"
    MISSED = "missed"
    UNKNOWN = "unknown"


YEAR_GROUPS = range(7, 15)
ADVISER_LEVELS = range(9)
