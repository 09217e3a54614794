"""The criteria of standards that a school has brought in, and the evidence it maps to each."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.publishing.actions.criteria import (
    CriteriaRefused,
    bring_in_criteria,
    retire_criteria,
)
from waymark.publishing.documents.criteria_files import criteria_sent, criteria_typed
from waymark.publishing.documents.queries import criteria_lists, criteria_with_evidence
from waymark.web.formats import day
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.evidence.addresses import criterion_address, list_address
from waymark.web.school.evidence.document_forms import ListForm
from waymark.web.school.evidence.finding import list_here
from waymark.web.school.evidence.links import EvidenceLink, evidence_links


@dataclass(frozen=True)
class StandardsPage:
    """All that the page of lists of criteria shows."""

    links: tuple[EvidenceLink, ...]
    rows: list[list[Any]]
    new_href: str


@dataclass(frozen=True)
class NewStandardPage:
    """All that the form of a list of criteria shows."""

    form: ListForm
    back_href: str


@dataclass(frozen=True)
class StandardPage:
    """All that the page of one list of criteria shows."""

    name: str
    kind: str
    retired: str
    covered: str
    rows: list[list[Any]]
    may_map: bool
    documents_href: str
    back_href: str


@page("school/evidence/standards.html", needs=Permission.EVIDENCE_VIEW)
def standards(request: HttpRequest, school: Organisation) -> StandardsPage:
    may_bring = request.scope.holds(Permission.EVIDENCE_WRITE, school.pk)
    return StandardsPage(
        links=evidence_links(school, "standards", request.scope),
        rows=[
            [
                {"text": each.name, "href": list_address(each, school), "note": each.get_kind_display()},
                f"{each.covered} of {each.asked}",
            ]
            for each in criteria_lists(school)
        ],
        new_href=reverse("new_standard", kwargs={"slug": school.slug}) if may_bring else "",
    )


@form_page("school/evidence/new_standard.html", needs=Permission.EVIDENCE_WRITE)
def new_standard(request: HttpRequest, school: Organisation) -> Any:
    posted = request.method == "POST"
    form = ListForm(request.POST if posted else None, request.FILES if posted else None)
    shown = NewStandardPage(form, reverse("standards", kwargs={"slug": school.slug}))
    if not posted:
        return shown
    if not form.is_valid():
        return Refused(shown)
    said = form.cleaned_data
    try:
        file = said.get("file")
        criteria = criteria_sent(file.read()) if file else criteria_typed(said["typed"])
        made = bring_in_criteria(
            school=school, kind=said["kind"], name=said["name"], criteria=criteria, by=request.scope
        )
    except CriteriaRefused as refused:
        form.add_error("file" if said.get("file") else "typed", str(refused))
        return Refused(shown)
    messages.success(request, f"{len(criteria)} criteria of “{made.name}” were brought in.")
    return redirect(list_address(made, school))


@form_page("school/evidence/standard.html", needs=Permission.EVIDENCE_VIEW)
def standard(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    """GET shows a list; POST takes it out of use."""
    criteria_list = list_here(school, public_id)
    if request.method == "POST":
        retire_criteria(criteria_list=criteria_list, by=request.scope)
        messages.success(request, f"“{criteria_list.name}” is out of use.")
        return redirect("standards", slug=school.slug)
    mapped = criteria_with_evidence(criteria_list)
    covered = sum(1 for _, evidence in mapped if evidence)
    return StandardPage(
        name=criteria_list.name,
        kind=criteria_list.get_kind_display(),
        retired=day(criteria_list.retired_at) if criteria_list.retired_at else "",
        covered=f"{covered} of {len(mapped)} criteria have evidence.",
        rows=[
            [
                {"text": each.code, "href": criterion_address(each, school), "note": each.text},
                {"status": "met", "label": f"{len(evidence)} mapped"}
                if evidence
                else {"status": "not_yet", "label": "None yet"},
            ]
            for each, evidence in mapped
        ],
        may_map=request.scope.holds(Permission.EVIDENCE_WRITE, school.pk) and criteria_list.retired_at is None,
        documents_href=reverse("documents", kwargs={"slug": school.slug}),
        back_href=reverse("standards", kwargs={"slug": school.slug}),
    )
