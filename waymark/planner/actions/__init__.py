"""Planning improvements, saying how they go, and recording who agreed."""

from waymark.planner.actions.approvals import approve_evaluation, approve_plan, take_back_approval
from waymark.planner.actions.improvements import (
    Planned,
    PlanRefused,
    add_action,
    change_action,
    copy_to_next_year,
    drop_action,
    finish_action,
    plan_together,
    reopen_action,
    say_progress,
)

__all__ = [
    "PlanRefused",
    "Planned",
    "add_action",
    "approve_evaluation",
    "approve_plan",
    "change_action",
    "copy_to_next_year",
    "drop_action",
    "finish_action",
    "plan_together",
    "reopen_action",
    "say_progress",
    "take_back_approval",
]
