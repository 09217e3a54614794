"""A provider's files in the background: reading, merging and undoing, by the functions a page calls itself."""

from django.utils import timezone

from waymark.access.scope import Scope
from waymark.intake.jobs import Ended, WorkRefused, Writing
from waymark.intake.models import Job
from waymark.kernel.telling import Tell
from waymark.opportunities.actions.course_files import NotMerged, undo_course_file
from waymark.opportunities.models import CourseFile
from waymark.opportunities.sources.provider_files import looked_into, merge


def read(job: Job, tell: Tell, by: Scope) -> Writing:
    """Read a file that was taken in, and tell what is in it."""
    file = _file(job)
    write = looked_into(file, today=timezone.localdate(), tell=tell, by=by)

    def ended() -> Ended:
        return Ended(f"{write().reading.records:,} rows read.")

    return ended


def take_in(job: Job, tell: Tell, by: Scope) -> Writing:
    """Merge a file that was read; `asked` says whether the runs it lacks are withdrawn."""
    file = _file(job)

    def ended() -> Ended:
        withdraw = bool(job.asked.get("withdraw"))
        counts = merge(file, today=timezone.localdate(), withdraw=withdraw, tell=tell, by=by).counts
        return Ended(f"Merged: {counts['added']:,} new, {counts['changed']:,} changed.")

    return ended


def take_back(job: Job, tell: Tell, by: Scope) -> Writing:
    """Undo a merged file."""
    from waymark.opportunities.search.making import lay_out_ahead  # brings numpy, which the site starts without

    file = _file(job)

    def ended() -> Ended:
        try:
            left = undo_course_file(file=file, by=by)
        except NotMerged as refused:
            raise WorkRefused(str(refused)) from refused
        lay_out_ahead(tell)
        return Ended(f"Undone; {left:,} rows were changed since and stay." if left else "Undone.")

    return ended


def _file(job: Job) -> CourseFile:
    return CourseFile.objects.select_related("provider").get(pk=job.asked["file"])
