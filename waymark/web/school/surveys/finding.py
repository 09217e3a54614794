"""The survey an address names, and how its state is said."""

from datetime import date

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from waymark.places.models import Organisation
from waymark.surveys.models import Survey, SurveyCode
from waymark.surveys.queries import surveys_of
from waymark.surveys.queries.running import CodeProgress
from waymark.web.formats import academic_year, short_day


def today() -> date:
    """The day in London."""
    return timezone.localdate()


def survey_here(school: Organisation, public_id: str) -> Survey:
    """The school's survey of this public id, withdrawn ones too; else not found."""
    found = surveys_of(school).filter(public_id=public_id).select_related("organisation").first()
    if found is None:
        raise Http404("There is no such survey at this school.")
    return found


def code_here(survey: Survey, code: str) -> SurveyCode:
    """The survey's code; else not found."""
    found = SurveyCode.objects.filter(survey=survey, code=code.replace("-", "")).select_related("survey").first()
    if found is None:
        raise Http404("There is no such code of this survey.")
    return found


def where(survey: Survey) -> dict[str, str]:
    """What every address of a survey's pages is made with."""
    return {"slug": survey.organisation.slug, "public_id": survey.public_id}


def wave_words(survey: Survey) -> str:
    """`Autumn term, 2026 to 2027`."""
    return f"{survey.get_wave_display()}, {academic_year(survey.academic_year)}"


def state_of(survey: Survey, on: date) -> dict[str, str]:
    """The survey's state as the props of a status."""
    if survey.withdrawn_at:
        return {"status": "unknown", "label": "Withdrawn"}
    if survey.is_closed(on):
        return {"status": "met", "label": "Closed"}
    if survey.is_open(on):
        return {"status": "in_progress", "label": f"Open until {short_day(survey.closes_on)}"}
    return {"status": "not_yet", "label": f"Opens {short_day(survey.opens_on)}"}


def for_whom(code: CodeProgress | SurveyCode, *, has_classes: bool = False) -> str:
    """Whom a code is for: `Year 8`, `8A`, `The rest of Year 8`, `Everyone asked`."""
    if code.form:
        return f"{code.form} (Year {code.year_group})"
    if code.year_group is None:
        return "Everyone asked"
    return f"The rest of Year {code.year_group}" if has_classes else f"Year {code.year_group}"


def address_of_code(request: HttpRequest, in_fours: str) -> str:
    """The whole address to open on a phone."""
    return request.build_absolute_uri(reverse("survey", kwargs={"code": in_fours}))
