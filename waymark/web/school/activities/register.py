"""Taking a register: on a phone, on paper, and when two people save the same one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.ledger.actions.registers import RegisterOutcome, take_register
from waymark.ledger.models import Activity
from waymark.ledger.queries.registers import RegisterLine, register_of
from waymark.ledger.rules.facts import ActivityRefused
from waymark.ledger.rules.registers import MarkRefused, ReasonNeeded
from waymark.places.models import Organisation
from waymark.web.formats import moment, plural
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.activities.finding import activity_here, today

MARK_WORDS = {"attended": "Attended", "absent": "Absent", "excused": "Excused"}


@dataclass(frozen=True)
class RegisterRow:
    """One learner on the page: `field` names their mark in the form."""

    field: str
    name: str
    detail: str
    mark: str


@dataclass(frozen=True)
class ClashWords:
    """One learner whom two people marked differently, in words."""

    name: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class RegisterPage:
    """All that a register shows, on the screen or on paper."""

    title: str
    held_on: date
    public_id: str
    rows: tuple[RegisterRow, ...]
    forms: tuple[str, ...]
    form: str
    version: str
    href: str
    back_href: str
    print_href: str
    is_open: bool
    closed_because: str = ""
    reason: str = ""
    asks_reason: bool = False
    lacks_reason: bool = False
    problem: str = ""
    clashes: tuple[ClashWords, ...] = ()
    change_href: str = ""


@form_page("school/activities/register.html", needs=Permission.REGISTER_TAKE, viewed="register viewed")
def register(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    activity = activity_here(school, public_id)
    lines = register_of(activity)
    if request.method != "POST":
        return _shown(request, activity, lines)
    if activity.held_on > today():
        return Refused(_shown(request, activity, lines, problem=_closed_because(activity)))
    marks = _marks(request.POST, lines)
    by_public_id = {line.public_id: line.learner_id for line in lines}
    seen = {by_public_id[pid]: mark for pid, mark in _seen(request.POST).items() if pid in by_public_id}
    reason = request.POST.get("reason", "")
    try:
        outcome = take_register(activity=activity, marks=marks, seen=seen, reason=reason, by=request.scope)
    except ReasonNeeded as needed:
        shown = _shown(
            request,
            activity,
            lines,
            marks=marks,
            asks_reason=True,
            lacks_reason=True,
            problem=str(needed),
            version=request.POST.get("version", ""),
        )
        return Refused(shown)
    except (ActivityRefused, MarkRefused) as refused:
        return Refused(_shown(request, activity, lines, marks=marks, problem=str(refused)))
    if outcome.clashes:
        return _clashing(request, activity, outcome)
    messages.success(request, _said(outcome))
    return redirect("activity", slug=school.slug, public_id=public_id)


@page("school/activities/register_print.html", needs=Permission.REGISTER_TAKE, viewed="register printed")
def register_print(request: HttpRequest, school: Organisation, public_id: str) -> RegisterPage:
    activity = activity_here(school, public_id)
    return _shown(request, activity, register_of(activity))


def _shown(
    request: HttpRequest,
    activity: Activity,
    lines: tuple[RegisterLine, ...],
    *,
    marks: dict[int, str] | None = None,
    version: str | None = None,
    **further: Any,
) -> RegisterPage:
    forms = tuple(sorted({line.form for line in lines if line.form}))
    form = request.GET.get("form", "")
    form = form if form in forms else ""
    here = [line for line in lines if not form or line.form == form]
    said = marks or {}
    has_list = any(line.is_expected for line in lines)  # files bring marks without ever a list
    where = {"slug": activity.organisation.slug, "public_id": activity.public_id}
    asked = f"?form={form}" if form else ""
    may_change = request.scope.holds(Permission.LEDGER_WRITE, activity.organisation_id)
    closed = _closed_because(activity)
    return RegisterPage(
        title=activity.title,
        held_on=activity.held_on,
        public_id=activity.public_id,
        rows=tuple(_row(line, said.get(line.learner_id) or line.mark, has_list) for line in here),
        forms=forms if len(forms) > 1 else (),
        form=form,
        version=version if version is not None else " ".join(f"{i.public_id}:{i.mark[:2]}" for i in here if i.mark),
        href=reverse("register", kwargs=where) + asked,
        back_href=reverse("activity", kwargs=where),
        print_href=reverse("register_print", kwargs=where) + asked,
        is_open=not closed,
        closed_because=closed,
        reason=request.POST.get("reason", ""),
        change_href=reverse("change_activity", kwargs=where) if may_change else "",
        **further,
    )


def _row(line: RegisterLine, mark: str, has_list: bool) -> RegisterRow:
    detail = " ".join(filter(None, (line.form, "(not on the list)" if has_list and not line.is_expected else "")))
    return RegisterRow(f"mark-{line.public_id}", line.name, detail, mark)


def _closed_because(activity: Activity) -> str:
    if activity.state == Activity.State.CANCELLED:
        return "This activity was cancelled, so it has no register."
    if activity.held_on > today():
        return "You can take this register from the day of the activity. You can print it now."
    return ""


def _marks(posted: QueryDict, lines: tuple[RegisterLine, ...]) -> dict[int, str]:
    """What was marked; with the button for it, everyone on this page left blank was there."""
    rest = "attended" if posted.get("save") == "rest" else ""
    shown = set(posted.get("shown", "").split())
    return {
        line.learner_id: posted.get(f"mark-{line.public_id}") or (rest if line.public_id in shown else "")
        for line in lines
    }


def _seen(posted: QueryDict) -> dict[str, str]:
    """What stood when the page was made: public ids with the first letters of their marks."""
    by_letters = {mark[:2]: mark for mark in MARK_WORDS}
    said = (part.partition(":") for part in posted.get("version", "").split())
    return {public_id: by_letters[letters] for public_id, _, letters in said if letters in by_letters}


def _clashing(request: HttpRequest, activity: Activity, outcome: RegisterOutcome) -> Refused:
    activity.refresh_from_db()
    lines = register_of(activity)
    names = {line.learner_id: line.name for line in lines}
    clashes = tuple(
        ClashWords(
            names[clash.learner_id],
            MARK_WORDS[clash.mine],
            f"{MARK_WORDS[clash.theirs]}, saved by {clash.saved_by} on {moment(clash.saved_at)}",
        )
        for clash in outcome.clashes
    )
    problem = f"Somebody else saved this register while you were marking it. {_said(outcome)}"
    return Refused(_shown(request, activity, lines, problem=problem, clashes=clashes, asks_reason=True), status=409)


def _said(outcome: RegisterOutcome) -> str:
    saved = outcome.added + outcome.corrected
    if not saved:
        return "Nothing was left to save: the register stands as you marked it." if not outcome.clashes else ""
    corrected = f", {outcome.corrected} of them put right" if outcome.corrected else ""
    return f"{plural(saved, 'mark was', 'marks were')} saved{corrected}."
