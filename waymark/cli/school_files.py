"""A school's files of learners, activities and attendance, from the command line: merged at once."""

from django.conf import settings
from django.utils import timezone

from waymark.access.scope import acting, everything
from waymark.cli.imports import Asked
from waymark.cli.refusal import Refusal
from waymark.intake.actions import sha256_of
from waymark.intake.files import content_of_path
from waymark.intake.outcome import Outcome
from waymark.intake.reading import FileRefused, Reading
from waymark.intake.receiving import previewed, take_whole
from waymark.ledger.sources.kinds import SOURCES
from waymark.places.models import Organisation
from waymark.places.queries import institutions_by_id


def take_in(asked: Asked) -> Outcome:
    """Take in one file of a school: all that is right in it or, stopped, nothing; the absent left as they are."""
    school = _school(asked.institution)
    try:
        content = content_of_path(asked.path, settings.WAYMARK_LARGEST_FILE)
    except FileRefused as refusal:
        return Outcome(asked.kind, "", Reading(problems=refusal.problems))
    source = SOURCES[asked.kind]
    on = asked.on or timezone.localdate()
    with acting(everything("command line")) as scope:
        if asked.dry_run:
            preview = previewed(source, content=content, school=school, on=on, tell=asked.tell)
        else:
            name = asked.path.name
            _, preview = take_whole(
                source, content=content, filename=name, school=school, on=on, tell=asked.tell, by=scope
            )
    counts = {name: preview.outcome[name] for name in ("added", "changed", "unchanged", "absent")}
    return Outcome(asked.kind, sha256_of(content), preview.reading, **counts)


def _school(named: str) -> Organisation:
    if not named:
        raise Refusal("Say whose file this is: --institution with a URN or a UKPRN.")
    school = institutions_by_id([named]).get(named)
    if school is None:
        raise Refusal(f"There is no school or college {named} on the register. Import the register first.")
    return school
