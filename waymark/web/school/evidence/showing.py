"""One kept file: what is said of it, and the file itself to take away."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.evaluation.frameworks import benchmarks_in_force
from waymark.intake.keepable import Media
from waymark.ledger.models import Attachment
from waymark.ledger.queries.attachments import bytes_of
from waymark.places.models import Organisation
from waymark.web.formats import day, moment, size
from waymark.web.pages import page
from waymark.web.school.evidence.finding import attachment_here, may_open
from waymark.web.school.evidence.listing import state_of
from waymark.web.sending import sent_to_keep


@dataclass(frozen=True)
class AttachmentLinks:
    file: str
    change: str
    replace: str
    retire: str
    list: str


@dataclass(frozen=True)
class AttachmentPage:
    """All that the page of one kept file shows."""

    title: str
    kind: str
    state: Any
    retired: str
    facts: list[dict[str, Any]]
    activities: list[dict[str, str]]
    file_words: str
    why_not: str
    links: AttachmentLinks


@page("school/evidence/attachment.html", needs=Permission.EVIDENCE_VIEW)
def attachment(request: HttpRequest, school: Organisation, public_id: str) -> AttachmentPage:
    kept = attachment_here(school, public_id)
    opens = may_open(kept.names_learners, school, request.scope)
    gone = "" if kept.file else "The file was erased with somebody it named."
    here = {"slug": school.slug, "public_id": public_id}
    standing = request.scope.holds(Permission.EVIDENCE_WRITE, school.pk) and kept.retired_at is None
    return AttachmentPage(
        title=kept.title,
        kind=kept.get_kind_display(),
        state=state_of(kept, timezone.localdate()),
        retired=kept.retired_because,
        facts=_facts(kept),
        activities=_activities(kept, school),
        file_words=f"{kept.media.upper()}, {size(kept.size)}",
        why_not=gone
        if gone or opens
        else "It names or shows learners, so only people who may see learners can open it.",
        links=AttachmentLinks(
            file=reverse("attachment_file", kwargs=here) if opens and not gone else "",
            change=reverse("change_kept", kwargs=here) if standing else "",
            replace=reverse("replace_attachment", kwargs=here) if standing else "",
            retire=reverse("retire_kept", kwargs=here) if standing else "",
            list=reverse("evidence", kwargs={"slug": school.slug}),
        ),
    )


@page("school/evidence/attachment.html", needs=Permission.EVIDENCE_VIEW)
def attachment_file(request: HttpRequest, school: Organisation, public_id: str) -> HttpResponse:
    kept = attachment_here(school, public_id)
    if not kept.file or not may_open(kept.names_learners, school, request.scope):
        raise Http404("It is not there, or not yours to open.")
    note("attachment downloaded", on=kept, by=request.scope)
    return sent_to_keep(bytes_of(kept), kept.filename, Media(kept.media).content_type)


def _facts(kept: Attachment) -> list[dict[str, Any]]:
    rules = benchmarks_in_force(timezone.localdate())
    titles = {each.code: f"{each.code[2:]}. {each.title}" for each in rules.benchmarks}
    items = {criterion.code: criterion.text for each in rules.benchmarks for criterion in each.criteria}
    return [
        {"label": "Of", "value": day(kept.held_on)},
        {"label": "Holds until", "value": day(kept.expires_on) if kept.expires_on else "No end"},
        {"label": "Answers for it", "value": (kept.owner.name if kept.owner else kept.owner_name) or None},
        {
            "label": "Names or shows learners",
            "value": "Yes: it never leaves the school" if kept.names_learners else "No",
        },
        {"label": "Benchmarks", "value": "; ".join(titles.get(code, code) for code in kept.benchmarks) or None},
        {"label": "Self-assessment", "value": "; ".join(items.get(code, code) for code in kept.criteria) or None},
        {"label": "Kept", "value": f"{moment(kept.kept_at)}{f' by {kept.kept_by.name}' if kept.kept_by else ''}"},
        {"label": "SHA-256", "value": f"{kept.sha256[:32]}…"},
    ]


def _activities(kept: Attachment, school: Organisation) -> list[dict[str, str]]:
    return [
        {
            "text": f"{tie.activity.title}, {day(tie.activity.held_on)}",
            "href": reverse("activity", kwargs={"slug": school.slug, "public_id": tie.activity.public_id}),
        }
        for tie in kept.activities.select_related("activity").order_by("activity__held_on", "pk")
    ]
