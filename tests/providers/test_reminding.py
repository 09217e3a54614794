"""A provider is asked to look at its entry again, once a month from ten months on."""

from datetime import date, timedelta

import pytest

from tests.factories import make_provider, make_user, scope_with
from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted, acting, everything
from waymark.cli.directory_nights import remind_providers
from waymark.post.models import Letter
from waymark.providers.actions.reminding import remind_provider

ON = date(2026, 11, 20)


def letters():
    with acting(everything("test")):
        return sorted(Letter.objects.values_list("to", "subject"))


@pytest.mark.django_db
def test_everybody_who_keeps_the_entry_is_written_to_once_a_month():
    provider = make_provider("Brightwater Training", verified_on=ON - timedelta(days=310))
    make_user("Kit Sandell", ("provider", provider.organisation))
    make_user("Jo Lindle", ("provider_colleague", provider.organisation))
    make_provider("Fresh Training", verified_on=ON - timedelta(days=10))

    said = [list(remind_providers(day)) for day in (ON, ON, ON + timedelta(days=29))]

    subject = "Is the entry of Brightwater Training still right?"
    assert letters() == [("jo.lindle@example.org", subject), ("kit.sandell@example.org", subject)]
    assert said[0] == ["Providers asked to look at their entry again: 2."]
    assert said[1] == said[2] == []
    list(remind_providers(ON + timedelta(days=30)))
    assert len(letters()) == 4


@pytest.mark.django_db
def test_where_nobody_signs_in_the_address_for_schools_is_written_to():
    make_provider("Old Training", verified_on=None, contact_email="us@old.example")
    make_provider("Hidden Training", verified_on=None, is_listed=False, contact_email="us@hidden.example")

    list(remind_providers(ON))

    assert [to for to, _ in letters()] == ["us@old.example"]


@pytest.mark.django_db
def test_nobody_else_sends_reminders_for_a_provider():
    provider, other = make_provider("Mine", verified_on=None), make_provider("Theirs")
    by = scope_with(other.organisation, Permission.LISTING_WRITE)

    with acting(by), pytest.raises(NotPermitted):
        remind_provider(provider=provider, on=ON, by=by)
