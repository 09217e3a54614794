"""What happened: learners, their time on roll, activities and encounters. Only ever added to."""

from waymark.ledger.models.activities import (
    STANDING,
    Activity,
    ActivityKind,
    Amendment,
    Audience,
    Encounter,
    Expected,
    Mode,
    ProviderKind,
)
from waymark.ledger.models.attachments import AttachedActivity, Attachment
from waymark.ledger.models.learners import Enrolment, Group, GroupMember, Learner, SenProvision, Sex
from waymark.ledger.models.retention import Erasure, Kept, LegalHold, RetentionPeriod, RetentionSwitch
from waymark.ledger.models.revision import Touch
from waymark.ledger.models.school import ClosedDay, FieldScope, SchoolSettings, SensitiveField, Term

__all__ = [
    "STANDING",
    "Activity",
    "ActivityKind",
    "Amendment",
    "AttachedActivity",
    "Attachment",
    "Audience",
    "ClosedDay",
    "Encounter",
    "Enrolment",
    "Erasure",
    "Expected",
    "FieldScope",
    "Group",
    "GroupMember",
    "Kept",
    "Learner",
    "LegalHold",
    "Mode",
    "ProviderKind",
    "RetentionPeriod",
    "RetentionSwitch",
    "SchoolSettings",
    "SenProvision",
    "SensitiveField",
    "Sex",
    "Term",
    "Touch",
]
