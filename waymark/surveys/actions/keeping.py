"""What becomes of answers with time: words taken out, forms put away as counts."""

from collections import Counter
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.surveys.models import Answer, Comment, Knock, Response, Sitting, Survey, TallyCount, TallySheet
from waymark.surveys.queries.answering import IDLE
from waymark.surveys.rules import KEPT_DAYS


@transaction.atomic
def take_out_comment(*, comment: Comment, by: Scope) -> None:
    """Erase what somebody wrote, as when it names a person; its words are nowhere afterwards."""
    by.require(Permission.SURVEY, comment.code.survey.organisation_id)
    note("survey comment taken out", on=comment.code.survey, by=by)
    comment.delete()


@transaction.atomic
def put_away(*, survey: Survey, on: date, by: Scope) -> Survey:
    """Keep counts alone of a survey that closed a year ago: single forms and comments are erased, figures stay.

    Nothing happens to one that is younger or was put away before.
    """
    by.require(Permission.SURVEY, survey.organisation_id)
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    if survey.put_away_on or survey.last_day + timedelta(days=KEPT_DAYS) >= on:
        return survey
    for code in survey.codes.all():
        forms = Response.objects.filter(code=code)
        given = Answer.objects.filter(response__in=forms).values_list("item", "choice").annotate(Count("pk"))
        counts = Counter({(item, choice): n for item, choice, n in given})
        if total := forms.count():
            sheet = TallySheet.objects.create(code=code, of=TallySheet.Of.PUT_AWAY, forms=total, entered_on=on)
            TallyCount.objects.bulk_create(
                [TallyCount(sheet=sheet, item=item, choice=choice, count=n) for (item, choice), n in counts.items()]
            )
        Answer.objects.filter(response__in=forms).delete()
        forms.delete()
        Comment.objects.filter(code=code).delete()
    survey.put_away_on = on
    survey.save(update_fields=["put_away_on"])
    note("survey put away", on=survey, by=by)
    return survey


def due_to_be_put_away(on: date) -> list[Survey]:
    """The surveys, of every school the scope sees, whose forms have been kept long enough."""
    closed = Survey.objects.filter(put_away_on=None, closes_on__lt=on - timedelta(days=KEPT_DAYS))
    closed = closed.select_related("organisation")
    return [survey for survey in closed if survey.last_day + timedelta(days=KEPT_DAYS) < on]


def forget_the_unfinished(at: datetime) -> None:
    """Throw away forms that were begun and left for an hour, and what was counted of network addresses a day ago."""
    Sitting.objects.filter(touched_at__lt=at - IDLE).delete()
    Knock.objects.filter(hour__lt=at - timedelta(days=1)).delete()
