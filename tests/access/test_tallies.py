"""Limits on guessing are counted in the database: by all processes together, with nothing of whom they are about."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessLog
from django.contrib.sessions.models import Session
from django.core.cache import cache, caches
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.codes import SECRET, code_now
from tests.factories import make_school, make_user
from waymark.access.actions.forgetting import forget_what_is_over
from waymark.access.models import Tally
from waymark.access.scope import NOBODY, NotPermitted, everything

PASSWORD = "copper lantern meadow"


@pytest.fixture
def teacher(db):
    teacher = make_user("Sam Reed", ("teacher", make_school()), password=PASSWORD)
    Authenticator.objects.create(user=teacher, type=Authenticator.Type.TOTP, data={"secret": SECRET})
    return teacher


def half_in(user) -> Client:
    """A browser that has given the password and is asked for a code."""
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def at_once(things):
    """Do each in a thread with a connection of its own, all let go together; what each returned."""
    start = Barrier(len(things))

    def one(thing):
        try:
            start.wait()
            return thing()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(things)) as pool:
        return [each.result() for each in [pool.submit(one, thing) for thing in things]]


def give(client, code):
    return lambda: client.post(reverse("mfa_authenticate"), {"code": code}).status_code


def test_one_code_lets_one_in_however_many_give_it_at_once(teacher, shared_file):
    browsers = [half_in(teacher) for _ in range(4)]
    shared_file()

    statuses = at_once([give(browser, code_now()) for browser in browsers])

    assert sorted(statuses) == [200, 200, 200, 302]


def test_no_more_codes_are_looked_at_however_many_come_at_once(teacher, shared_file):
    browsers = [half_in(teacher) for _ in range(4)]
    shared_file()
    for _ in range(3):
        at_once([give(browser, "000000") for browser in browsers])

    assert at_once([give(browsers[0], code_now())]) == [200]


@pytest.mark.django_db
def test_what_one_process_counted_another_finds():
    cache.set("tried", 3, 60)

    assert caches.create_connection("default").get("tried") == 3


@pytest.mark.django_db
def test_what_is_counted_names_no_address_account_or_code(teacher):
    client = half_in(teacher)
    client.post(reverse("mfa_authenticate"), {"code": "000000"}, REMOTE_ADDR="203.0.113.9")
    client.post(reverse("mfa_authenticate"), {"code": code_now()}, REMOTE_ADDR="203.0.113.9")
    client.logout()
    client.post(reverse("account_reset_password"), {"email": teacher.email}, REMOTE_ADDR="203.0.113.9")

    keys = list(Tally.objects.values_list("cache_key", flat=True))
    assert len(keys) >= 3
    assert [key for key in keys if not re.fullmatch("[0-9a-f]{64}", key)] == []


@pytest.mark.django_db
def test_no_ordinary_page_asks_what_was_counted(client, signed_in):
    school = make_school()
    client = signed_in(make_user("Robin Marsh", ("careers_leader", school)))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("people", kwargs={"slug": school.slug})).status_code == 200
        client.get("/api/frameworks")

    assert [each["sql"] for each in asked if "access_tally" in each["sql"]] == []


@pytest.mark.django_db
def test_the_night_forgets_what_is_over_and_nothing_else(teacher):
    now = timezone.now()
    for name, away in (("over", -1), ("standing", 60)):
        Tally.objects.create(cache_key=name, value="", expires=now + timedelta(seconds=away))
        Session.objects.create(session_key=name, session_data="", expire_date=now + timedelta(seconds=away))
        AccessLog.objects.create(username=name)
        AccessLog.objects.filter(username=name).update(attempt_time=now - timedelta(days=90) + timedelta(seconds=away))

    with pytest.raises(NotPermitted):
        forget_what_is_over(at=now, by=NOBODY)
    forget_what_is_over(at=now, by=everything("by itself"))

    assert [each.pk for each in Tally.objects.all()] == ["standing"]
    assert [each.pk for each in Session.objects.all()] == ["standing"]
    assert [each.username for each in AccessLog.objects.all()] == ["standing"]
