"""Forms that did not come by the screen: counted up from paper, or brought in together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.surveys.actions.answering import known_answers
from waymark.surveys.models import Answer, Comment, Response, Survey, SurveyCode, TallyCount, TallySheet
from waymark.surveys.queries.running import forms_by_code
from waymark.surveys.questionnaire import Questionnaire
from waymark.surveys.rules import FEWEST_SHOWN, SurveyRefused, most_forms


@dataclass(frozen=True)
class Form:
    """One finished form as it is brought in: item to answer, and question to words."""

    answers: Mapping[str, str]
    comments: Mapping[str, str]
    answered_on: date


@transaction.atomic
def enter_papers(
    *, code: SurveyCode, forms: int, counts: Mapping[tuple[str, str], int], on: date, by: Scope
) -> TallySheet:
    """Keep what a pile of paper forms comes to: for each item, how many gave each answer.

    Refuses (`SurveyRefused`) more answers to an item than there are forms, nothing at all, more forms than the code
    takes, and a survey that takes none any more.
    """
    by.require(Permission.SURVEY, code.survey.organisation_id)
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=code.survey_id)
    _check_takes_more(survey, code, forms, on)
    said = _known_counts(survey.asked, counts)
    for item in survey.asked.items:
        if sum(count for (of, _), count in said.items() if of == item.code) > forms:
            raise SurveyRefused(f"“{item.text}” has more answers than there are forms.")
    if forms < 1 or not any(said.values()):
        raise SurveyRefused("Enter how many forms there are, and what they say.")
    sheet = TallySheet.objects.create(code=code, forms=forms, entered_on=on, entered_by_id=by.user_id)
    TallyCount.objects.bulk_create(
        [TallyCount(sheet=sheet, item=item, choice=choice, count=n) for (item, choice), n in said.items() if n]
    )
    note("survey papers entered", on=survey, by=by, forms=forms)
    return sheet


@transaction.atomic
def take_back_papers(*, sheet: TallySheet, on: date, by: Scope) -> None:
    """Take back counts that were entered wrongly, before results are shown; ones taken back stay as they were."""
    by.require(Permission.SURVEY, sheet.code.survey.organisation_id)
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=sheet.code.survey_id)
    _check_unshown(survey, on)
    taken = TallySheet.objects.filter(pk=sheet.pk, taken_back_at=None).update(taken_back_at=timezone.now())
    if taken:
        note("survey papers taken back", on=survey, by=by, forms=sheet.forms)


@transaction.atomic
def bring_in_forms(*, code: SurveyCode, forms: Sequence[Form], on: date, by: Scope) -> int:
    """Keep many finished forms at once, as if each had been answered by the code; returns how many said anything."""
    by.require(Permission.SURVEY, code.survey.organisation_id)
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=code.survey_id)
    asked = survey.asked
    said = [(form, known_answers(asked, form.answers)) for form in forms]
    kept = [(form, answers) for form, answers in said if answers]
    _check_takes_more(survey, code, len(kept), on)
    responses = [Response(code=code, answered_on=form.answered_on) for form, _ in kept]
    Response.objects.bulk_create(responses)
    Answer.objects.bulk_create(
        [
            Answer(response=response, item=item, choice=choice)
            for response, (_, answers) in zip(responses, kept, strict=True)
            for item, choice in answers.items()
        ]
    )
    questions = {comment.code for comment in asked.comments} if survey.with_comments else set()
    words = [(q, text.strip()[:500]) for form, _ in kept for q, text in form.comments.items() if q in questions]
    Comment.objects.bulk_create([Comment(code=code, question=q, text=text) for q, text in words if text])
    note("survey forms brought in", on=survey, by=by, forms=len(kept))
    return len(kept)


def _known_counts(asked: Questionnaire, counts: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    items, choices = {item.code for item in asked.items}, {choice.name for choice in asked.scale}
    return {
        (item, choice): count
        for (item, choice), count in counts.items()
        if item in items and choice in choices and count > 0
    }


def _check_takes_more(survey: Survey, code: SurveyCode, forms: int, on: date) -> None:
    if survey.opens_on > on:
        raise SurveyRefused("This survey has not begun yet.")
    _check_unshown(survey, on)
    if forms_by_code(survey)[code.pk] + forms > most_forms(code.invited):
        raise SurveyRefused("That is far more forms than people were asked. Say first how many could answer.")


def _check_unshown(survey: Survey, on: date) -> None:
    """Nothing is added to a number that has been shown, nor taken from it: the difference would tell of a few."""
    if survey.withdrawn_at:
        raise SurveyRefused("This survey was withdrawn.")
    if survey.is_closed(on) and forms_by_code(survey).total() >= FEWEST_SHOWN:
        raise SurveyRefused("This survey has closed and its results are shown, so nothing can be added or taken away.")
