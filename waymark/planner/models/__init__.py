"""A school's improvement plan: what it means to do, how that is going, and who agreed to it."""

from waymark.planner.models.approvals import Approval
from waymark.planner.models.improvements import ImprovementAction, ProgressNote

__all__ = ["Approval", "ImprovementAction", "ProgressNote"]
