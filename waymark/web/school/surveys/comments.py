"""What people wrote in their own words: read by those who run surveys alone, and taken out where it names somebody."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.surveys.actions.keeping import take_out_comment
from waymark.surveys.queries import comments_of
from waymark.web.pages import form_page, page
from waymark.web.school.surveys.finding import survey_here, today, where


@dataclass(frozen=True)
class Written:
    """One thing that somebody wrote."""

    key: int
    text: str


@dataclass(frozen=True)
class CommentsPage:
    """All that the page of what people wrote shows, question by question."""

    title: str
    parts: tuple[tuple[str, tuple[Written, ...]], ...]
    back_href: str
    out_href: str


@page("school/surveys/comments.html", needs=Permission.SURVEY)
def comments(request: HttpRequest, school: Organisation, public_id: str) -> CommentsPage:
    survey = survey_here(school, public_id)
    if not survey.is_closed(today()):
        raise Http404("What people wrote can be read when the survey has closed.")
    found = comments_of(survey)
    parts = tuple(
        (asked.text, tuple(Written(one.pk, one.text) for one in found if one.question == asked.code))
        for asked in survey.asked.comments
    )
    at = where(survey)
    return CommentsPage(
        survey.asked.title,
        parts,
        reverse("survey_run", kwargs=at),
        reverse("survey_comment_out", kwargs=at),
    )


@form_page("school/surveys/comments.html", needs=Permission.SURVEY)
def take_out(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    """Takes out one comment; only ever posted to, from the page of them."""
    survey = survey_here(school, public_id)
    if request.method != "POST":
        return redirect(reverse("survey_comments", kwargs=where(survey)))
    found = [one for one in comments_of(survey) if str(one.pk) == request.POST.get("comment")]
    if not found or not survey.is_closed(today()):
        raise Http404("There is no such comment.")
    take_out_comment(comment=found[0], by=request.scope)
    messages.success(request, "It was taken out for good.")
    return redirect(reverse("survey_comments", kwargs=where(survey)))
