"""One file: what it would change, what it changed, and everything wrong with it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.intake.jobs import WorkRefused
from waymark.intake.models import Delivery
from waymark.intake.queries import problems_of
from waymark.intake.receiving import merge
from waymark.ledger.queries.roll import known_learners
from waymark.ledger.rules.roll import KnownLearner, RollPlan
from waymark.ledger.rules.roll_merging import Answers
from waymark.ledger.sources.handed_over import answers_as_asked
from waymark.ledger.sources.kinds import SOURCES, TAKES_BACK
from waymark.ledger.sources.learners.receiving import Preview
from waymark.places.models import Organisation
from waymark.web.formats import plural
from waymark.web.pages import Refused, form_page
from waymark.web.school.files import records
from waymark.web.school.files.finding import delivery_here, is_learner_file
from waymark.web.school.files.forms import AbsentForm
from waymark.web.school.files.handing import is_long, step_with, work_on
from waymark.web.school.files.lists import HEADINGS, changed_lines, compared, name_of, new_lines
from waymark.web.school.files.words import KINDS, problem_lines, state_of

MOST_KINDS, MOST_NAMES = 30, 50
LEARNER_COUNTS = {
    "added": "New learners",
    "changed": "Learners who change",
    "unchanged": "As they were",
    "left": "Of these, leaving by the file",
    "absent": "On roll, not in the file",
    "refused": "Rows left out",
}
RECORD_COUNTS = {"added": "New", "changed": "Changed", "unchanged": "As they were", "refused": "Rows left out"}


@dataclass(frozen=True)
class DeliveryPage:
    """All that the page of one file shows. `form` asks about the absent while the file waits to be merged."""

    filename: str
    kind: str
    state: dict[str, str]
    is_unread: bool
    is_waiting: bool
    is_merged: bool
    is_refused: bool
    speaks_for: date | None
    taken_at: Any
    taken_by: str
    rows: int
    counts: dict[str, int]
    problems: list[dict[str, Any]]
    problem_count: int
    more_problems: int
    back_href: str
    as_sent_href: str
    refused_href: str = ""
    undo_href: str = ""
    again_href: str = ""
    may_merge: bool = False
    activities: list[list[Any]] = field(default_factory=list)
    activities_more: int = 0
    count_words: dict[str, str] = field(default_factory=dict)
    form: AbsentForm | None = None
    whole: dict[str, str] = field(default_factory=dict)  # where each list is had whole, by its name
    new: list[list[Any]] = field(default_factory=list)
    changed: list[list[Any]] = field(default_factory=list)


@form_page("school/files/delivery.html", needs=Permission.LEDGER_WRITE, viewed="file viewed")
def delivery_page(request: HttpRequest, school: Organisation, number: int) -> Any:
    """GET shows a file as it stands; POST takes its next step: reading what was not read, merging what was."""
    delivery = delivery_here(request, school, number)
    if going_on := work_on(delivery, school):
        return going_on
    is_posted = request.method == "POST"
    match delivery.state if delivery.kind in SOURCES else None:
        case Delivery.State.TAKEN if is_posted:
            return step_with(delivery, school, "read", request)
        case Delivery.State.PREVIEWED if is_learner_file(delivery):
            return _learners_waiting(request, school, delivery)
        case Delivery.State.PREVIEWED if is_posted:
            return _merged(request, school, delivery, None)
        case Delivery.State.PREVIEWED:
            would = records.would_change(delivery, school)
            return DeliveryPage(
                **_told(delivery, school) | {"counts": would.counts},
                activities=would.lines[:MOST_NAMES],
                activities_more=max(len(would.lines) - MOST_NAMES, 0),
                may_merge=True,
            )
    return (
        redirect("delivery", slug=school.slug, number=number) if is_posted else DeliveryPage(**_told(delivery, school))
    )


def _learners_waiting(request: HttpRequest, school: Organisation, delivery: Delivery) -> Any:
    """A file of learners, which asks about those it does not mention."""
    known = {learner.key: learner for learner in known_learners(school)}
    preview, absent = compared(delivery, school)
    form = AbsentForm(
        request.POST if request.method == "POST" else None,
        absent=[one for one in absent if one.key in known],
        names={key: name_of(learner) for key, learner in known.items()},
        on=delivery.day,
    )
    if request.method != "POST":
        return _waiting(delivery, school, preview, known, form)
    if not form.is_valid():
        return Refused(_waiting(delivery, school, preview, known, form))
    return _merged(request, school, delivery, form.answers())


def _merged(request: HttpRequest, school: Organisation, delivery: Delivery, answers: Answers | None) -> HttpResponse:
    """Merge a file: here, or in the background where it is long."""
    if is_long(delivery):
        return step_with(delivery, school, "merge", request, answers_as_asked(answers) if answers else None)
    source = SOURCES[delivery.kind]
    try:
        done = merge(source, delivery=delivery, answers=answers, on=timezone.localdate(), by=request.scope)
    except WorkRefused as refused:
        messages.warning(request, str(refused))
    else:
        new = plural(done.outcome["added"], "new learner") if answers else f"{done.outcome['added']:,} added"
        messages.success(request, f"Merged: {new}, {done.outcome['changed']:,} changed.")
    return redirect("delivery", slug=school.slug, number=delivery.pk)


def _told(delivery: Delivery, school: Organisation) -> dict[str, Any]:
    """What every file's page shows."""
    here = {"slug": school.slug, "number": delivery.pk}
    problems = problems_of(delivery)
    lines, not_shown = problem_lines(problems, MOST_KINDS)
    merged = delivery.state == Delivery.State.MERGED
    learners, is_of_records = is_learner_file(delivery), delivery.kind in records.KINDS
    bring = "bring_learners" if learners else records.KINDS[delivery.kind].bring if is_of_records else ""
    return {
        "filename": delivery.filename,
        "kind": KINDS.get(delivery.kind, delivery.kind),
        "state": state_of(delivery),
        "is_unread": delivery.state == Delivery.State.TAKEN and delivery.kind in SOURCES,
        "is_waiting": delivery.state == Delivery.State.PREVIEWED,
        "is_merged": merged,
        "is_refused": delivery.state == Delivery.State.REFUSED,
        "speaks_for": delivery.speaks_for if learners else None,
        "taken_at": delivery.taken_at,
        "taken_by": delivery.taken_by.name if delivery.taken_by else "",
        "rows": delivery.rows,
        "counts": delivery.outcome,
        "problems": lines,
        "problem_count": len(problems),
        "more_problems": not_shown,
        "back_href": reverse("deliveries", kwargs={"slug": school.slug}),
        "as_sent_href": reverse("delivery_as_sent", kwargs=here) if delivery.content else "",
        "refused_href": reverse("delivery_refused_rows", kwargs=here)
        if delivery.content and delivery.outcome.get("refused")
        else "",
        "undo_href": reverse("undo_delivery", kwargs=here) if merged and delivery.kind in TAKES_BACK else "",
        "again_href": reverse(bring, kwargs={"slug": school.slug}) if bring else "",
        "whole": {which: reverse("delivery_list", kwargs=here | {"which": which}) for which in HEADINGS},
        "count_words": LEARNER_COUNTS if learners else RECORD_COUNTS,
    }


def _waiting(
    delivery: Delivery,
    school: Organisation,
    preview: Preview | None,
    known: dict[int, KnownLearner],
    form: AbsentForm,
) -> DeliveryPage:
    """What a learner file would do; of a long one, no more than what its reading found."""
    plan = preview.plan if preview else RollPlan()
    told = _told(delivery, school) | ({"counts": preview.outcome} if preview else {})
    return DeliveryPage(
        **told,
        form=form,
        new=new_lines(plan.additions[:MOST_NAMES]),
        changed=changed_lines(plan.changes[:MOST_NAMES], known),
    )
