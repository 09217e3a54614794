"""Who leads and does careers work, what they were trained in, and who on the governing board looks after it."""

from waymark.leadership.models.governing import GovernorMeeting, LinkGovernor
from waymark.leadership.models.team import Adviser, LeaderTerm, TeamMember, TeamSettings
from waymark.leadership.models.training import StaffSession, Training

__all__ = [
    "Adviser",
    "GovernorMeeting",
    "LeaderTerm",
    "LinkGovernor",
    "StaffSession",
    "TeamMember",
    "TeamSettings",
    "Training",
]
