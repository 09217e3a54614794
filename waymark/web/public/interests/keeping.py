"""What a device holds while somebody explores: their code, until the browser is closed. Nothing that was said."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from waymark.opportunities.interests.asking import easily
from waymark.opportunities.interests.quiz import Quiz
from waymark.opportunities.models import Exploration
from waymark.opportunities.queries.interests import exploration_of

_NAME = "interests"


@dataclass(frozen=True)
class Exploring:
    """What somebody said so far, under their code, and the quiz as it is asked of them."""

    code: str
    kept: Exploration
    quiz: Quiz

    @property
    def answers(self) -> dict[int, int]:
        return self.kept.said

    @property
    def in_fours(self) -> str:
        return in_fours(self.code)


def exploring_in(request: HttpRequest) -> Exploring | None:
    """What was begun on this device, or carried on by its code; None where nothing was."""
    code = request.get_signed_cookie(_NAME, default="", salt=_NAME) or ""
    kept = exploration_of(code) if code else None
    if kept is None:
        return None
    quiz = kept.quiz.quiz
    return Exploring(code, kept, (easily(quiz) or quiz) if kept.is_easy else quiz)


def keep_code(response: HttpResponse, code: str) -> None:
    response.set_signed_cookie(
        _NAME,
        code,
        salt=_NAME,
        path=reverse("interests"),
        httponly=True,
        samesite="Lax",
        secure=settings.BEHIND_HTTPS,
    )


def forget_code(response: HttpResponse) -> None:
    response.delete_cookie(_NAME, path=reverse("interests"))


def in_fours(code: str) -> str:
    """A code as people copy it: in groups of four."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
