"""Those who missed an activity, and giving them another chance."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.ledger.actions.catching_up import plan_catch_up
from waymark.ledger.queries.registers import MissedLine, missed_by
from waymark.ledger.rules.facts import ActivityRefused
from waymark.places.models import Organisation
from waymark.web.downloads import download
from waymark.web.formats import short_day
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.activities.finding import activity_here, today
from waymark.web.school.activities.forms import CatchUpForm

WHY_WORDS = {
    "absent": "Absent",
    "excused": "Excused",
    "unmarked": "Not marked",
    "joined": "Joined its year group or form since",
}


@dataclass(frozen=True)
class CatchUpRow:
    value: str
    name: str
    form: str
    why: str
    since: str
    is_chosen: bool

    @property
    def hint(self) -> str:
        return ". ".join(part for part in (self.form, self.why, self.since) if part)


@dataclass(frozen=True)
class CatchUpPage:
    """All that the page of those who missed an activity shows."""

    title: str
    caption: str
    rows: tuple[CatchUpRow, ...]
    form: CatchUpForm | None
    may_plan: bool
    href: str
    back_href: str
    csv_href: str
    xlsx_href: str


@form_page("school/activities/catch_up.html", needs=Permission.REGISTER_TAKE, viewed="learners listed")
def catch_up(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    activity = activity_here(school, public_id)
    lines = missed_by(activity, on=today())
    form = CatchUpForm(request.POST or None, initial={"title": f"{activity.title[:180]} (catch-up)"})
    form.fields["who"].choices = [(line.public_id, line.name) for line in lines]
    form.fields["who"].error_messages["required"] = "Choose at least one learner to catch up."
    asked = set(request.POST.getlist("who")) if request.method == "POST" else None
    where = {"slug": school.slug, "public_id": public_id}
    files = {kind: reverse("catch_up_download", kwargs={**where, "kind": kind}) for kind in ("csv", "xlsx")}
    shown = CatchUpPage(
        title="Who missed it",
        caption=activity.title,
        rows=tuple(_row(line, asked) for line in lines),
        form=form,
        may_plan=request.scope.holds(Permission.LEDGER_WRITE, school.pk),
        href=reverse("catch_up", kwargs=where),
        back_href=reverse("activity", kwargs=where),
        csv_href=files["csv"],
        xlsx_href=files["xlsx"],
    )
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    chosen = [line.learner_id for line in lines if line.public_id in set(form.cleaned_data["who"])]
    try:
        made = plan_catch_up(
            activity=activity,
            held_on=form.cleaned_data["held_on"],
            learner_ids=chosen,
            title=form.cleaned_data["title"],
            by=request.scope,
        )
    except ActivityRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    messages.success(request, f"“{made.title}” is planned for {len(chosen)} of them.")
    return redirect("activity", slug=school.slug, public_id=made.public_id)


@page("school/activities/catch_up.html", needs=Permission.REGISTER_TAKE, viewed="list downloaded")
def catch_up_download(request: HttpRequest, school: Organisation, public_id: str, kind: str) -> HttpResponse:
    activity = activity_here(school, public_id)
    rows = [_row(line, None) for line in missed_by(activity, on=today())]
    header = ("Name", "Form", "Why", "Since then")
    table = [(row.name, row.form, row.why, row.since) for row in rows]
    return download(kind, f"missed-{activity.public_id}", header, table)


def _row(line: MissedLine, asked: set[str] | None) -> CatchUpRow:
    since = f"Since had “{line.since_title}” on {short_day(line.since_on)}" if line.since_on else ""
    chosen = line.public_id in asked if asked is not None else not since
    return CatchUpRow(line.public_id, line.name, line.form, WHY_WORDS[line.why], since, chosen)
