"""A school's files in the background: reading, merging and taking back, by the functions that a page calls itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from waymark.access.scope import Scope
from waymark.intake import receiving
from waymark.intake.jobs import Ended, Writing
from waymark.intake.models import Delivery, Job
from waymark.kernel.telling import Tell
from waymark.ledger.rules.roll import Absence
from waymark.ledger.rules.roll_merging import Answers
from waymark.ledger.sources.kinds import SOURCES, TAKES_BACK
from waymark.ledger.sources.learners.receiving import Preview as RollPreview


def read(job: Job, tell: Tell, by: Scope) -> Writing:
    """Read a file that was taken in, and tell what is in it."""
    delivery = _delivery(job)
    write = receiving.reading(SOURCES[delivery.kind], delivery=delivery, tell=tell, by=by)

    def ended() -> Ended:
        preview = write()
        absent = preview.plan.absent if isinstance(preview, RollPreview) else ()
        return Ended(f"{preview.reading.records:,} rows read.", {"absent": [_absence_kept(one) for one in absent]})

    return ended


def merge(job: Job, tell: Tell, by: Scope) -> Writing:
    """Merge a file that was read; `asked` holds the school's answers about the absent, if it gave any."""
    delivery = _delivery(job)
    write = receiving.merging(
        SOURCES[delivery.kind],
        delivery=delivery,
        answers=answers_from(job.asked),
        on=timezone.localdate(),
        tell=tell,
        by=by,
    )

    def ended() -> Ended:
        counts = write().outcome
        return Ended(f"Merged: {counts['added']:,} new, {counts['changed']:,} changed.")

    return ended


def take_back(job: Job, tell: Tell, by: Scope) -> Writing:
    """Undo a merged file."""
    delivery = _delivery(job)

    def ended() -> Ended:
        TAKES_BACK[delivery.kind](delivery, tell, by)
        return Ended("The file was undone.")

    return ended


def _delivery(job: Job) -> Delivery:
    if job.delivery_id is None:
        raise ValueError("this work is not about a file")
    return Delivery.objects.get(pk=job.delivery_id)


def _absence_kept(absence: Absence) -> list[Any]:
    return [absence.key, absence.year_group, absence.form, absence.this_year, absence.last_seen.isoformat()]


def absences_from(result: Mapping[str, Any]) -> list[Absence]:
    """Whom a file did not mention, as the job that read it keeps them: by key, and no name."""
    return [
        Absence(key, year_group, form, this_year, date.fromisoformat(last_seen))
        for key, year_group, form, this_year, last_seen in result["absent"]
    ]


def answers_as_asked(answers: Answers) -> dict[str, Any]:
    """Answers as a job keeps them: keys and days, and no name."""
    left = {str(key): on.isoformat() for key, on in sorted(answers.left.items())}
    return {"left": left, "still_here": sorted(answers.still_here)}


def answers_from(asked: Mapping[str, Any]) -> Answers | None:
    """The answers that a job keeps; None where nothing was asked."""
    if not asked:
        return None
    left = {int(key): date.fromisoformat(on) for key, on in asked["left"].items()}
    return Answers(left, frozenset(asked["still_here"]))
