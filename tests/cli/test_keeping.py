"""Backup, restore and the checks, as an operator runs them: whole processes, on databases of their own."""

import json
import os
import subprocess
import sys

import pytest

from tests.factories import attend, make_activity, make_learner, make_school
from waymark.cli.invariants import broken_rules
from waymark.ledger.models import Activity, Enrolment


def waymark(*arguments, data):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "WAYMARK_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "waymark.config.settings",
    }
    return subprocess.run(
        [sys.executable, "-m", "waymark.cli.main", *arguments], capture_output=True, text=True, env=environment
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site with nothing in it, made once: its first command makes the database."""
    data = tmp_path_factory.mktemp("site")
    waymark("check", data=data)
    return data


def test_a_site_is_restored_as_it_was_and_over_no_other(site, tmp_path):
    kept = waymark("backup", str(tmp_path / "kept.zip"), data=site)

    restored = waymark("restore", str(tmp_path / "kept.zip"), data=tmp_path / "second")
    checked = waymark("check", data=tmp_path / "second")
    again = waymark("restore", str(tmp_path / "kept.zip"), data=site)

    assert (kept.returncode, restored.returncode, checked.returncode) == (0, 0, 0)
    assert checked.stdout == "Every rule holds.\n"
    assert again.returncode == 2
    assert again.stderr == "There is a site here already; a site is restored to an empty place.\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nonsense",), "No such command 'nonsense'."),
        (
            ("user", "list", "--institution", "123"),
            "There is no school, college or area with the URN, UKPRN or address '123'.",
        ),
    ],
)
def test_a_refusal_is_one_sentence(arguments, sentence, site):
    refused = waymark(*arguments, data=site)

    assert (refused.returncode, refused.stderr.splitlines()[-1], refused.stdout) == (2, sentence, "")


def test_a_refusal_with_json_is_a_document_too(site):
    refused = waymark("import", "nonsense", "x.csv", "--json", data=site)

    assert refused.returncode == 2
    assert list(json.loads(refused.stdout)) == ["error"]


def test_a_sound_ledger_breaks_no_rule(db_scope):
    school = make_school()
    attend(make_activity(school), make_learner(school))

    assert list(broken_rules()) == []


def test_broken_rules_are_found(db_scope):
    school, other = make_school(), make_school("Oakmoor School", urn="900002")
    learner, stranger = make_learner(school), make_learner(other, 1)
    activity = make_activity(school)
    attend(activity, learner, stranger)
    Activity.objects.update(state=Activity.State.PLANNED)
    Enrolment.objects.filter(learner=learner).update(organisation=other)

    broken = list(broken_rules())

    assert len(broken) == 3
    assert not any(str(learner) in line for line in broken)
