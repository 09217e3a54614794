"""Writing, releasing and withdrawing a careers page; asking for access, and answering."""

from waymark.publishing.actions.pages import (
    LearnersNamed,
    NotReleased,
    edit_page,
    edit_statement,
    release,
    withdraw,
)
from waymark.publishing.actions.requests import (
    AlreadyAnswered,
    TooManyRequests,
    answer_request,
    ask_for_access,
)

__all__ = [
    "AlreadyAnswered",
    "LearnersNamed",
    "NotReleased",
    "TooManyRequests",
    "answer_request",
    "ask_for_access",
    "edit_page",
    "edit_statement",
    "release",
    "withdraw",
]
