"""What a closed survey says: shares and completion, with small numbers hidden from everybody alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, Sum

from waymark.access.permissions import Permission
from waymark.access.scope import acting, active_scope, everything
from waymark.surveys.hiding import Shown, released
from waymark.surveys.models import Answer, Response, Survey, SurveyCode, TallyCount, TallySheet
from waymark.surveys.queries.running import standing_surveys
from waymark.surveys.questionnaire import Questionnaire
from waymark.surveys.tallies import WHOLE, Share, Tally


@dataclass(frozen=True)
class Results:
    """The figures of one survey as anybody who sees figures may see them."""

    survey: Survey
    asked: Questionnaire
    shown: Shown
    invited: Mapping[int, int]  # by year group, `WHOLE` for all; nothing where nobody knows

    @property
    def places(self) -> tuple[int, ...]:
        """The year groups that are figures of their own, and the whole."""
        return (*self.shown.years, WHOLE)

    @property
    def is_hidden(self) -> bool:
        """Whether too few answered for anything to be shown."""
        return not self.shown.forms

    def completed(self, place: int) -> Share | None:
        """How many of those asked have answered; None where it is hidden, or nobody knows how many were asked."""
        forms, invited = self.shown.forms.get(place), self.invited.get(place)
        return None if forms is None or not invited else Share(min(forms, invited), invited)

    def share(self, place: int, unit: str) -> Share | None:
        return self.shown.share(place, unit)


def results_of(survey: Survey, *, on: date) -> Results | None:
    """The results of a survey; None before it has closed and once it was withdrawn."""
    shown = shown_of(survey, on=on)
    if shown is None:
        return None
    with acting(everything("results of a survey")):
        return Results(survey, survey.asked, shown, _invited(survey))


def shown_of(survey: Survey, *, on: date) -> Shown | None:
    """What a survey's answers may show; None before it has closed and once it was withdrawn."""
    active_scope().require(Permission.FIGURES_VIEW, survey.organisation_id)
    if not survey.is_closed(on):
        return None
    with acting(everything("results of a survey")):  # nobody at the school sees a form; only figures leave here
        return _shown(survey.public_id, survey.pk, survey.asked, _stamp(survey))


def earlier_waves(survey: Survey, *, on: date) -> list[Survey]:
    """Those of the same questionnaire that closed before this one opened, the latest first."""
    same = standing_surveys(survey.organisation).filter(questionnaire=survey.questionnaire)
    return [
        other
        for other in same.exclude(pk=survey.pk).order_by("-closes_on", "-pk")
        if other.is_closed(on) and (other.opens_on, other.pk) < (survey.opens_on, survey.pk)
    ]


def last_year(survey: Survey, earlier: list[Survey]) -> Survey | None:
    """The same wave a year before, if there was one."""
    before = [s for s in earlier if s.wave == survey.wave and s.academic_year == survey.academic_year - 1]
    return before[0] if before else None


def _stamp(survey: Survey) -> tuple[object, ...]:
    """What a closed survey's figures rest on; the same stamp, the same figures."""
    responses = Response.objects.filter(code__survey=survey).count()
    sheets = TallySheet.objects.filter(code__survey=survey).aggregate(n=Count("pk"), back=Count("taken_back_at"))
    return survey.last_day, responses, sheets["n"], sheets["back"]


@lru_cache(maxsize=512)
def _shown(_public_id: str, survey_id: int, asked: Questionnaire, _stamp: tuple[object, ...]) -> Shown:
    return released(asked, tally_of(survey_id))


def tally_of(survey_id: int) -> Tally:
    """Every form of a survey, counted; the scope must be one that sees them."""
    tally = Tally()
    forms = Response.objects.filter(code__survey=survey_id).values_list("code__year_group").annotate(n=Count("pk"))
    for year, count in forms:
        tally.add_forms(year, count)
    sheets = TallySheet.objects.filter(code__survey=survey_id, taken_back_at=None)
    for year, count in sheets.values_list("code__year_group").annotate(n=Sum("forms")):
        tally.add_forms(year, count)
    given = Answer.objects.filter(response__code__survey=survey_id)
    for year, item, choice, count in given.values_list("response__code__year_group", "item", "choice").annotate(
        n=Count("pk")
    ):
        tally.add_answers(year, item, choice, count)
    counted = TallyCount.objects.filter(sheet__in=sheets)
    for year, item, choice, count in counted.values_list("sheet__code__year_group", "item", "choice").annotate(
        n=Sum("count")
    ):
        tally.add_answers(year, item, choice, count)
    return tally


def _invited(survey: Survey) -> dict[int, int]:
    found: dict[int, int] = {}
    unknown: set[int] = set()
    for year, invited in SurveyCode.objects.filter(survey=survey).values_list("year_group", "invited"):
        for place in {year or WHOLE, WHOLE}:
            if invited is None:
                unknown.add(place)
            else:
                found[place] = found.get(place, 0) + invited
    return {place: count for place, count in found.items() if place not in unknown}
