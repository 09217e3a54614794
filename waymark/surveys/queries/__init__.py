"""Reads of surveys."""

from waymark.surveys.queries.noticing import Asked, Noticed, last_asked, noticed, noticed_of_all
from waymark.surveys.queries.results import Results, results_of
from waymark.surveys.queries.running import CodeProgress, comments_of, progress_of, sheets_of, surveys_of

__all__ = [
    "Asked",
    "CodeProgress",
    "Noticed",
    "Results",
    "comments_of",
    "last_asked",
    "noticed",
    "noticed_of_all",
    "progress_of",
    "results_of",
    "sheets_of",
    "surveys_of",
]
