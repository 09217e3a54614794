"""Answering, without an account: by a code, and a secret that the device holds until the form is finished.

None of this leaves a line on the trail, for the trail keeps the minute.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from waymark.access.scope import Scope, acting, everything
from waymark.surveys.models import Answer, Comment, Knock, Response, Sitting, SurveyCode
from waymark.surveys.queries.answering import IDLE
from waymark.surveys.queries.running import forms_by_code
from waymark.surveys.questionnaire import Questionnaire
from waymark.surveys.rules import NotOpen, TooOften, most_forms

A_DAY = timedelta(days=1)
MOST_WRONG_CODES = 300  # an hour from one address, behind which a whole school may be mistyping
MOST_BEGUN = 600  # an hour from one address: a whole school is behind one


@transaction.atomic
def note_wrong_code(*, address: str, at: datetime, by: Scope) -> None:
    """Count a code that is none; TooOften past what a school would mistype in an hour."""
    _knock(Knock.What.WRONG_CODE, address, at, MOST_WRONG_CODES)


def wrong_codes_are_too_many(address: str, at: datetime) -> bool:
    """Whether this address has tried so many codes that are none that even a right one is not looked up."""
    tried = Knock.objects.filter(what=Knock.What.WRONG_CODE, sent_from=_hashed(address), hour=_hour(at)).first()
    return tried is not None and tried.count >= MOST_WRONG_CODES


@transaction.atomic
def begin_sitting(*, code: str, address: str, at: datetime, on: date, by: Scope) -> str:
    """Begin a form; returns the secret by which it is carried on, which is not kept.

    NotOpen where the code takes no answers today; TooOften where it has taken far more forms than people were asked,
    or the address has begun more in the hour than a school would.
    """
    _knock(Knock.What.BEGUN, address, at, MOST_BEGUN)
    with acting(everything("survey answers", via=by.via)):  # who answers may see no row
        Sitting.objects.filter(touched_at__lt=at - IDLE).delete()
        asked_by = _code(code, on)
        if forms_by_code(asked_by.survey)[asked_by.pk] >= most_forms(asked_by.invited):
            raise TooOften
        token = secrets.token_urlsafe(32)
        Sitting.objects.create(code=asked_by, token_sha256=_sha256(token), touched_at=at)
    return token


@transaction.atomic
def save_answers(
    *, token: str, answers: Mapping[str, str], comments: Mapping[str, str], at: datetime, on: date, by: Scope
) -> None:
    """Keep what one page of the form says; a blank takes an answer back. NotOpen where the form is gone or too late."""
    with acting(everything("survey answers", via=by.via)):
        sitting = _sitting(token, at, on)
        asked = sitting.code.survey.asked
        known = {item.code for item in asked.items}, {choice.name for choice in asked.scale}
        for item, choice in answers.items():
            if item in known[0] and choice in known[1]:
                sitting.answers[item] = choice
            elif item in known[0] and not choice:
                sitting.answers.pop(item, None)
        questions = {comment.code for comment in asked.comments} if sitting.code.survey.with_comments else set()
        sitting.comments |= {q: text.strip()[:500] for q, text in comments.items() if q in questions}
        sitting.touched_at = at
        sitting.save(update_fields=["answers", "comments", "touched_at"])


@transaction.atomic
def carry_on(*, token: str, page: int, at: datetime, on: date, by: Scope) -> None:
    """Let whoever is at the device go on with a form from a page, and hide the pages before it from them."""
    with acting(everything("survey answers", via=by.via)):
        sitting = _sitting(token, at, on)
        sitting.locked_before, sitting.touched_at = max(sitting.locked_before, page), at
        sitting.save(update_fields=["locked_before", "touched_at"])


@transaction.atomic
def drop_sitting(*, token: str, by: Scope) -> None:
    """Throw away an unfinished form: nothing of it is kept."""
    with acting(everything("survey answers", via=by.via)):
        Sitting.objects.filter(token_sha256=_sha256(token)).delete()


@transaction.atomic
def finish_sitting(*, token: str, at: datetime, on: date, by: Scope) -> bool:
    """Turn what was answered into a form of nobody's, once: whoever comes second finds the sitting gone (NotOpen).

    A form that answers nothing is not kept; then it says False.
    """
    with acting(everything("survey answers", via=by.via)):
        sitting = _sitting(token, at, on)
        answered = bool(sitting.answers)
        if answered:
            keep_form(sitting.code, sitting.answers, sitting.comments, on)
        sitting.delete()
    return answered


def keep_form(code: SurveyCode, answers: Mapping[str, str], comments: Mapping[str, str], on: date) -> Response:
    """One finished form as rows; its comments stand by themselves."""
    response = Response.objects.create(code=code, answered_on=on)
    Answer.objects.bulk_create([Answer(response=response, item=item, choice=said) for item, said in answers.items()])
    Comment.objects.bulk_create([Comment(code=code, question=q, text=text) for q, text in comments.items() if text])
    return response


def known_answers(asked: Questionnaire, answers: Mapping[str, str]) -> dict[str, str]:
    """Those that the questionnaire knows: an item of it, and an answer of its scale."""
    items, choices = {item.code for item in asked.items}, {choice.name for choice in asked.scale}
    return {item: said for item, said in answers.items() if item in items and said in choices}


def _sitting(token: str, at: datetime, on: date) -> Sitting:
    """The unfinished form of this secret, locked to whoever else comes with it; NotOpen where it is gone."""
    rows = Sitting.objects.select_for_update(of=("self",)).select_related("code__survey")
    sitting = rows.filter(token_sha256=_sha256(token), touched_at__gte=at - IDLE).first()
    if sitting is None or not sitting.code.survey.is_open(on):
        raise NotOpen
    return sitting


def _code(code: str, on: date) -> SurveyCode:
    found = SurveyCode.objects.filter(code=code).select_related("survey").first()
    if found is None or not found.survey.is_open(on):
        raise NotOpen
    return found


def _knock(what: str, address: str, at: datetime, most: int) -> None:
    """Count one more this hour; TooOften over the most. Those of a day ago are forgotten."""
    sent_from, hour = _hashed(address), _hour(at)
    Knock.objects.filter(hour__lt=at - A_DAY).delete()
    knock, _ = Knock.objects.get_or_create(what=what, sent_from=sent_from, hour=hour)
    Knock.objects.filter(pk=knock.pk).update(count=F("count") + 1)
    if knock.count + 1 > most:
        raise TooOften


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _hashed(address: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"surveys {address}".encode(), hashlib.sha256).hexdigest()


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
