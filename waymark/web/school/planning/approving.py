"""Who approved the plan or an evaluation, and what of it has changed since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.evaluation.assessing.queries import assessments_of
from waymark.evaluation.models import Assessment
from waymark.kernel.academic_year import in_words
from waymark.places.models import Organisation
from waymark.planner.actions import PlanRefused, approve_evaluation, approve_plan, take_back_approval
from waymark.planner.actions.approvals import Agreed
from waymark.planner.models import Approval
from waymark.planner.queries.approved import evaluation_content
from waymark.planner.queries.plan import changes_since, has_changed_since, plan_content, words_open_to
from waymark.web.formats import day
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.planning.finding import approval_here, today, year_asked
from waymark.web.school.planning.forms import ApprovalForm, TakeBackForm
from waymark.web.school.planning.overview import approval_said

RECENT = 6  # evaluations to choose from


@dataclass(frozen=True)
class ApprovalsPage:
    """All that the list of approvals shows."""

    rows: list[list[Any]]
    may_record: bool
    new_href: str
    back_href: str


@dataclass(frozen=True)
class NewApprovalPage:
    """All that the form for an approval shows."""

    form: ApprovalForm
    back_href: str


@dataclass(frozen=True)
class ApprovalPage:
    """All that one approval shows: who, when, of what, and what has changed since."""

    title: str
    rows: list[dict[str, Any]]
    has_changed: bool
    changes: tuple[str, ...]
    taken_back_at: datetime | None
    taken_back_because: str
    form: TakeBackForm | None
    back_href: str


@page("school/planning/approvals.html", needs=Permission.FIGURES_VIEW)
def approvals(request: HttpRequest, school: Organisation) -> ApprovalsPage:
    year, open_words = year_asked(request, school), words_open_to(school)
    found = Approval.objects.filter(organisation=school).order_by("-approved_on", "-pk")
    stands: dict[tuple[int, str], dict[str, Any] | None] = {}  # what stands now, made once for all approvals of it
    for each in found:
        if not each.taken_back_at and (each.academic_year, each.evaluation) not in stands:
            stands[each.academic_year, each.evaluation] = _now(each, school)
    rows = [
        [
            {
                "text": _of(approval),
                "href": reverse("approval", kwargs={"slug": school.slug, "public_id": approval.public_id}),
            },
            approval_said(approval, open_words=open_words),
            _state(approval, stands.get((approval.academic_year, approval.evaluation))),
        ]
        for approval in found
    ]
    return ApprovalsPage(
        rows,
        request.scope.holds(Permission.ASSESS, school.pk),
        reverse("new_approval", kwargs={"slug": school.slug}) + f"?year={year}",
        reverse("improvement_plan", kwargs={"slug": school.slug}),
    )


@form_page("school/planning/new_approval.html", needs=Permission.ASSESS)
def new_approval(request: HttpRequest, school: Organisation) -> Any:
    year = year_asked(request, school)
    evaluations = {each.public_id: each for each in assessments_of(school).exclude(finished_at=None)[:RECENT]}
    of = [("plan", f"The improvement plan of {in_words(year)}")]
    of += [
        (public_id, f"The self-assessment of {day(each.on)}{_part(each)}") for public_id, each in evaluations.items()
    ]
    form = ApprovalForm(
        request.POST or None,
        school=school,
        of=of,
        today=today(),
        sees_kept=request.scope.holds(Permission.EVIDENCE_VIEW, school.pk),
        initial={"of": "plan"},
    )
    shown = NewApprovalPage(form, reverse("approvals", kwargs={"slug": school.slug}))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    said = form.cleaned_data
    agreed = Agreed(**{name: said.get(name, "") for name in Agreed.__dataclass_fields__})
    try:
        if said["of"] == "plan":
            made = approve_plan(school=school, academic_year=year, agreed=agreed, by=request.scope)
        else:
            made = approve_evaluation(assessment=evaluations[said["of"]], agreed=agreed, by=request.scope)
    except PlanRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    messages.success(request, "The approval is on record, with what was approved as it stands now.")
    return redirect("approval", slug=school.slug, public_id=made.public_id)


@form_page("school/planning/approval.html", needs=Permission.FIGURES_VIEW)
def approval(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    found, open_words = approval_here(school, public_id), words_open_to(school)
    may_take_back = request.scope.holds(Permission.ASSESS, school.pk) and found.taken_back_at is None
    form = TakeBackForm(request.POST or None) if may_take_back else None
    now = _now(found, school)
    changed = has_changed_since(found, now) if now else False
    shown = ApprovalPage(
        title=_of(found),
        rows=_rows(found, open_words=open_words),
        has_changed=changed,
        changes=tuple(changes_since(found, now)) if changed and now and open_words and found.of == "plan" else (),
        taken_back_at=found.taken_back_at,
        taken_back_because=found.taken_back_because if open_words else "",
        form=form,
        back_href=reverse("approvals", kwargs={"slug": school.slug}),
    )
    if request.method != "POST":
        return shown
    if form is None or not form.is_valid():
        return Refused(shown)
    take_back_approval(approval=found, because=form.cleaned_data["because"], by=request.scope)
    messages.success(request, "The approval was taken back. It stays on record, and counts no more.")
    return redirect(shown.back_href)


def _rows(approval: Approval, *, open_words: bool) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [{"label": "Approved by", "value": approval.get_body_display()}]
    if open_words:
        rows.append({"label": "Who", "value": f"{approval.name}, {approval.role}"})
    rows.append({"label": "On", "value": day(approval.approved_on)})
    if open_words:
        rows += [
            {"label": "Meeting", "value": approval.meeting or None},
            {"label": "Note", "value": approval.note or None},
        ]
        if approval.attachment:
            rows.append({"label": "Minutes", "value": approval.attachment.title})
    recorded = f"{day(approval.recorded_at)}" + (f" by {approval.recorded_by.name}" if approval.recorded_by else "")
    rows.append({"label": "Recorded", "value": recorded if open_words else day(approval.recorded_at)})
    rows.append({"label": "Known by", "value": f"SHA-256 {approval.sha256[:16]}…"})
    return rows


def _of(approval: Approval) -> str:
    if approval.of == Approval.Of.PLAN:
        return f"The improvement plan of {in_words(approval.academic_year)}"
    return f"The self-assessment of {approval.content['on']}"


def _state(approval: Approval, now: dict[str, Any] | None) -> dict[str, str]:
    if approval.taken_back_at:
        return {"status": "unknown", "label": "Taken back"}
    if now and has_changed_since(approval, now):
        return {"status": "not_yet", "label": "Changed since approved"}
    return {"status": "met", "label": "As approved"}


def _now(approval: Approval, school: Organisation) -> dict[str, Any] | None:
    """What stands now of what was approved."""
    if approval.of == Approval.Of.PLAN:
        return plan_content(school, approval.academic_year)
    assessment = Assessment.objects.filter(organisation=school, public_id=approval.evaluation).first()
    return evaluation_content(assessment) if assessment else None


def _part(assessment: Assessment) -> str:
    return f", {assessment.part}" if assessment.part else ""
