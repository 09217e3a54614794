"""A school's files of activities and attendance, from the command line."""

import hashlib
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from waymark.access.scope import Scope, acting, everything
from waymark.cli.imports import Asked
from waymark.cli.refusal import Refusal
from waymark.intake.files import content_of_path
from waymark.intake.models import Delivery
from waymark.intake.outcome import Outcome
from waymark.intake.reading import FileRefused, Reading
from waymark.ledger.sources.activities.receiving import (
    ActivitiesPreview,
    merge_activity_file,
    previewed_activities,
    receive_activities,
)
from waymark.ledger.sources.attendance.receiving import AttendancePreview, previewed_attendance, take_attendance
from waymark.places.models import Organisation
from waymark.places.queries import institutions_by_id

Preview = ActivitiesPreview | AttendancePreview


def take_in(asked: Asked) -> Outcome:
    """Take in one file of a school's activities or attendance, merged at once."""
    if not asked.institution:
        raise Refusal("Say whose file this is: --institution with a URN or a UKPRN.")
    school = institutions_by_id([asked.institution]).get(asked.institution)
    if school is None:
        raise Refusal(f"There is no school or college {asked.institution} on the register. Import the register first.")
    try:
        content = content_of_path(asked.path, settings.WAYMARK_LARGEST_FILE)
    except FileRefused as refusal:
        return Outcome(asked.kind, "", Reading(problems=refusal.problems))
    on = asked.on or timezone.localdate()
    with acting(everything("command line")) as scope:
        if asked.dry_run:
            return _outcome(asked, content, _previewed(asked, content, school, on))
        return _merged(asked, content, school, on, scope)


@transaction.atomic
def _merged(asked: Asked, content: bytes, school: Organisation, on: date, by: Scope) -> Outcome:
    filename = asked.path.name
    if asked.kind == "attendance":
        _, taken = take_attendance(content=content, filename=filename, school=school, on=on, by=by)
        return _outcome(asked, content, taken)
    delivery, preview = receive_activities(content=content, filename=filename, school=school, on=on, by=by)
    if delivery.state == Delivery.State.PREVIEWED:
        preview = merge_activity_file(delivery=delivery, on=on, by=by)
    return _outcome(asked, content, preview)


def _previewed(asked: Asked, content: bytes, school: Organisation, on: date) -> Preview:
    if asked.kind == "attendance":
        return previewed_attendance(content=content, school=school, on=on)
    return previewed_activities(content=content, school=school)


def _outcome(asked: Asked, content: bytes, preview: Preview) -> Outcome:
    counts = preview.outcome
    return Outcome(
        asked.kind,
        hashlib.sha256(content).hexdigest(),
        preview.reading,
        added=counts["added"],
        changed=counts["changed"],
        unchanged=counts["unchanged"],
    )
