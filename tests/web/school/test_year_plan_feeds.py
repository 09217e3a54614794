"""The year plan in a person's own calendar: an address to subscribe to, secret and shown once."""

import pytest
from django.urls import reverse

from tests.web.school.test_year_plan import PLAN, text_of
from waymark.access.models import AuditEvent
from waymark.access.scope import acting, everything
from waymark.planner.models import Feed


@pytest.mark.usefixtures("big_school")
def test_a_calendar_s_address_is_shown_once(leader, signed_in, client):
    page = signed_in(leader).post(f"{PLAN}calendar/", {"make": "own"})
    secret = text_of(page).split("/calendars/")[1].split(".ics")[0]
    assert page["Cache-Control"] == "private, no-store"

    assert client.get(reverse("calendar_feed", kwargs={"secret": secret})).status_code == 200
    again = text_of(client.get(f"{PLAN}calendar/"))
    assert secret not in again
    with acting(everything("test")):
        feed = Feed.objects.get()
        trail = AuditEvent.objects.filter(verb__startswith="calendar feed")
        assert not [line for line in trail if secret in str(line.details) + line.about]
    client.post(f"{PLAN}calendar/", {"end": feed.public_id})
    assert client.get(reverse("calendar_feed", kwargs={"secret": secret})).status_code == 404
    assert client.post(f"{PLAN}calendar/", {"make": "42"}).status_code == 404
