"""What a school says of itself: its figures' settings, its calendar, and which sensitive fields it keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.kernel.academic_year import academic_year
from waymark.kernel.facts import USUAL_SUBJECTS
from waymark.ledger.models import ClosedDay, FieldScope, Learner, SchoolSettings, SensitiveField, Term
from waymark.ledger.queries import fields_on
from waymark.ledger.touching import touch_everyone
from waymark.places.models import Organisation

# What a learner's field holds while the school does not keep it.
BLANK = {
    SensitiveField.SEN: "N",
    SensitiveField.PUPIL_PREMIUM: False,
    SensitiveField.LOOKED_AFTER: False,
    SensitiveField.EAL: False,
    SensitiveField.ETHNICITY: "",
    SensitiveField.EMAIL: "",
}


class SettingRefused(ValueError):
    """The setting cannot be kept as said; the message says why in words for a person."""


@dataclass(frozen=True)
class TermDates:
    """One term or half-term: its name, first and last day."""

    name: str
    from_on: date
    to_on: date


@transaction.atomic
def keep_settings(
    *, school: Organisation, subjects: Sequence[str], day_minutes: int, learner_word: str, by: Scope
) -> SchoolSettings:
    """Say in which subjects careers should be met, how long a day at work is, and what the school calls its learners.

    No subjects: English, maths and science. Figures are made afresh where subjects or minutes changed.
    """
    by.require(Permission.SETTINGS_WRITE, school.pk)
    tidy = sorted({" ".join(subject.split()).lower() for subject in subjects if subject.strip()})
    if not 1 <= day_minutes <= 1440:
        raise SettingRefused("A day at work has from 1 to 1,440 minutes.")
    if learner_word not in SchoolSettings.LearnerWord:
        raise SettingRefused("Choose a word from the list.")
    settings, _ = SchoolSettings.objects.get_or_create(organisation=school)
    was = (settings.subjects or list(USUAL_SUBJECTS), settings.day_minutes)
    settings.subjects, settings.day_minutes, settings.learner_word = tidy, day_minutes, learner_word
    settings.save()
    if was != (tidy or list(USUAL_SUBJECTS), day_minutes):
        touch_everyone(school.pk)
    note("settings kept", on=settings, by=by, subjects=tidy, day_minutes=day_minutes, learner_word=learner_word)
    return settings


@transaction.atomic
def set_terms(*, school: Organisation, year: int, terms: Sequence[TermDates], by: Scope) -> list[Term]:
    """Say when the terms of one academic year are, in place of what was said before.

    Refuses a term that ends before it begins, lies outside the academic year, or overlaps another.
    """
    by.require(Permission.SETTINGS_WRITE, school.pk)
    in_order = sorted(terms, key=lambda term: term.from_on)
    for term in in_order:
        if term.to_on < term.from_on:
            raise SettingRefused(f"{term.name} ends before it begins.")
        if academic_year(term.from_on) != year or academic_year(term.to_on) != year:
            raise SettingRefused(f"{term.name} is not within {year} to {year + 1}.")
    for earlier, later in pairwise(in_order):
        if later.from_on <= earlier.to_on:
            raise SettingRefused(f"{later.name} begins before {earlier.name} ends.")
    Term.objects.filter(organisation=school, academic_year=year).delete()
    kept = Term.objects.bulk_create(
        [Term(organisation=school, academic_year=year, name=t.name, from_on=t.from_on, to_on=t.to_on) for t in in_order]
    )
    note("terms set", organisation_id=school.pk, by=by, year=year, terms=len(kept))
    return kept


@transaction.atomic
def close_day(*, school: Organisation, on: date, reason: str, by: Scope) -> ClosedDay:
    """Say that learners are not in school on a day; saying it again changes the reason."""
    by.require(Permission.SETTINGS_WRITE, school.pk)
    closed, _ = ClosedDay.objects.update_or_create(
        organisation=school, on=on, defaults={"reason": reason.strip()[:80] or "INSET day"}
    )
    note("day closed", on=closed, by=by, day=on.isoformat())
    return closed


@transaction.atomic
def open_day(*, school: Organisation, on: date, by: Scope) -> None:
    """Say that learners are in school on a day after all."""
    by.require(Permission.SETTINGS_WRITE, school.pk)
    removed, _ = ClosedDay.objects.filter(organisation=school, on=on).delete()
    if removed:
        note("day opened", organisation_id=school.pk, by=by, day=on.isoformat())


@transaction.atomic
def switch_field_on(*, school: Organisation, field: str, reason: str, by: Scope) -> FieldScope:
    """Begin to keep a sensitive field; the next learner file brings it in. Switching on twice changes nothing."""
    by.require(Permission.SETTINGS_WRITE, school.pk)
    if field not in SensitiveField:
        raise SettingRefused("There is no such field.")
    scope, is_new = FieldScope.objects.get_or_create(
        organisation=school, field=field, off_at=None, defaults={"reason": reason.strip()[:300], "on_by_id": by.user_id}
    )
    if is_new:
        note("sensitive field switched on", on=scope, because=reason, by=by, field=field)
    return scope


@transaction.atomic
def switch_field_off(*, school: Organisation, field: str, by: Scope) -> int:
    """Stop keeping a sensitive field and blank what was kept of it; returns of how many learners anything was."""
    by.require(Permission.SETTINGS_WRITE, school.pk)
    if field not in fields_on(school):
        return 0
    FieldScope.objects.filter(organisation=school, field=field, off_at=None).update(
        off_at=timezone.now(), off_by_id=by.user_id
    )
    blank = BLANK[SensitiveField(field)]
    blanked = Learner.objects.filter(organisation=school).exclude(**{field: blank}).update(**{field: blank})
    touch_everyone(school.pk)
    note("sensitive field switched off", organisation_id=school.pk, by=by, field=field, blanked=blanked)
    return blanked
