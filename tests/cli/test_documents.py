"""What commands answer with `--json`: one document, and nothing else on stdout."""

import json

import pytest

from tests.factories import make_school
from waymark.access.scope import acting, everything
from waymark.cli import invariants, night
from waymark.cli.main import run

pytestmark = pytest.mark.django_db
ROBIN = "robin@fernhill.example"


@pytest.fixture
def answered(capsys):
    """Run a command with `--json`; give its exit code and its document."""

    def ask(*arguments):
        code = run([*arguments, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return ask


@pytest.fixture
def school():
    with acting(everything("test")):
        return make_school()


def test_an_invitation_is_told_with_its_link(school, answered):
    code, told = answered(
        "user", "invite", "Robin@fernhill.example", "--name", "Robin  Marsh", "--institution", school.urn
    )

    link = told.pop("link")
    assert (code, told) == (0, {"email": ROBIN, "name": "Robin Marsh", "role": "careers_leader"})
    assert link.startswith("http://127.0.0.1:8000/join/")


def test_who_has_a_role_is_told_person_by_person(school, answered):
    assert answered("user", "list", "--institution", school.urn) == (0, {"organisation": str(school), "people": []})


def test_the_letters_that_left_or_came_back_are_counted(answered):
    assert answered("post", "send") == (0, {"sent": 0})
    assert answered("post", "bounced", ROBIN) == (0, {"returned": 0})


def test_that_nobody_waits_to_be_listed_is_an_empty_list(answered, capsys):
    assert answered("listings", "list") == (0, {"waiting": []})
    assert run(["listings", "list"]) == 0
    assert capsys.readouterr().out == "Nobody waits to be listed.\n"


def test_rules_that_do_not_hold_are_listed(answered, monkeypatch):
    monkeypatch.setattr(invariants, "broken_rules", lambda: ["A rule is broken."])

    assert answered("check") == (1, {"broken": ["A rule is broken."]})


def test_a_night_tells_what_each_work_did_and_what_failed(answered, monkeypatch):
    works = {"something else": "waymark.cli.night:no_such_work", "evaluations": night.WORKS["evaluations"]}
    monkeypatch.setattr(night, "WORKS", works)

    code, told = answered("night", "--on", "2026-11-02")

    assert (code, told) == (
        1,
        {
            "on": "2026-11-02",
            "works": [
                {"name": "something else", "done": [], "failed": "something else failed"},
                {"name": "evaluations", "done": ["No evaluation was due."], "failed": None},
            ],
        },
    )
