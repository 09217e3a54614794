"""What evaluation keeps: what was computed, and what people answered."""

from waymark.evaluation.models.assessment import Assessment, Claim, Holder
from waymark.evaluation.models.cuts import Cut, CutInFull, NationalFigure, Target
from waymark.evaluation.models.reckoning import Answered, Reckoning

__all__ = ["Answered", "Assessment", "Claim", "Cut", "CutInFull", "Holder", "NationalFigure", "Reckoning", "Target"]
