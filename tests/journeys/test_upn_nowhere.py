"""A school's UPNs go in by files and come out nowhere: no page, redirect, header, download, log line, audit line,
report, export, or error. The sender's own file, given back to whoever may deal with it, is the one exception."""

import io
import json
import logging
import re
import zipfile
from datetime import date

import pytest
import time_machine
from django.apps import apps
from django.conf import settings as site_settings
from django.db import IntegrityError, connection
from django.urls import get_resolver

from tests.access.test_isolation import NAMED, arguments, filled, further_things, named
from tests.factories import attend, expect, make_activity, make_school, make_user
from tests.ledger.learner_files import learner_file, line, upn
from waymark.access.actions.invitations import invite
from waymark.access.actions.tokens import GRANTABLE, make_token
from waymark.access.models import Membership
from waymark.access.queries import scope_of
from waymark.access.scope import acting, everything
from waymark.cli.main import run
from waymark.config.logs import Discreet
from waymark.intake.models import Job
from waymark.ledger.actions.groups import make_group
from waymark.ledger.models import Learner
from waymark.ledger.rules.roll_merging import UNANSWERED
from waymark.ledger.sources.attendance.receiving import merge_attendance, receive_attendance
from waymark.ledger.sources.learners.receiving import merge_learners, receive_learners
from waymark.publishing.actions import edit_page, release
from waymark.publishing.models import AccessRequest

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)
GIVEN_BACK = {"delivery_as_sent", "delivery_refused_rows"}  # the sender's own rows, to be looked up or mended
WRONG = "Z99900026000" + "9"  # a wrong check letter
OURS = re.compile(r"[A-Z]99900026\d{3}[0-9A-Z]", re.IGNORECASE)  # the UPNs of these tests, as `upn` makes them
# The tables that may hold a UPN: the learner's own, the mending of a file, and the file itself (not a column).
HOLD_ONE = {"ledger.Learner", "intake.PriorState"}


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-22 12:00", tick=False):
        yield


@pytest.fixture
def school(db):
    with acting(everything("test")):
        return make_school()


@pytest.fixture
def leader(school):
    return make_user("Robin Marsh", ("careers_leader", school))


@pytest.fixture
def at(school, leader):
    """One of everything an address can name, with two namesakes and rows refused among the files."""
    with acting(everything("test")) as by:
        namesakes = (line(1, given="Zephyrine"), line(2, given="Zephyrine"))
        roll = learner_file(*namesakes, line(3, given="Quillon"), line(4, year=5), line(5, number_shown=WRONG))
        delivery, _ = receive_learners(content=roll, filename=f"{upn(1)} roll.csv", school=school, on=ON, by=by)
        merge_learners(delivery=delivery, answers=UNANSWERED, by=by)
        learners = list(Learner.objects.order_by("pk"))
        assert {learner.upn for learner in learners} >= {upn(1), upn(2), upn(3)}
        activity = make_activity(school, school_reference="FAIR1")
        expect(activity, *learners)
        attend(activity, learners[2])
        _attendance(school, by)
        group = make_group(school=school, name="Namesakes", learner_ids=[each.pk for each in learners], by=by)
        edit_page(school=school, changes={"leader_name": "Robin Marsh", "summary": "We plan together."}, by=by)
        said = {"email": "pat@example.org", "name": "Pat Moss", "role": "teacher", "address_of": "/join/{token}/"}
        return {
            "learner": learners[0].public_id,
            "activity": activity.public_id,
            "group": group.public_id,
            "delivery": delivery.pk,
            "job": Job.objects.create(kind="learners", organisation=school, delivery=delivery).public_id,
            "release": release(school=school, on=ON, by=by).number,
            "request": _request(school).public_id,
            "membership": Membership.objects.get(user=leader).pk,
            "invitation": invite(organisation=school, **said, by=by)[0].pk,
            "token": _token(school, leader)[0].pk,
            **further_things(school, activity, by),
        }


def _token(school, leader):
    by = scope_of(leader)
    return make_token(organisation=school, label="MIS", permissions=GRANTABLE, days=30, by=by)


def _attendance(school, by):
    rows = f"Activity,UPN,Status\r\nFAIR1,{upn(1)},attended\r\nFAIR1,{upn(77)},attended\r\nFAIR1,{WRONG},odd\r\n"
    delivery, _ = receive_attendance(content=rows.encode(), filename="marks.csv", school=school, on=ON, by=by)
    merge_attendance(delivery=delivery, on=ON, by=by)


def _request(school):
    said = {"contact_name": "Una Pell", "contact_email": "una@college.example", "wished_dates": "March"}
    return AccessRequest.objects.create(organisation=school, provider="Harrow", offers="T", phases=["first"], **said)


def has_upn(content):
    """Whether a UPN of these tests is in it: in bytes, in text, or in any part of a ZIP or XLSX."""
    if isinstance(content, bytes) and content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(has_upn(archive.read(name)) for name in archive.namelist())
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else str(content)
    return OURS.search(text) is not None


def told_by(response):
    """All that a response tells: its address, headers and body."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return response.content, headers + response.request["PATH_INFO"]


def test_what_looks_for_a_upn_finds_one():
    for written in (f"x{upn(1)}y", WRONG.encode(), upn(1, temporary=True).lower()):
        assert has_upn(written)
    assert not has_upn(f"{upn(1)[:-1]} 999000260011")


def test_no_address_of_the_school_tells_a_upn(school, leader, at, signed_in, caplog):
    client = signed_in(leader)
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db").setLevel(logging.INFO)  # its debug lines are the SQL itself
    told, opened = [], 0
    places = [
        filled(address, name, school.slug, at)
        for address, name in named(get_resolver().url_patterns)
        if name not in GIVEN_BACK and not address.startswith("areas/")
    ]
    for place in places:
        for asked in ("", "?as=csv", "?as=xlsx", "?year=every"):
            response = client.get(place + asked)
            opened += response.status_code == 200
            told += [(place + asked, part[:50]) for part in told_by(response) if has_upn(part)]
    for place in places:
        refused = client.post(place, {"held_on": "never"})
        told += [("POST " + place, part[:50]) for part in told_by(refused) if has_upn(part)]

    assert told == []
    assert opened > 100
    assert [record.getMessage() for record in caplog.records if has_upn(record.getMessage())] == []


def test_every_object_was_opened():
    """Or the walk above would pass over what it could not name."""
    walked = {
        (name, argument) for address, name in named(get_resolver().url_patterns) for argument in arguments(address)
    }

    assert set(NAMED) <= walked


def test_no_table_but_the_learners_own_holds_a_upn(at):
    """The audit trail, the problems told, the jobs, the releases, the names of files."""
    with acting(everything("test")):
        holding = {
            model._meta.label
            for model in apps.get_models()
            if any(has_upn(repr(row)) for row in model._base_manager.values())
        }

    assert "ledger.Learner" in holding
    assert holding <= HOLD_ONE


def test_no_file_brought_in_by_command_is_told_with_a_upn(school, at, tmp_path, capsys):
    files = {
        "learners": learner_file(line(1, given=""), line(9, number_shown=WRONG), line(7, year=5)),
        "attendance": f"Activity,UPN,Status\r\nFAIR1,{upn(55)},attended\r\nNONE,{upn(1)},odd\r\n".encode(),
        "activities": f"Reference,Title,Kind,Date\r\n{upn(1)},,{upn(2)},{upn(3)}\r\n".encode(),
    }
    for kind, content in files.items():
        path = tmp_path / f"{kind}.csv"
        path.write_bytes(content)
        for more in (["--json"], []):
            run(["import", kind, str(path), "--institution", "900001", "--on", "2026-11-20", *more])
            said = capsys.readouterr()

            assert said.out, kind
            assert not has_upn(said.out + said.err), kind


def test_the_records_given_out_name_learners_by_their_opaque_id(school, at, tmp_path, capsys):
    code = run(["export", "exchange", str(tmp_path / "out"), "--institution", "900001"])
    written = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]

    assert code == 0
    assert len(written) >= 5
    assert [path.name for path in written if has_upn(path.read_bytes())] == []
    assert not has_upn("".join(capsys.readouterr()))


def test_the_api_tells_no_upn(school, leader, at, client):
    _, secret = _token(school, leader)
    learner, activity = at["learner"], at["activity"]
    answers = [
        client.get(f"/api/{address}", headers={"Authorization": f"Bearer {secret}"})
        for address in (
            "learners", f"learners/{learner}", f"learners/{learner}/judgements", "activities",
            f"activities/{activity}", f"activities/{activity}/register", "figures", "careers-page",
        )
    ]  # fmt: skip

    assert {answer.status_code for answer in answers} == {200}
    assert [answer.request["PATH_INFO"] for answer in answers if any(map(has_upn, told_by(answer)))] == []
    assert learner in json.dumps(answers[0].json())


def test_a_fault_of_ours_shows_and_logs_no_upn(school, leader, at, signed_in, caplog):
    """As PostgreSQL puts it: the key of the row is in the words of the error."""

    def clashing(execute, sql, params, many, context):
        if "ledger_learner" in sql:
            raise IntegrityError(f"duplicate key: Key (organisation_id, upn)=(1, {upn(1)}) already exists.")
        return execute(sql, params, many, context)

    client = signed_in(leader)
    client.raise_request_exception = False
    with connection.execute_wrapper(clashing):
        response = client.get(f"/schools/{school.slug}/learners/{at['learner']}/")
    lines = [Discreet("{message}", style="{").format(record) for record in caplog.records if record.exc_info]

    assert response.status_code == 500
    assert not any(map(has_upn, told_by(response)))
    assert any("already exists" in each for each in lines)
    assert not any(map(has_upn, lines))
    assert {each["()"] for each in site_settings.LOGGING["formatters"].values()} == {"waymark.config.logs.Discreet"}
