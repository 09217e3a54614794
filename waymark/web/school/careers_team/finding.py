"""The objects that addresses under careers-team name: this school's, or not found."""

from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from waymark.leadership.models import GovernorMeeting, StaffSession, TeamMember, Training
from waymark.leadership.queries import members_of
from waymark.places.models import Organisation


def today() -> date:
    return timezone.localdate()


def member_here(school: Organisation, public_id: str) -> TeamMember:
    found = members_of(school).filter(public_id=public_id).first()
    if found is None:
        raise Http404("Nobody of this school's careers team has that address.")
    return found


def training_here(school: Organisation, public_id: str) -> Training:
    found = Training.objects.filter(member__organisation=school, public_id=public_id).select_related("member").first()
    if found is None:
        raise Http404("There is no such training.")
    return found


def session_here(school: Organisation, public_id: str) -> StaffSession:
    found = StaffSession.objects.filter(organisation=school, public_id=public_id).first()
    if found is None:
        raise Http404("There is no such session.")
    return found


def meeting_here(school: Organisation, public_id: str) -> GovernorMeeting:
    met = GovernorMeeting.objects.filter(governor__organisation=school, public_id=public_id)
    found = met.select_related("governor").first()
    if found is None:
        raise Http404("There is no such meeting.")
    return found


def here(school: Organisation, name: str, **more: str) -> str:
    """An address of one of this school's pages."""
    return reverse(name, kwargs={"slug": school.slug, **more})
