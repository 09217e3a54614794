"""Asking by a school's code: opening its page, what is typed there, and saying whose it is."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope, acting, everything
from waymark.guidance.actions.requests import Wanted, ask_for_interview
from waymark.guidance.models import AskingPage, InterviewRequest, TypedRequest
from waymark.guidance.rules.states import InterviewRefused
from waymark.ledger.models import Learner
from waymark.places.models import Organisation
from waymark.surveys.models.surveys import new_code

KEPT = timedelta(days=60)  # how long what nobody has looked at is kept
MOST_FROM_ONE_ADDRESS = 120  # an hour: a whole school is behind one
MOST_TO_ONE_SCHOOL = 400  # waiting to be looked at
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


class NoSuchPage(ValueError):
    """No school's page is opened by this code."""


class TooMany(ValueError):
    """More was typed than a school would."""


@dataclass(frozen=True)
class Typed:
    """What somebody typed."""

    asker: str
    name: str
    form: str = ""
    reason: str = ""
    interpreter: str = ""
    parent_attends: bool = False


@transaction.atomic
def open_asking_page(*, school: Organisation, by: Scope) -> AskingPage:
    """Open the school's page for asking, or give it another code, which shuts out whoever has the former."""
    by.require(Permission.INTERVIEWS_WRITE, school.pk)
    opened = {"code": new_code(), "opened_at": timezone.now(), "opened_by_id": by.user_id}
    page, is_new = AskingPage.objects.update_or_create(organisation=school, defaults=opened)
    note("page for asking opened" if is_new else "page for asking given another code", on=page, by=by)
    return page


@transaction.atomic
def close_asking_page(*, school: Organisation, by: Scope) -> None:
    """Close the school's page: its code opens nothing any more. What was typed stays to be looked at."""
    by.require(Permission.INTERVIEWS_WRITE, school.pk)
    if AskingPage.objects.filter(organisation=school).delete()[0]:
        note("page for asking closed", organisation_id=school.pk, by=by)


@transaction.atomic
def type_request(*, code: str, typed: Typed, address: str, by: Scope) -> None:
    """Keep what somebody with the code typed, for the school to look at. Whether it has such a learner is not asked.

    NoSuchPage where the code opens none. TooMany past what a school would type in an hour from one address, or where
    very much waits to be looked at.
    """
    now = timezone.now()
    sent_from = hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()
    with acting(everything("asking for an interview", via=by.via)):  # who types may see no row
        page = AskingPage.objects.filter(code=code).first()
        if page is None:
            raise NoSuchPage
        TypedRequest.objects.filter(sent_at__lt=now - A_DAY).exclude(sent_from="").update(sent_from="")
        from_here = TypedRequest.objects.filter(sent_from=sent_from, sent_at__gte=now - AN_HOUR).count()
        waiting = TypedRequest.objects.filter(organisation=page.organisation_id).count()
        if from_here >= MOST_FROM_ONE_ADDRESS or waiting >= MOST_TO_ONE_SCHOOL:
            raise TooMany
        row = TypedRequest.objects.create(
            organisation_id=page.organisation_id,
            asker=typed.asker,
            name=_short(typed.name, 150),
            form=_short(typed.form, 40),
            reason=_short(typed.reason, 300),
            interpreter=_short(typed.interpreter, 60),
            parent_attends=typed.parent_attends,
            sent_at=now,
            sent_from=sent_from,
        )
    note("interview asked for by code", on=row, by=by)


@transaction.atomic
def match_typed(*, typed: TypedRequest, learner: Learner, wanted: Wanted, by: Scope) -> InterviewRequest:
    """Say whose it is: it becomes their request, asked on the day it was typed, and what was typed goes.

    InterviewRefused where somebody was faster, or the learner asks already.
    """
    by.require(Permission.INTERVIEWS_WRITE, typed.organisation_id)
    if learner.organisation_id != typed.organisation_id:
        raise ValueError("a request of one school is matched to a learner of that school")
    held = _standing(typed)
    on = timezone.localdate(held.sent_at)
    asked = ask_for_interview(learner=learner, wanted=wanted, on=on, asker=held.asker, by=by)
    note("typed request matched", on=held, by=by)
    held.delete()
    return asked


@transaction.atomic
def set_typed_aside(*, typed: TypedRequest, by: Scope) -> None:
    """Delete what was typed: it is nobody's of the school, or asked for already. Whoever typed it is not told.

    InterviewRefused where somebody was faster.
    """
    by.require(Permission.INTERVIEWS_WRITE, typed.organisation_id)
    held = _standing(typed)
    note("typed request set aside", on=held, by=by)
    held.delete()


@transaction.atomic
def forget_typed(*, school: Organisation, on: date, by: Scope) -> int:
    """Delete what nobody has looked at for as long as such things are kept; how much that was.

    What was typed before this day keeps nothing of the address it came from.
    """
    by.require(Permission.SETTINGS_WRITE, school.pk)
    TypedRequest.objects.filter(organisation=school, sent_at__date__lt=on).exclude(sent_from="").update(sent_from="")
    gone, _ = TypedRequest.objects.filter(organisation=school, sent_at__date__lt=on - KEPT).delete()
    if gone:
        note("typed requests forgotten", organisation_id=school.pk, by=by, rows=gone)
    return gone


def _standing(typed: TypedRequest) -> TypedRequest:
    """What was typed, held until the transaction ends: of two who see to it at once, one does."""
    held = TypedRequest.objects.select_for_update(of=("self",)).filter(pk=typed.pk).first()
    if held is None:
        raise InterviewRefused("Somebody has just seen to this one. Look at the list again.")
    return held


def _short(text: str, most: int) -> str:
    return " ".join(text.split())[:most]
