"""Reads of who does careers work, how they are trained, and what runs out."""

from waymark.leadership.queries.running_out import RunningOut, running_out
from waymark.leadership.queries.team import (
    CpdHours,
    adviser_levels,
    careers_leader_on,
    cpd_of,
    former_leaders,
    is_trained_to_lead,
    link_governor_on,
    members_of,
    sessions_in,
    target_of,
)

__all__ = [
    "CpdHours",
    "RunningOut",
    "adviser_levels",
    "careers_leader_on",
    "cpd_of",
    "former_leaders",
    "is_trained_to_lead",
    "link_governor_on",
    "members_of",
    "running_out",
    "sessions_in",
    "target_of",
]
