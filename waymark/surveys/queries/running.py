"""What a school runs: its surveys, their codes, and how many have answered by each."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from waymark.access.permissions import Permission
from waymark.access.scope import acting, active_scope, everything
from waymark.places.models import Organisation
from waymark.surveys.models import Comment, Response, Survey, SurveyCode, TallySheet


@dataclass(frozen=True, slots=True)
class CodeProgress:
    """One code, whom it is for, and how many forms have come by it; `invited` None: nobody knows how many."""

    pk: int
    code: str
    year_group: int | None
    form: str
    invited: int | None
    forms: int

    @property
    def in_fours(self) -> str:
        return f"{self.code[:4]}-{self.code[4:]}"


def surveys_of(school: Organisation) -> QuerySet[Survey]:
    """Every survey the school made, the latest first, the withdrawn among them."""
    return Survey.objects.filter(organisation=school)


def standing_surveys(school: Organisation) -> QuerySet[Survey]:
    """Those that were not withdrawn."""
    return surveys_of(school).filter(withdrawn_at=None)


def progress_of(survey: Survey) -> list[CodeProgress]:
    """Each code with how many have answered by it, for those who give the codes out."""
    active_scope().require(Permission.REGISTER_TAKE, survey.organisation_id)
    forms = forms_by_code(survey)
    return [
        CodeProgress(code.pk, code.code, code.year_group, code.form, code.invited, forms[code.pk])
        for code in SurveyCode.objects.filter(survey=survey)
    ]


def forms_by_code(survey: Survey) -> Counter[int]:
    """How many forms came by each code, on the screen or on paper."""
    with acting(everything("counts of a survey")):  # who gives out codes sees no form, only how many there are
        came = Response.objects.filter(code__survey=survey).values_list("code").annotate(Count("pk"))
        sheets = TallySheet.objects.filter(code__survey=survey, taken_back_at=None)
        return Counter(dict(came)) + Counter(dict(sheets.order_by().values_list("code").annotate(Sum("forms"))))


def forms_by_survey(school: Organisation) -> Counter[int]:
    """How many forms each of the school's surveys has; for those who give out codes."""
    active_scope().require(Permission.REGISTER_TAKE, school.pk)
    with acting(everything("counts of a survey")):
        came = Response.objects.filter(code__survey__organisation=school).values_list("code__survey")
        sheets = TallySheet.objects.filter(code__survey__organisation=school, taken_back_at=None).order_by()
        return Counter(dict(came.annotate(Count("pk")))) + Counter(
            dict(sheets.values_list("code__survey").annotate(Sum("forms")))
        )


def comments_of(survey: Survey) -> list[Comment]:
    """What was written in people's own words, question by question, in no order; of a survey that has closed."""
    active_scope().require(Permission.SURVEY, survey.organisation_id)
    order = {comment.code: number for number, comment in enumerate(survey.asked.comments)}
    found = Comment.objects.filter(code__survey=survey).order_by("pk")
    return sorted(found, key=lambda comment: order.get(comment.question, len(order)))


def sheets_of(survey: Survey) -> QuerySet[TallySheet]:
    """The counts of paper forms that were entered, the last first."""
    active_scope().require(Permission.SURVEY, survey.organisation_id)
    sheets = TallySheet.objects.filter(code__survey=survey, of=TallySheet.Of.PAPER, taken_back_at=None)
    return sheets.select_related("code", "entered_by").order_by("-pk")
