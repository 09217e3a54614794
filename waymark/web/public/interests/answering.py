"""The statements, a few to a page, each page kept as it is sent."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from waymark.access.scope import NOBODY
from waymark.opportunities.actions.interests import keep_said
from waymark.opportunities.interests.asking import pages_of
from waymark.opportunities.interests.quiz import Statement
from waymark.web.keeping import never_kept
from waymark.web.pages import Refused, public_page
from waymark.web.public.interests.keeping import Exploring, exploring_in


@dataclass(frozen=True)
class Choice:
    """An answer one can give: its value, its words, and in the plainer form a picture beside it."""

    value: str
    label: str
    symbol: str = ""


CHOICES = (
    Choice("2", "Strongly agree"),
    Choice("1", "Agree"),
    Choice("0", "It depends"),
    Choice("-1", "Disagree"),
    Choice("-2", "Strongly disagree"),
)
EASY_CHOICES = (Choice("2", "Yes", "tick"), Choice("0", "Not sure", "question"), Choice("-2", "No", "cross"))


@dataclass(frozen=True)
class Asked:
    """One statement on the page, with what was said to it so far."""

    field: str
    text: str
    said: str
    is_missing: bool


@dataclass(frozen=True)
class StatementsPage:
    """All that one page of statements shows."""

    number: int
    of: int
    is_easy: bool
    statements: tuple[Asked, ...]
    choices: tuple[Choice, ...]
    code: str
    back_href: str

    @property
    def percent(self) -> int:
        return 100 * (self.number - 1) // self.of

    @property
    def missing(self) -> tuple[Asked, ...]:
        return tuple(each for each in self.statements if each.is_missing)


@never_kept
@public_page("public/interests/statements.html", methods=("GET", "HEAD", "POST"))
def statements(request: HttpRequest, number: int) -> StatementsPage | Refused | HttpResponse:
    exploring = exploring_in(request)
    if exploring is None:
        return redirect(reverse("interests") + "?gone=yes")
    pages = pages_of(exploring.quiz, is_easy=exploring.kept.is_easy)
    if not 1 <= number <= len(pages):
        return redirect("interests_results")
    if request.method != "POST":
        return _shown(exploring, number, pages, exploring.answers)
    said = _said(request, pages[number - 1], exploring)
    keep_said(code=exploring.code, answers=said, on=timezone.localdate(), by=NOBODY)
    if len(said) < len(pages[number - 1]) and request.POST.get("how") != "leave_out":
        return Refused(_shown(exploring, number, pages, exploring.answers | said, has_tried=True))
    if number == len(pages):
        return redirect("interests_results")
    return redirect("interests_page", number=number + 1)


def _said(request: HttpRequest, asked: tuple[Statement, ...], exploring: Exploring) -> dict[int, int]:
    allowed = {choice.value for choice in (EASY_CHOICES if exploring.kept.is_easy else CHOICES)}
    given = {each.number: request.POST.get(f"s{each.number}", "") for each in asked}
    return {number: int(value) for number, value in given.items() if value in allowed}


def _shown(
    exploring: Exploring,
    number: int,
    pages: tuple[tuple[Statement, ...], ...],
    answers: dict[int, int],
    *,
    has_tried: bool = False,
) -> StatementsPage:
    asked = tuple(
        Asked(
            f"s{each.number}",
            each.text,
            str(answers[each.number]) if each.number in answers else "",
            has_tried and each.number not in answers,
        )
        for each in pages[number - 1]
    )
    return StatementsPage(
        number=number,
        of=len(pages),
        is_easy=exploring.kept.is_easy,
        statements=asked,
        choices=EASY_CHOICES if exploring.kept.is_easy else CHOICES,
        code=exploring.in_fours,
        back_href=reverse("interests_page", kwargs={"number": number - 1}) if number > 1 else reverse("interests"),
    )
