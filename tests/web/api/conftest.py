"""A school, another school, and programs with tokens for them, on a day in November."""

import json
from dataclasses import dataclass

import pytest
import time_machine
from django.core.cache import caches

from tests.factories import attend, expect, make_activity, make_learner, make_school, make_user, scope_with
from waymark.access.actions.tokens import GRANTABLE, make_token
from waymark.access.models import User
from waymark.access.scope import acting, everything
from waymark.ledger.models import Activity, Learner
from waymark.ledger.touching import touch_everyone
from waymark.places.models import Organisation


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict
    headers: dict


class Program:
    """A program at a school: `secret` is its token, blank for none."""

    def __init__(self, client, secret: str) -> None:
        self.client, self.secret = client, secret

    def __call__(self, method: str, address: str, body=None) -> Answer:
        headers = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        sent = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
        response = self.client.generic(method, f"/api/{address}", headers=headers, **sent)
        return Answer(response.status_code, response.json(), response.headers)


@dataclass(frozen=True)
class World:
    school: Organisation
    other: Organisation
    learners: list[Learner]
    stranger: Learner
    done: Activity
    planned: Activity
    theirs: Activity


@pytest.fixture(autouse=True)
def _november():
    caches["memory"].clear()
    with time_machine.travel("2026-11-22 12:00", tick=False):
        yield


@pytest.fixture
def world(db) -> World:
    """Three learners on roll at one school, with an activity done and one planned; and a school next door."""
    with acting(everything("test")):
        school, other = make_school(), make_school("Oakmoor School", urn="900002")
        learners = [make_learner(school, n, year_group=9 + n % 2, form=f"{9 + n % 2}A", upn=_upn(n)) for n in range(3)]
        stranger = make_learner(other, 7)
        done = make_activity(school, "employer", "curriculum", title="Careers fair")
        attend(done, *learners[:2])
        planned = make_activity(school, "employer", title="Factory visit")
        Activity.objects.filter(pk=planned.pk).update(held_on="2027-02-03")
        planned.refresh_from_db()
        theirs = make_activity(other, "employer", title="Their fair")
        expect(theirs, stranger)
        touch_everyone(school.pk)
        return World(school, other, learners, stranger, done, planned, theirs)


def _upn(number: int) -> str:
    return f"A90000112600{number}"


@pytest.fixture
def program(client):
    """Make a program with these permissions at a school (all a program may have, when none is named)."""

    def make(school: Organisation, *permissions, days: int = 30) -> Program:
        leader = User.objects.filter(memberships__organisation=school, memberships__role="careers_leader").first()
        leader = leader or make_user(f"Leader {school.urn}", ("careers_leader", school))
        with acting(scope_with(school, user=leader)) as scope:
            _, secret = make_token(
                organisation=school, label="Test program", permissions=permissions or GRANTABLE, days=days, by=scope
            )
        return Program(client, secret)

    return make


@pytest.fixture
def nobody(client) -> Program:
    return Program(client, "")
