"""A school's learner files, from the command line."""

import hashlib

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
from waymark.ledger.sources.learners.receiving import Preview, merge_learners, previewed, receive_learners
from waymark.places.models import Organisation
from waymark.places.queries import institutions_by_id


def take_in(asked: Asked) -> Outcome:
    """Take in one learner or transfer file of a school: merged at once, the absent left as they are."""
    if not asked.institution:
        raise Refusal("Say whose learners these are: --institution with a URN or a UKPRN.")
    school = institutions_by_id([asked.institution]).get(asked.institution)
    if school is None:
        raise Refusal(f"There is no school or college {asked.institution} on the register. Import the register first.")
    try:
        content = content_of_path(asked.path, settings.WAYMARK_LARGEST_FILE)
    except FileRefused as refusal:
        return Outcome(asked.kind, "", Reading(problems=refusal.problems))
    with acting(everything("command line")) as scope:
        return _merged(asked, content, school, scope)


@transaction.atomic
def _merged(asked: Asked, content: bytes, school: Organisation, by: Scope) -> Outcome:
    on = asked.on or timezone.localdate()
    if asked.dry_run:
        return _outcome(asked, content, previewed(content=content, school=school, on=on, kind=asked.kind))
    delivery, preview = receive_learners(
        content=content, filename=asked.path.name, school=school, on=on, kind=asked.kind, by=by
    )
    if delivery.state == Delivery.State.PREVIEWED:
        preview = merge_learners(delivery=delivery, by=by)
    elif delivery.state == Delivery.State.MERGED:
        unchanged = len(preview.reading.rows)
        sha256 = hashlib.sha256(content).hexdigest()
        return Outcome(asked.kind, sha256, preview.reading, unchanged=unchanged, absent=len(preview.plan.absent))
    return _outcome(asked, content, preview)


def _outcome(asked: Asked, content: bytes, preview: Preview) -> Outcome:
    plan = preview.plan
    return Outcome(
        asked.kind,
        hashlib.sha256(content).hexdigest(),
        preview.reading,
        added=len(plan.additions),
        changed=len(plan.changes),
        unchanged=len(plan.unchanged),
        absent=len(plan.absent),
    )
