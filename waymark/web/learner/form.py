"""One's own standard form, filled once; and everything one has said, to take along."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from waymark.access.models import User
from waymark.opportunities.actions.accounts import applicant_of
from waymark.opportunities.actions.applying import form_as_sent, keep_form
from waymark.opportunities.models import Applicant
from waymark.opportunities.queries.applying import own_applications
from waymark.places.models import Organisation
from waymark.places.queries.search import places_found
from waymark.web.forms import DateField
from waymark.web.pages import Refused, form_page, page

_MOST_ROWS, _LONGEST_CELL = 30, 100


class StandardForm(forms.Form):
    given_name = forms.CharField(max_length=100, label="Given name", required=False)
    family_name = forms.CharField(max_length=100, label="Family name", required=False)
    born_on = DateField(label="Date of birth", required=False, help_text="For example, 27 3 2010")
    address = forms.CharField(
        max_length=300, label="Address", required=False, widget=forms.Textarea({"rows": 3, "autocomplete": "off"})
    )
    postcode = forms.CharField(max_length=8, label="Postcode", required=False)
    telephone = forms.CharField(max_length=30, label="Telephone", required=False)
    school = forms.CharField(
        max_length=120, label="Your school or college, if you have one", required=False,
        help_text="Its name and town, or its URN.",
    )  # fmt: skip
    school_may_see = forms.BooleanField(
        label="My school may see where I have applied and whether I was offered a place", required=False
    )
    education = forms.CharField(
        label="What you have passed or are taking", required=False, widget=forms.Textarea({"rows": 8}),
        help_text="One on each line: subject, qualification, grade. For example: Maths, GCSE, 6 predicted",
    )  # fmt: skip
    statement = forms.CharField(
        label="Why are you applying, and what should they know of you?", max_length=4000, required=False,
        widget=forms.Textarea({"rows": 10}),
    )  # fmt: skip
    support = forms.CharField(
        label="Is there anything that would help you at an interview or on a course?", max_length=1000, required=False,
        help_text="Only if you want to say. Those you apply to will read it.", widget=forms.Textarea({"rows": 4}),
    )  # fmt: skip

    def clean_education(self) -> list[list[str]]:
        rows = [line for line in self.cleaned_data["education"].splitlines() if line.strip()]
        if len(rows) > _MOST_ROWS:
            raise forms.ValidationError(f"Write {_MOST_ROWS} lines at the most.")
        odd = [str(number) for number, line in enumerate(rows, 1) if line.count(",") < 1]
        if odd:
            raise forms.ValidationError(
                f"Line {', '.join(odd)}: write the subject, a comma, and the qualification. For example: Maths, GCSE, 6"
            )
        return [[cell.strip()[:_LONGEST_CELL] for cell in (*line.split(",", 2), "")[:3]] for line in rows]

    def clean_school(self) -> Organisation | None:
        said = self.cleaned_data["school"].strip()
        if not said:
            return None
        found = places_found(said, limit=5)
        same = [place for place in found.places if place.name.casefold() == said.casefold()]
        if len(same) == 1 or len(found.places) == 1:
            return (same or list(found.places))[0]
        if not found.places:
            raise forms.ValidationError("We know no school or college of that name. Try fewer words, or its URN.")
        names = "; ".join(f"{place.name}, {place.town} ({place.institution_id})" for place in found.places)
        raise forms.ValidationError(f"Several have that name. Write the number of yours: {names}.")


@dataclass(frozen=True)
class FormPage:
    """All that the page of one's standard form shows."""

    form: forms.Form
    missing: tuple[str, ...]


@form_page("learner/form.html", needs=None)
def my_form(request: HttpRequest) -> FormPage | Refused | HttpResponse:
    applicant = applicant_of(user=cast(User, request.user), by=request.scope)
    form = StandardForm(request.POST if request.method == "POST" else None, initial=_initial(applicant))
    if request.method != "POST":
        return FormPage(form, applicant.missing())
    if not form.is_valid():
        return Refused(FormPage(form, applicant.missing()))
    keep_form(applicant=applicant, said=form.cleaned_data, at=timezone.now(), by=request.scope)
    messages.success(request, "Your form is saved.")
    return redirect("my_applications")


@page("learner/form.html", needs=None)
def take_along(request: HttpRequest) -> HttpResponse:
    """Everything one has said here, as JSON, to take along."""
    user = cast(User, request.user)
    applicant = applicant_of(user=user, by=request.scope)
    sent = [
        {"to": each.provider.name, "course": each.course, "state": each.state, "sent": each.sent}
        for each in own_applications(user)
    ]
    tracked = list(applicant.tracked.values("kind", "where", "what", "stage", "deadline_on"))
    response = JsonResponse({"form": form_as_sent(applicant), "applications": sent, "elsewhere": tracked})
    response["Content-Disposition"] = 'attachment; filename="my-applications.json"'
    response["Cache-Control"] = "private, no-store"
    return response


def _initial(applicant: Applicant) -> dict[str, Any]:
    said = {name: getattr(applicant, name) for name in StandardForm.base_fields if name not in {"school", "education"}}
    return said | {
        "school": applicant.school.institution_id if applicant.school else "",
        "education": "\n".join(", ".join(cell for cell in row if cell) for row in applicant.education),
    }


urlpatterns = [
    path("form/", my_form, name="my_form"),
    path("everything.json", take_along, name="my_everything"),
]
