"""The lists of one file's page whole, to take away: what is wrong, and who is new, changes or is not in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.intake.actions import content_of_delivery
from waymark.intake.models import Delivery
from waymark.intake.queries import problems_of
from waymark.ledger.queries.roll import known_learners
from waymark.ledger.rules.roll import Absence, Addition, KnownLearner, LearnerChange
from waymark.ledger.sources.learners.receiving import Preview, previewed
from waymark.places.models import Organisation
from waymark.web.downloads import download
from waymark.web.pages import page
from waymark.web.school.files import records
from waymark.web.school.files.finding import delivery_here, is_learner_file
from waymark.web.school.files.handing import absences_read, is_long
from waymark.web.school.files.words import changes_of, problem_rows

HEADINGS = {
    "problems": ("Row", "Column", "What is wrong", "The file has", "We expect", "What it does"),
    "new": ("Name", "Year group", "Form"),
    "changed": ("Name", "What changes"),
    "absent": ("Name", "Year group", "Form", "On roll"),
    "activities": ("Activity", "Date", "What happens"),
}


@page("school/files/delivery.html", needs=Permission.LEDGER_WRITE)
def delivery_list(request: HttpRequest, school: Organisation, number: int, which: str) -> HttpResponse:
    """One of the lists, every line of it; what is wrong for as long as the file is known, the others while it waits."""
    if which not in HEADINGS:
        raise Http404("There is no such list.")
    delivery = delivery_here(request, school, number)
    rows = problem_rows(problems_of(delivery)) if which == "problems" else _lines(delivery, school, which)
    note("list of a file downloaded", on=delivery, by=request.scope, rows=len(rows), kind=which)
    return download("csv", f"file-{delivery.pk}-{which}", HEADINGS[which], rows)


def compared(delivery: Delivery, school: Organisation) -> tuple[Preview | None, list[Absence]]:
    """What a waiting learner file would do, and whom it lacks; of a long one, the latter as its reading found it."""
    absent = absences_read(delivery) if is_long(delivery) else None
    if absent is not None:
        return None, absent
    content = content_of_delivery(delivery)
    preview = previewed(content=content, school=school, on=delivery.day, kind=delivery.kind)
    return preview, list(preview.plan.absent)


def new_lines(additions: Sequence[Addition]) -> list[list[Any]]:
    """Who would be new."""
    return [
        [f"{added.row.given_name} {added.row.family_name}", f"Year {added.row.year_group}", added.row.form or "–"]
        for added in additions
    ]


def changed_lines(changes: Sequence[LearnerChange], known: Mapping[int, KnownLearner]) -> list[list[Any]]:
    """Who would change, and what about them."""
    return [[name_of(known[change.key]), "; ".join(changes_of(known[change.key], change))] for change in changes]


def name_of(learner: KnownLearner) -> str:
    """What a learner is called."""
    return f"{learner.facts['given_name']} {learner.facts['family_name']}"


def _lines(delivery: Delivery, school: Organisation, which: str) -> list[list[Any]]:
    if delivery.state != Delivery.State.PREVIEWED or (which == "activities") == is_learner_file(delivery):
        raise Http404("There is no such list of this file.")
    if which == "activities":
        return records.would_change(delivery, school).lines
    known = {learner.key: learner for learner in known_learners(school)}
    preview, absent = compared(delivery, school)
    if which == "absent":
        return _absent_lines([one for one in absent if one.key in known], known)
    if preview is None:
        raise Http404("Of a long file, only who is not in it is listed.")
    return new_lines(preview.plan.additions) if which == "new" else changed_lines(preview.plan.changes, known)


def _absent_lines(absent: Sequence[Absence], known: Mapping[int, KnownLearner]) -> list[list[Any]]:
    shown = sorted(absent, key=lambda one: (not one.this_year, one.year_group, one.form, name_of(known[one.key])))
    return [
        [name_of(known[one.key]), f"Year {one.year_group}", one.form, "This year" if one.this_year else "Last year"]
        for one in shown
    ]
