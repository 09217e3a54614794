"""Bringing learners in through the API: one by one, together, and never past the locks."""

import pytest

from tests.ledger.learner_files import upn
from waymark.access.permissions import Permission
from waymark.access.scope import acting, everything
from waymark.ledger.models import Enrolment, FieldScope, Learner

ZOE = {"given_name": "Zoe", "family_name": "Marsh", "born_on": "2013-03-14", "year_group": 8, "form": "8B"}


@pytest.fixture
def ours(world, program):
    with acting(everything("test")):
        for number, learner in enumerate(world.learners):
            Learner.objects.filter(pk=learner.pk).update(upn=upn(number), born_on="2013-03-14")
    return program(world.school)


def held(learner_id):
    with acting(everything("test")):
        return Learner.objects.get(public_id=learner_id)


def test_a_learner_is_added_brought_up_to_date_and_left_alone(ours, world):
    first = ours("POST", "learners", ZOE)
    again = ours("POST", "learners", ZOE)
    moved = ours("POST", "learners", ZOE | {"form": "8C"})
    back = ours("POST", "learners", ZOE)

    assert [answer.status for answer in (first, again, moved, back)] == [201] * 4
    assert [answer.body["outcome"] for answer in (first, again, moved, back)] == [
        "added", "unchanged", "changed", "changed",
    ]  # fmt: skip
    assert len({answer.body["learner_id"] for answer in (first, again, moved, back)}) == 1
    with acting(everything("test")):
        assert Enrolment.objects.get(learner__given_name="Zoe").form == "8B"
        assert Learner.objects.filter(organisation=world.school).count() == 4  # nobody else is said to have left


def test_a_learner_is_brought_up_to_date_by_their_id(ours, world):
    learner = world.learners[0]
    said = ZOE | {"given_name": "Amara-Jane", "year_group": 9}

    answer = ours("PUT", f"learners/{learner.public_id}", said)

    assert (answer.status, answer.body) == (200, {"learner_id": learner.public_id, "outcome": "changed"})
    assert held(learner.public_id).given_name == "Amara-Jane"
    assert held(learner.public_id).upn == upn(0)


def test_what_would_be_another_person_is_refused(ours, world):
    with acting(everything("test")):
        Learner.objects.filter(pk=world.learners[0].pk).update(upn="")
    answer = ours("PUT", f"learners/{world.learners[0].public_id}", ZOE)

    assert answer.status == 409
    with acting(everything("test")):
        assert not Learner.objects.filter(given_name="Zoe").exists()


def test_what_is_wrong_is_told_by_field_and_repeats_nothing(ours):
    answer = ours("POST", "learners", ZOE | {"upn": "B999000260011", "born_on": "2025-03-14"})

    assert answer.status == 422
    assert {fault["at"] for fault in answer.body["faults"]} <= {"body.upn", "body.born_on"}
    assert "999000260011" not in str(answer.body)
    assert ours("GET", "learners?year_group=8").body["total"] == 0


def test_learners_sent_together_are_looked_at_merged_and_undone(ours, world):
    here, gone = world.learners[0], world.learners[1]
    sent = [ZOE | {"upn": upn(50)}, ZOE | {"given_name": "=1+1"}, _as_they_are(here)]

    looked_at = ours("POST", "learner-files", {"on": "2026-11-20", "whole_roll": True, "learners": sent})

    assert looked_at.status == 201, looked_at.body
    assert (looked_at.body["state"], looked_at.body["counts"]["added"]) == ("previewed", 1)
    assert [(one["learner"], one["code"]) for one in looked_at.body["problems"] if one["effect"] == "refused"] == [
        (1, "FORMULA")
    ]
    assert gone.public_id in [one["learner_id"] for one in looked_at.body["absent"]]
    address = f"learner-files/{looked_at.body['file_id']}"
    assert ours("GET", address).body == looked_at.body

    merged = ours("POST", f"{address}/merging", {"left": [{"learner_id": gone.public_id, "on": "2026-11-02"}]})
    assert (merged.status, merged.body["state"]) == (200, "merged")
    assert ours("POST", f"{address}/merging", {}).status == 409
    with acting(everything("test")):
        assert Enrolment.objects.get(learner=gone).to_on.isoformat() == "2026-11-02"

    assert ours("POST", f"{address}/undoing").body["state"] == "undone"
    with acting(everything("test")):
        assert Enrolment.objects.get(learner=gone).to_on is None
        assert Learner.objects.filter(organisation=world.school).count() == 3


def _as_they_are(learner):
    return {
        "given_name": learner.given_name,
        "family_name": learner.family_name,
        "born_on": "2013-03-14",
        "year_group": 9,
        "upn": held(learner.public_id).upn,
    }


def test_sensitive_facts_wait_until_the_school_keeps_them(ours, world):
    first = ours("POST", "learners", ZOE | {"sen": "K"}).body["learner_id"]
    assert held(first).sen in ("", "N")
    with acting(everything("test")):
        FieldScope.objects.create(organisation=world.school, field="sen")

    ours("POST", "learners", ZOE | {"sen": "K"})

    assert held(first).sen == "K"


def test_a_program_that_may_not_write_learners_writes_none(world, program):
    reader = program(world.school, Permission.FIGURES_VIEW, Permission.LEARNER_VIEW, Permission.LEDGER_WRITE)
    sent = {"on": "2026-11-20", "learners": [ZOE]}

    for method, address, body in (
        ("POST", "learners", ZOE),
        ("PUT", f"learners/{world.learners[0].public_id}", ZOE),
        ("POST", "learner-files", sent),
    ):
        assert reader(method, address, body).status == 403


def test_another_schools_learners_and_files_are_not_found(ours, world, program):
    theirs = program(world.other)("POST", "learner-files", {"on": "2026-11-20", "learners": [ZOE]}).body["file_id"]

    assert ours("PUT", f"learners/{world.stranger.public_id}", ZOE).status == 404
    assert ours("GET", f"learner-files/{theirs}").status == 404
    assert ours("POST", f"learner-files/{theirs}/merging", {}).status == 404
