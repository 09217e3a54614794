"""A school's plans: how it means to improve, who agreed to it, and its year of activities, planned and proposed."""

from waymark.planner.models.approvals import Approval
from waymark.planner.models.asked import AskedActivity
from waymark.planner.models.feeds import Feed
from waymark.planner.models.improvements import ImprovementAction, ProgressNote
from waymark.planner.models.matching import Match, MatchRun, PairSaid, SupplyOfMatches, WishForMatches
from waymark.planner.models.offers import OwnOffer
from waymark.planner.models.proposals import Proposal, ProposedClosing, ProposedPlace, ProposedSession, StillOpen
from waymark.planner.models.school_year import BudgetLine, Busy, ClashRule, Move, Planned, Requirement
from waymark.planner.models.shared import SharedSession, SharedYear
from waymark.planner.models.templates import PlanTemplate, TemplateItem

__all__ = [
    "Approval",
    "AskedActivity",
    "BudgetLine",
    "Busy",
    "ClashRule",
    "Feed",
    "ImprovementAction",
    "Match",
    "MatchRun",
    "Move",
    "OwnOffer",
    "PairSaid",
    "PlanTemplate",
    "Planned",
    "ProgressNote",
    "Proposal",
    "ProposedClosing",
    "ProposedPlace",
    "ProposedSession",
    "Requirement",
    "SharedSession",
    "SharedYear",
    "StillOpen",
    "SupplyOfMatches",
    "TemplateItem",
    "WishForMatches",
]
