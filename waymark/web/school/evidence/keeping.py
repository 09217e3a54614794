"""Keeping a file as evidence, putting right what is said of it, and retiring it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.intake.keepable import LARGEST_KEPT
from waymark.intake.reading import FileRefused
from waymark.intake.reading.filetypes import in_megabytes
from waymark.ledger.actions.attachments import (
    AttachmentRefused,
    change_attachment,
    keep_attachment,
    retire_attachment,
)
from waymark.ledger.models import Attachment
from waymark.places.models import Organisation
from waymark.web.pages import Refused, form_page
from waymark.web.school.evidence.finding import attachment_here
from waymark.web.school.evidence.forms import AttachmentForm, FactsForm, RetireForm


@dataclass(frozen=True)
class KeepPage:
    """All that the form of a kept file shows."""

    title: str
    lede: str
    form: FactsForm
    submit: str
    has_file: bool
    largest: str
    back_href: str
    back_text: str


@dataclass(frozen=True)
class RetirePage:
    """All that the page asking why a file is retired shows."""

    title: str
    form: RetireForm
    back_href: str


@form_page("school/evidence/keep.html", needs=Permission.EVIDENCE_WRITE)
def new_attachment(request: HttpRequest, school: Organisation) -> Any:
    form = AttachmentForm(*_sent(request), school=school)
    shown = _page(
        form,
        title="Keep a file as evidence",
        lede="Minutes, a policy, a photograph of work: anything that shows what your school does for careers.",
        submit="Keep this file",
        back=("Kept files", reverse("evidence", kwargs={"slug": school.slug})),
    )
    return _kept(request, school, form, shown, None)


@form_page("school/evidence/keep.html", needs=Permission.EVIDENCE_WRITE)
def replace_attachment(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    before = attachment_here(school, public_id)
    form = AttachmentForm(*_sent(request), school=school, kept=before)
    shown = _page(
        form,
        title="Bring in a newer one",
        lede=f"It takes the place of “{before.title}”, which is retired and kept.",
        submit="Keep this file",
        back=(before.title, _address(before)),
    )
    return _kept(request, school, form, shown, before)


@form_page("school/evidence/keep.html", needs=Permission.EVIDENCE_WRITE)
def change_kept(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    kept = attachment_here(school, public_id)
    form = FactsForm(request.POST or None, school=school, kept=kept)
    shown = _page(form, title="What is said of it", lede="", submit="Save", back=(kept.title, _address(kept)))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        change_attachment(attachment=kept, facts=form.facts, by=request.scope)
    except AttachmentRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    messages.success(request, "It was saved.")
    return redirect(_address(kept))


@form_page("school/evidence/retire.html", needs=Permission.EVIDENCE_WRITE)
def retire_kept(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    kept = attachment_here(school, public_id)
    form = RetireForm(request.POST or None)
    shown = RetirePage(kept.title, form, _address(kept))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    retire_attachment(attachment=kept, because=form.cleaned_data["because"], by=request.scope)
    messages.success(request, f"“{kept.title}” was retired.")
    return redirect("evidence", slug=school.slug)


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _kept(
    request: HttpRequest, school: Organisation, form: AttachmentForm, shown: KeepPage, before: Attachment | None
) -> Any:
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    file = form.cleaned_data["file"]
    try:
        kept = keep_attachment(
            school=school,
            content=file.read(),
            filename=file.name,
            facts=form.facts,
            replaces=before,
            by=request.scope,
        )
    except FileRefused as refused:
        problem = refused.problems[0]
        form.add_error("file", f"That is {problem.received}. Send {problem.expected}. {problem.suggestion}".strip())
        return Refused(shown)
    except AttachmentRefused as refused_so:
        form.add_error(None, str(refused_so))
        return Refused(shown)
    messages.success(request, f"“{kept.title}” is kept.")
    return redirect(_address(kept))


def _page(form: FactsForm, *, title: str, lede: str, submit: str, back: tuple[str, str]) -> KeepPage:
    return KeepPage(
        title=title,
        lede=lede,
        form=form,
        submit=submit,
        has_file=isinstance(form, AttachmentForm),
        largest=in_megabytes(LARGEST_KEPT),
        back_href=back[1],
        back_text=back[0],
    )


def _address(kept: Attachment) -> str:
    return reverse("attachment", kwargs={"slug": kept.organisation.slug, "public_id": kept.public_id})
