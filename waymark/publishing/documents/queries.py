"""Reads of the documents a school has made, and of the criteria it has brought in."""

from django.db.models import Count, Q, QuerySet

from waymark.ledger.queries import revision_of
from waymark.places.models import Organisation
from waymark.publishing.models import CriteriaList, CriterionEvidence, MadeDocument, StandardCriterion


def documents_of(school: Organisation) -> QuerySet[MadeDocument]:
    """Every document the school made, the latest first."""
    return MadeDocument.objects.filter(organisation=school).select_related("made_by").order_by("-made_at", "-pk")


def document_named(school: Organisation, public_id: str) -> MadeDocument | None:
    """The school's document of this public id."""
    return documents_of(school).filter(public_id=public_id).first()


def have_figures_changed(document: MadeDocument) -> bool:
    """Whether anything that figures rest on was recorded since the document was made."""
    return revision_of(document.organisation_id) != document.ledger_revision


def content_of_document(document: MadeDocument) -> bytes:
    """The ZIP as it was kept."""
    with document.file.open("rb") as kept:
        return kept.read()


def criteria_lists(school: Organisation) -> QuerySet[CriteriaList]:
    """The standing lists of criteria, each with how many criteria it has and how many of them have evidence."""
    standing = CriteriaList.objects.filter(organisation=school, retired_at=None)
    covered = Q(criteria__evidence__isnull=False, criteria__evidence__removed_at=None)
    return standing.annotate(
        asked=Count("criteria", distinct=True), covered=Count("criteria", filter=covered, distinct=True)
    ).order_by("kind", "name", "pk")


def criteria_with_evidence(criteria_list: CriteriaList) -> list[tuple[StandardCriterion, list[CriterionEvidence]]]:
    """The criteria in their order, each with what stands as its evidence."""
    criteria = list(criteria_list.criteria.order_by("place"))
    mapped: dict[int, list[CriterionEvidence]] = {each.pk: [] for each in criteria}
    standing = CriterionEvidence.objects.filter(criterion__in=criteria, removed_at=None)
    for each in standing.select_related("attachment", "activity").order_by("pk"):
        mapped[each.criterion_id].append(each)
    return [(each, mapped[each.pk]) for each in criteria]
