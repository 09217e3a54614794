"""The pages of evidence, as links between them."""

from dataclasses import dataclass

from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.places.models import Organisation

_PAGES = (
    ("evidence", "Kept files", Permission.EVIDENCE_VIEW),
    ("documents", "Documents", Permission.EVIDENCE_VIEW),
    ("standards", "Standards", Permission.EVIDENCE_VIEW),
    ("careers_team", "Careers team", Permission.STAFF_VIEW),
)


@dataclass(frozen=True)
class EvidenceLink:
    label: str
    href: str
    is_current: bool


def evidence_links(school: Organisation, here: str, by: Scope) -> tuple[EvidenceLink, ...]:
    """The pages this person may open, `here` marked as the one being read."""
    return tuple(
        EvidenceLink(label, reverse(name, kwargs={"slug": school.slug}), name == here)
        for name, label, needs in _PAGES
        if by.holds(needs, school.pk)
    )
