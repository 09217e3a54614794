"""Taking in a quiz."""

from pathlib import Path

from django.db import transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.outcome import Outcome
from waymark.intake.reading import FileRefused, Reading
from waymark.opportunities.models.interests import InterestQuiz
from waymark.opportunities.sources.quiz.reading import read_quiz

KIND = "quiz"
_THE_SITE = 0  # no organisation's key: a quiz belongs to the site, so only its own operator may bring one in


@transaction.atomic
def take_quiz(*, folder: Path, is_ours: bool = False, dry_run: bool = False, by: Scope) -> Outcome:
    """Take in a quiz; it is the one asked from now on. The same files again change nothing."""
    by.require(Permission.SETTINGS_WRITE, _THE_SITE)
    try:
        read = read_quiz(folder)
    except FileRefused as refusal:
        return Outcome(KIND, "", Reading(problems=refusal.problems))
    reading = Reading(records=read.records)
    if InterestQuiz.objects.filter(sha256=read.sha256).exists():
        return Outcome(KIND, read.sha256, reading, unchanged=read.records)
    if not dry_run:
        InterestQuiz.objects.create(document=read.quiz.as_document(), sha256=read.sha256, is_ours=is_ours)
        note("quiz taken in", by=by, sha256=read.sha256)
    return Outcome(KIND, read.sha256, reading, added=read.records)
