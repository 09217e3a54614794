"""The activity an address names, and the day pages speak of."""

from datetime import date

from django.http import Http404
from django.utils import timezone

from waymark.ledger.models import Activity, Group
from waymark.ledger.queries.activities import activities_of
from waymark.places.models import Organisation


def activity_here(school: Organisation, public_id: str) -> Activity:
    """The school's activity of this public id; else not found."""
    found = activities_of(school).filter(public_id=public_id).select_related("organisation").first()
    if found is None:
        raise Http404("There is no such activity at this school.")
    return found


def group_here(school: Organisation, public_id: str) -> Group:
    """The school's group of this public id, closed ones too; else not found."""
    found = Group.objects.filter(organisation=school, public_id=public_id).first()
    if found is None:
        raise Http404("There is no such group at this school.")
    return found


def today() -> date:
    """The day in London."""
    return timezone.localdate()
