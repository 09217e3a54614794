"""A plan is accepted whole or not at all: refused in words, and proved in a process that is killed in the middle."""

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import date
from urllib.parse import quote

import pytest
from django.db import connection

from tests.factories import expect, make_activity, make_learner, make_school
from tests.planner.test_building import FIRST, offer, propose
from waymark.access.models import AuditEvent
from waymark.access.scope import acting, everything
from waymark.ledger.actions.erasing import _erase
from waymark.ledger.models import Activity, Enrolment, Erasure, Expected
from waymark.ledger.queries.people import record_of_person
from waymark.planner.actions.proposals import ProposalRefused, accept_sessions
from waymark.planner.models import Planned, ProposedPlace, ProposedSession

DAYS = ("2026-12-03", "2027-01-14", "2027-02-04")
# Accepts, and is killed by the system as it writes the third of three activities.
KILLED = """
import os, signal
import django; django.setup()
from datetime import date
from django.db import connection
from waymark.access.scope import acting, everything
from waymark.planner.actions.proposals import accept_sessions
from waymark.planner.models import Proposal
written = []
def dies(execute, sql, params, many, context):
    if sql.startswith('INSERT INTO "ledger_activity" '):
        written.append(sql)
        if len(written) == 3:
            os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)
with acting(everything("test")) as by, connection.execute_wrapper(dies):
    proposal = Proposal.objects.get()
    sessions = list(proposal.sessions.values_list("public_id", flat=True))
    accept_sessions(proposal=proposal, sessions=sessions, today=date(2026, 11, 23), by=by)
"""


def three_talks(by):
    school = make_school()
    for number in range(3):
        make_learner(school, number, year_group=10)
    facts = ({"kind": "lmi"}, {"kind": "employer"}, {"kind": "curriculum", "subject": "maths"})
    for day, kind in zip(DAYS, facts, strict=True):
        offer(school, day, title=f"Talk on {kind['kind']}", provider_name="", **kind)
    return propose(school, by)


def everything_written():
    return [
        Activity.objects.count(),
        Expected.objects.count(),
        Planned.objects.count(),
        ProposedSession.objects.filter(verdict="accepted").count(),
        AuditEvent.objects.filter(verb__in=["activity planned", "proposed sessions accepted"]).count(),
    ]


@pytest.fixture
def shared(transactional_db, tmp_path):
    """The address of the tests' database for another process; on SQLite of a copy of it, and where that is."""

    def address():
        if connection.vendor != "sqlite":
            at = connection.settings_dict
            return f"postgres://{at['USER']}:{quote(at['PASSWORD'])}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
        copy = sqlite3.connect(tmp_path / "shared.sqlite3")
        connection.connection.backup(copy)
        copy.close()
        return f"sqlite:///{tmp_path / 'shared.sqlite3'}"

    return address, tmp_path / "shared.sqlite3"


def test_killed_in_the_middle_nothing_is_accepted(shared):
    address, file = shared
    with acting(everything("test")) as by:
        proposal = three_talks(by)
        assert proposal.sessions.count() == 3
    environment = os.environ | {"DATABASE_URL": address(), "WAYMARK_DATA": str(file.parent)}

    ended = subprocess.run([sys.executable, "-c", KILLED], env=environment, capture_output=True, text=True, timeout=120)

    assert ended.returncode == -signal.SIGKILL, ended.stderr
    if connection.vendor == "sqlite":  # what the other process left behind becomes ours
        left = sqlite3.connect(file)
        left.backup(connection.connection)
        left.close()
    with acting(everything("test")) as by:
        assert everything_written() == [0, 0, 0, 0, 0]
        sessions = list(proposal.sessions.values_list("public_id", flat=True))
        accept_sessions(proposal=proposal, sessions=sessions, today=FIRST, by=by)
        assert everything_written() == [3, 9, 3, 3, 4]


@pytest.mark.django_db
def test_what_no_longer_fits_is_refused_whole(db_scope):
    proposal = three_talks(db_scope)
    sessions = list(proposal.sessions.values_list("public_id", flat=True))
    trip = make_activity(proposal.organisation, "other", held_on=date(2027, 2, 4), title="Trip")
    expect(trip, Enrolment.objects.first().learner)

    with pytest.raises(ProposalRefused, match="something else was planned on 4 February 2027"):
        accept_sessions(proposal=proposal, sessions=sessions, today=FIRST, by=db_scope)
    with pytest.raises(ProposalRefused, match="is past"):
        accept_sessions(proposal=proposal, sessions=sessions, today=date(2027, 1, 1), by=db_scope)

    assert everything_written() == [1, 1, 0, 0, 0]


@pytest.mark.django_db
def test_a_session_is_accepted_once_whichever_proposal_it_stands_in(db_scope):
    proposal = three_talks(db_scope)
    again = propose(proposal.organisation, db_scope)
    first = proposal.sessions.first()
    accept_sessions(proposal=proposal, sessions=[first.public_id], today=FIRST, by=db_scope)

    assert accept_sessions(proposal=proposal, sessions=[first.public_id], today=FIRST, by=db_scope) == []
    same = again.sessions.get(offer_id=first.offer_id)
    with pytest.raises(ProposalRefused, match="accepted already, from another proposal"):
        accept_sessions(proposal=again, sessions=[same.public_id], today=FIRST, by=db_scope)


@pytest.mark.django_db
def test_whoever_left_since_is_not_listed(db_scope):
    proposal = three_talks(db_scope)
    first = proposal.sessions.first()
    gone = first.proposed_places.first().learner
    Enrolment.objects.filter(learner=gone).update(to_on=date(2026, 11, 30))

    [activity] = accept_sessions(proposal=proposal, sessions=[first.public_id], today=FIRST, by=db_scope)

    assert set(activity.expected.values_list("learner_id", flat=True)) == set(
        first.proposed_places.exclude(learner=gone).values_list("learner_id", flat=True)
    )


@pytest.mark.django_db
def test_what_was_proposed_for_somebody_goes_when_they_are_erased_and_the_figures_stay(db_scope):
    proposal = three_talks(db_scope)
    gone = proposal.closings.first().learner
    before = list(proposal.sessions.values("public_id", "learners", "closes"))

    _erase(proposal.organisation, [gone], why=Erasure.Why.ASKED, reason="Asked", by=db_scope)

    tables = record_of_person(gone).tables
    assert (tables["proposed_places"], tables["proposed_closings"], tables["names_sent"]) == ([], [], [])
    assert ProposedPlace.objects.count() == 6  # of two learners at three talks
    assert list(proposal.sessions.values("public_id", "learners", "closes")) == before


@pytest.mark.django_db
def test_a_persons_record_says_what_was_proposed_for_them_and_nothing_of_others(db_scope):
    proposal = three_talks(db_scope)
    learner = proposal.closings.first().learner

    tables = record_of_person(learner).tables

    assert [row["held_on"].isoformat() for row in tables["proposed_places"]] == list(DAYS)
    assert {row["decided"] for row in tables["proposed_places"]} == {"open"}
    assert len(tables["proposed_closings"]) == proposal.closings.filter(learner=learner).count()
