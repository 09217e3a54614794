"""Making a survey, moving its days, closing and withdrawing it."""

from collections import Counter
from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope, acting, everything
from waymark.kernel.academic_year import academic_year
from waymark.ledger.queries import on_roll
from waymark.places.models import Organisation
from waymark.surveys.models import Sitting, Survey, SurveyCode, Wave
from waymark.surveys.queries.running import forms_by_code
from waymark.surveys.questionnaire import Audience, Questionnaire
from waymark.surveys.rules import (
    FEWEST_SHOWN,
    CodesFor,
    PlannedCode,
    SurveyRefused,
    check_days,
    codes_for_classes,
    codes_for_years,
)


@transaction.atomic
def make_survey(
    *,
    school: Organisation,
    asked: Questionnaire,
    wave: Wave,
    opens_on: date,
    closes_on: date,
    codes_for: CodesFor,
    year_groups: Collection[int] = (),
    invited: int | None = None,
    with_comments: bool = True,
    on: date,
    by: Scope,
) -> Survey:
    """Make a survey and its codes. Who could answer is counted from the roll, and for one code for all is `invited`.

    Refuses (`SurveyRefused`) days that cannot be, year groups the questionnaire is not for or with nobody on roll, and
    classes for anybody but learners.
    """
    by.require(Permission.SURVEY, school.pk)
    check_days(opens_on, closes_on, on=on)
    planned = planned_codes(school, asked, codes_for, year_groups, invited, on=max(opens_on, on))
    survey = Survey.objects.create(
        organisation=school,
        questionnaire=asked.name,
        version=asked.version,
        audience=asked.audience,
        wave=wave,
        academic_year=academic_year(opens_on),
        opens_on=opens_on,
        closes_on=closes_on,
        with_comments=with_comments and bool(asked.comments),
        made_by_id=by.user_id,
    )
    for code in planned:
        SurveyCode.objects.create(survey=survey, year_group=code.year_group, form=code.form, invited=code.invited)
    note("survey made", on=survey, by=by, questionnaire=asked.name, version=asked.version, codes=len(planned))
    return survey


def planned_codes(
    school: Organisation,
    asked: Questionnaire,
    codes_for: CodesFor,
    year_groups: Collection[int],
    invited: int | None,
    *,
    on: date,
) -> list[PlannedCode]:
    """The codes a survey would have, counted from the roll of the day."""
    if codes_for is CodesFor.EVERYONE:
        return [PlannedCode(None, "", invited)]
    if codes_for is CodesFor.CLASSES and asked.audience is not Audience.LEARNERS:
        raise SurveyRefused("Codes for classes are for learners.")
    wanted = set(year_groups)
    if not wanted or not wanted <= set(asked.year_groups):
        raise SurveyRefused("Choose year groups that this questionnaire is for.")
    with acting(everything("counts of a roll")):  # only how many there are, of whoever runs surveys but not learners
        places = on_roll(school, on).filter(year_group__in=wanted).values_list("year_group", "form")
        counted = Counter(places.order_by())
    planned = codes_for_classes(counted) if codes_for is CodesFor.CLASSES else codes_for_years(counted)
    empty = wanted - {code.year_group for code in planned}
    if empty:
        raise SurveyRefused(f"Nobody is on roll in Year {min(empty)} on that day.")
    if asked.audience is not Audience.LEARNERS:  # the roll does not say how many parents there are
        return [PlannedCode(code.year_group, code.form, invited=None) for code in planned]
    return planned


@transaction.atomic
def change_days(*, survey: Survey, opens_on: date, closes_on: date, on: date, by: Scope) -> Survey:
    """Move the first and last day; also opens a survey again that closed before anything could be shown of it."""
    by.require(Permission.SURVEY, survey.organisation_id)
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    if survey.withdrawn_at:
        raise SurveyRefused("This survey was withdrawn.")
    if survey.is_closed(on) and forms_by_code(survey).total() >= FEWEST_SHOWN:
        raise SurveyRefused("This survey has closed and its results are shown. Make another to ask again.")
    check_days(opens_on, closes_on, on=on)
    if survey.opens_on <= on and opens_on > on:
        raise SurveyRefused("It has begun already, so its first day cannot be later than today.")
    survey.opens_on, survey.closes_on, survey.closed_on = opens_on, closes_on, None
    survey.academic_year = academic_year(opens_on)
    survey.save(update_fields=["opens_on", "closes_on", "closed_on", "academic_year"])
    note("survey days changed", on=survey, by=by, opens_on=opens_on.isoformat(), closes_on=closes_on.isoformat())
    return survey


@transaction.atomic
def say_invited(*, code: SurveyCode, invited: int | None, by: Scope) -> SurveyCode:
    """Say how many could answer by a code, where the roll does not know; None where nobody does."""
    by.require(Permission.SURVEY, code.survey.organisation_id)
    if code.survey.put_away_on or code.survey.withdrawn_at:
        raise SurveyRefused("This survey is no longer in use.")
    code.invited = invited
    code.save(update_fields=["invited"])
    note("survey asked of", on=code.survey, by=by, invited=invited)
    return code


@transaction.atomic
def close_survey(*, survey: Survey, on: date, by: Scope) -> Survey:
    """Take no more answers from this moment; results show. One already closed stays as it was."""
    by.require(Permission.SURVEY, survey.organisation_id)
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    if survey.is_closed(on) or survey.withdrawn_at:
        return survey
    if survey.opens_on > on:
        raise SurveyRefused("It has not begun yet. Move its days, or withdraw it.")
    survey.closed_on = on
    survey.save(update_fields=["closed_on"])
    _drop_sittings(survey)
    note("survey closed", on=survey, by=by)
    return survey


@transaction.atomic
def withdraw_survey(*, survey: Survey, because: str, by: Scope) -> Survey:
    """Take a survey back: its codes stop, and its answers, though kept, leave every figure."""
    by.require(Permission.SURVEY, survey.organisation_id)
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    if not because.strip():
        raise SurveyRefused("Say why it is withdrawn.")
    if survey.withdrawn_at:
        return survey
    survey.withdrawn_at, survey.withdrawn_by_id = timezone.now(), by.user_id
    survey.withdrawn_because = because.strip()[:300]
    survey.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    _drop_sittings(survey)
    note("survey withdrawn", on=survey, because=because, by=by)
    return survey


def _drop_sittings(survey: Survey) -> None:
    with acting(everything("unfinished forms")):
        Sitting.objects.filter(code__survey=survey).delete()
