"""The attachment, document or list of criteria an address names."""

from django.http import Http404

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.ledger.models import Attachment
from waymark.ledger.queries.attachments import attachment_named
from waymark.places.models import Organisation
from waymark.publishing.documents.queries import document_named
from waymark.publishing.models import CriteriaList, MadeDocument, StandardCriterion


def attachment_here(school: Organisation, public_id: str) -> Attachment:
    """The school's attachment of this public id, retired ones too; else not found."""
    found = attachment_named(school, public_id)
    if found is None:
        raise Http404("There is no such file at this school.")
    return found


def document_here(school: Organisation, public_id: str) -> MadeDocument:
    """The school's document of this public id; else not found."""
    found = document_named(school, public_id)
    if found is None:
        raise Http404("There is no such document at this school.")
    return found


def list_here(school: Organisation, public_id: str) -> CriteriaList:
    """The school's list of criteria of this public id, retired ones too; else not found."""
    found = CriteriaList.objects.filter(organisation=school, public_id=public_id).first()
    if found is None:
        raise Http404("There is no such list of criteria at this school.")
    return found


def criterion_here(criteria_list: CriteriaList, place: int) -> StandardCriterion:
    """The criterion at this place of a list; else not found."""
    found = criteria_list.criteria.filter(place=place).select_related("criteria_list").first()
    if found is None:
        raise Http404("The list has no such criterion.")
    return found


def may_open(names_learners: bool, school: Organisation, by: Scope) -> bool:
    """Whether this person may open a file: one that names learners takes seeing learners."""
    return not names_learners or by.holds(Permission.LEARNER_VIEW, school.pk)
