"""One criterion of a standard, and what shows that it is met."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.evaluation.frameworks import benchmarks_in_force
from waymark.kernel.academic_year import academic_year, first_day
from waymark.ledger.models import Activity
from waymark.ledger.queries.attachments import standing_attachments
from waymark.places.models import Organisation
from waymark.publishing.actions.criteria import (
    CriteriaRefused,
    map_evidence,
    remove_evidence,
)
from waymark.publishing.models import CriterionEvidence, StandardCriterion
from waymark.web.formats import day
from waymark.web.pages import Refused, form_page
from waymark.web.school.evidence.addresses import criterion_address, list_address
from waymark.web.school.evidence.document_forms import EvidenceForm
from waymark.web.school.evidence.finding import criterion_here, list_here


@dataclass(frozen=True)
class ShownEvidence:
    """One thing that shows that a criterion is met."""

    pk: int
    what: str
    href: str
    says: str


@dataclass(frozen=True)
class CriterionPage:
    """All that the page of one criterion shows."""

    code: str
    text: str
    standard: str
    evidence: tuple[ShownEvidence, ...]
    form: EvidenceForm | None
    next_href: str
    back_href: str


@form_page("school/evidence/criterion.html", needs=Permission.EVIDENCE_VIEW)
def criterion(request: HttpRequest, school: Organisation, public_id: str, place: int) -> Any:
    """GET shows a criterion with its evidence; POST maps one more thing to it, or removes one."""
    found = criterion_here(list_here(school, public_id), place)
    form = _evidence_form(request, school, found)
    if request.method != "POST":
        return _criterion_page(school, found, form)
    request.scope.require(Permission.EVIDENCE_WRITE, school.pk)
    if "remove" in request.POST:
        return _removed(request, school, found)
    if form is None or not form.is_valid():
        return Refused(_criterion_page(school, found, form))
    said = form.cleaned_data
    try:
        map_evidence(
            criterion=found,
            attachment=standing_attachments(school).filter(public_id=said["attachment"]).first(),
            activity=Activity.objects.filter(organisation=school, public_id=said["activity"]).first(),
            entitlement=said["entitlement"],
            says=said["says"],
            by=request.scope,
        )
    except CriteriaRefused as refused:
        form.add_error(None, str(refused))
        return Refused(_criterion_page(school, found, form))
    messages.success(request, f"Evidence was mapped to {found.code}.")
    return redirect(criterion_address(found, school))


def _removed(request: HttpRequest, school: Organisation, found: StandardCriterion) -> Any:
    which = request.POST["remove"]
    evidence = CriterionEvidence.objects.filter(criterion=found, pk=which if which.isdecimal() else 0).first()
    if evidence is None:
        raise Http404("There is no such evidence.")
    remove_evidence(evidence=evidence, by=request.scope)
    messages.success(request, "It was removed.")
    return redirect(criterion_address(found, school))


def _evidence_form(request: HttpRequest, school: Organisation, found: StandardCriterion) -> EvidenceForm | None:
    if found.criteria_list.retired_at or not request.scope.holds(Permission.EVIDENCE_WRITE, school.pk):
        return None
    today = timezone.localdate()
    recent = Activity.objects.filter(organisation=school, held_on__gte=first_day(academic_year(today) - 1))
    adding = request.method == "POST" and "remove" not in request.POST
    return EvidenceForm(
        request.POST if adding else None,
        attachments=[(each.public_id, f"{each.title}, {day(each.held_on)}") for each in standing_attachments(school)],
        activities=[
            (each.public_id, f"{each.title}, {day(each.held_on)}")
            for each in recent.exclude(state=Activity.State.CANCELLED).order_by("-held_on", "title")
        ],
        entitlements=[
            (due.code, f"{due.benchmark[2:]}. {due.title}")
            for due in benchmarks_in_force(today).entitlements
            if school.setting in due.settings
        ],
    )


def _criterion_page(school: Organisation, found: StandardCriterion, form: EvidenceForm | None) -> CriterionPage:
    standing = CriterionEvidence.objects.filter(criterion=found, removed_at=None)
    following = found.criteria_list.criteria.filter(place__gt=found.place).first()
    return CriterionPage(
        code=found.code,
        text=found.text,
        standard=found.criteria_list.name,
        evidence=tuple(
            _shown(each, school) for each in standing.select_related("attachment", "activity").order_by("pk")
        ),
        form=form,
        next_href=criterion_address(following, school) if following else "",
        back_href=list_address(found.criteria_list, school),
    )


def _shown(each: CriterionEvidence, school: Organisation) -> ShownEvidence:
    here = {"slug": school.slug}
    if each.attachment is not None:
        href = reverse("attachment", kwargs=here | {"public_id": each.attachment.public_id})
        gone = " (retired)" if each.attachment.retired_at else ""
        return ShownEvidence(each.pk, f"{each.attachment.title}, {day(each.attachment.held_on)}{gone}", href, each.says)
    if each.activity is not None:
        href = reverse("activity", kwargs=here | {"public_id": each.activity.public_id})
        return ShownEvidence(each.pk, f"{each.activity.title}, {day(each.activity.held_on)}", href, each.says)
    if each.entitlement:
        titles = {due.code: due.title for due in benchmarks_in_force(timezone.localdate()).entitlements}
        href = reverse("entitlement", kwargs=here | {"code": each.entitlement}) if each.entitlement in titles else ""
        return ShownEvidence(each.pk, titles.get(each.entitlement, each.entitlement), href, each.says)
    return ShownEvidence(each.pk, "In your own words", "", each.says)
