"""What evaluation keeps: what was computed, and what people answered."""

from waymark.evaluation.models.reckoning import Answered, Reckoning

__all__ = ["Answered", "Reckoning"]
