"""What a person may be allowed to do. One word for one thing; who holds which is data in `roles.py`."""

from enum import StrEnum


class Permission(StrEnum):
    """A thing one may do at an organisation; the value is how a page says it."""

    LEARNER_VIEW = "see learners and their records"
    SENSITIVE_VIEW = "see sensitive facts about learners"
    LEARNER_WRITE = "bring in and change learners"
    LEDGER_WRITE = "record activities"
    REGISTER_TAKE = "take a register"
    FIGURES_VIEW = "see figures"
    PUBLISH = "release the careers page"
    SETTINGS_WRITE = "change the school's settings"
    SHARE = "choose who sees the school's figures"
    USERS_MANAGE = "invite and remove people"
    APPOINT = "give any role here, one that may do more than they may themselves too"
    AUDIT_VIEW = "read the audit trail"
    TOKENS_MANAGE = "give programs access"
    ASSESS = "answer the self-assessment and plan improvements"
    ANSWER = "answer the parts of the self-assessment given to them"
    SURVEY = "run surveys"
    EVIDENCE_VIEW = "see kept evidence and documents"
    EVIDENCE_WRITE = "keep evidence and make documents"
    STAFF_VIEW = "see who works on careers and their training"
    STAFF_WRITE = "keep the record of who works on careers"
