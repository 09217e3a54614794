"""Finding who takes the form, and beginning an application."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.models import User
from waymark.opportunities.actions.accounts import applicant_of
from waymark.opportunities.actions.applying import draft_application
from waymark.opportunities.models import CourseRun, Desk
from waymark.opportunities.queries.applying import desks_open
from waymark.opportunities.rules.applying import MoveRefused
from waymark.web.pages import Refused, form_page, page

_MOST = 50


class CourseForm(forms.Form):
    course = forms.CharField(
        max_length=200, label="Which course?", help_text="As its provider calls it, with when it starts if you know."
    )


@dataclass(frozen=True)
class DeskRow:
    provider: str
    town: str
    says: str
    closes_on: date
    href: str


@dataclass(frozen=True)
class DesksPage:
    """Who takes the standard form today."""

    text: str
    desks: tuple[DeskRow, ...]


@dataclass(frozen=True)
class ApplyPage:
    """Beginning an application to one provider."""

    provider: str
    says: str
    closes_on: date
    form: forms.Form
    courses: tuple[str, ...]


@page("learner/desks.html", needs=None)
def desks(request: HttpRequest) -> DesksPage:
    text = request.GET.get("q", "").strip()[:100]
    rows = desks_open(timezone.localdate(), text)[:_MOST]
    return DesksPage(
        text,
        tuple(
            DeskRow(
                each.provider.name,
                each.provider.town,
                each.says,
                each.closes_on,
                reverse("apply_to", kwargs={"provider": each.provider.slug}),
            )
            for each in rows
        ),
    )


@form_page("learner/apply.html", needs=None)
def apply_to(request: HttpRequest, provider: str) -> ApplyPage | Refused | HttpResponse:
    desk = Desk.objects.filter(provider__slug=provider).select_related("provider").first()
    if desk is None:
        raise Http404("Nobody of that name takes applications here.")
    form = CourseForm(request.POST if request.method == "POST" else None, initial={"course": request.GET.get("course")})
    shown = ApplyPage(desk.provider.name, desk.says, desk.closes_on, form, _courses_of(desk))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    applicant = applicant_of(user=cast(User, request.user), by=request.scope)
    try:
        made = draft_application(
            applicant=applicant,
            desk=desk,
            course=form.cleaned_data["course"],
            on=timezone.localdate(),
            by=request.scope,
        )
    except MoveRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown, 409)
    return redirect("my_application", public_id=made.public_id)


def _courses_of(desk: Desk) -> tuple[str, ...]:
    """What the provider teaches, to choose from; whoever knows better may type."""
    runs = CourseRun.objects.filter(course__provider__organisation=desk.provider)
    return tuple(runs.order_by("name").values_list("name", flat=True).distinct()[:200])


urlpatterns = [
    path("apply/", desks, name="desks"),
    path("apply/<slug:provider>/", apply_to, name="apply_to"),
]
