"""The demonstration's applications: a college and a training provider that take the standard form, and an applicant."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from waymark.access.demonstration import PASSWORD, SignIn
from waymark.access.models import User
from waymark.access.scope import Scope, acting
from waymark.opportunities.actions.accounts import applicant_of
from waymark.opportunities.actions.applying import (
    draft_application,
    keep_form,
    move_application,
    open_desk,
    submit_application,
    track,
)
from waymark.opportunities.models import Application, Desk
from waymark.places.models import Organisation

_COLLEGE, _TRAINING, _SCHOOL = "westmarch-college", "brightwater-training", "aldermouth-academy"
_SENT = (  # course, and how far it has come
    (_COLLEGE, "Engineering, level 3", ("viewed", "conditional_offer")),
    (_COLLEGE, "Sport and fitness, level 2", ("viewed", "rejected")),
    (_TRAINING, "Plumbing and heating", ("viewed", "interview")),
)
_WORDS = {
    "conditional_offer": "Grade 4 in maths and English",
    "interview": "At the workshop in Mill Road, Thursday at 4 pm",
    "rejected": "The course is full. Ask us about January.",
}


def take_applications(*, today: date, by: Scope) -> list[SignIn]:
    """Open the desks, and have somebody apply: one offer, one refusal, one interview, a draft, and UCAS beside them."""
    places = {place.slug: place for place in Organisation.objects.filter(slug__in=(_COLLEGE, _TRAINING, _SCHOOL))}
    desks = {slug: _desk(places[slug], today, by) for slug in (_COLLEGE, _TRAINING)}
    user = User.objects.create_user("ash.linden@applicants.example", name="Ash Linden", password=PASSWORD)
    own = Scope(who=user.name, user_id=user.pk, via=by.via)
    at = timezone.make_aware(datetime.combine(today, time(9)))
    with acting(own):
        applicant = applicant_of(user=user, by=own)
        keep_form(applicant=applicant, said=_said(places[_SCHOOL], today), at=at, by=own)
        sent = [
            submit_application(
                application=draft_application(applicant=applicant, desk=desks[slug], course=course, on=today, by=own),
                on=today,
                at=at,
                by=own,
            )
            for slug, course, _ in _SENT
        ]
        draft_application(applicant=applicant, desk=desks[_TRAINING], course="Solar fitting", on=today, by=own)
        said = {"kind": "ucas", "where": "Northam University", "what": "Engineering", "stage": "thinking"}
        track(applicant=applicant, said=said | {"deadline_on": date(today.year + 1, 1, 29)}, by=own)
    for application, (_, _, moves) in zip(sent, _SENT, strict=True):
        _move(application, moves, today, at, by)
    return [SignIn(user.email, user.name, "Applicant", "Your applications")]


def _desk(provider: Organisation, today: date, by: Scope) -> Desk:
    return open_desk(
        provider=provider,
        opens_on=today - timedelta(days=60),
        closes_on=today + timedelta(days=200),
        says="We answer within three weeks.",
        by=by,
    )


def _said(school: Organisation, today: date) -> dict[str, object]:
    return {
        "given_name": "Ash",
        "family_name": "Linden",
        "born_on": date(today.year - 16, 2, 11),
        "address": "4 Ropewalk, Aldermouth",
        "postcode": "ZZ1 1AA",
        "school": school,
        "school_may_see": True,
        "education": [["Maths", "GCSE", "5 predicted"], ["English", "GCSE", "4 predicted"], ["Design", "GCSE", "6"]],
        "statement": "I rebuilt two bicycles and a mower last year. I want to learn to do it properly.",
    }


def _move(application: Application, moves: tuple[str, ...], today: date, at: datetime, by: Scope) -> None:
    application.refresh_from_db()
    for minutes, to in enumerate(moves, 1):
        move_application(
            application=application,
            to=to,
            words=_WORDS.get(to, ""),
            on=today,
            at=at + timedelta(minutes=minutes),
            by=by,
        )
