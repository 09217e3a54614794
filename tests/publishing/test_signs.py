"""The careers page and kept files answer items of the self-assessment."""

from datetime import date

import pytest

from tests.publishing.schools import ON, make_publishing_school, write_everything
from waymark.evaluation.assessing.signs import sign_of
from waymark.ledger.actions.attachments import AttachmentFacts, keep_attachment, retire_attachment
from waymark.publishing.actions import release


@pytest.fixture
def school(db_scope, time_machine):
    time_machine.move_to("2026-11-20T10:00:00Z")
    return make_publishing_school()[0]


def answer(school, code):
    sign = sign_of(school, "gatsby-2024", code, on=ON)
    return sign and sign.answer


def test_a_careers_page_answers_once_it_is_public(school, db_scope):
    assert answer(school, "gb1-published") is None
    write_everything(school, db_scope)
    release(school=school, on=ON, by=db_scope)

    assert [answer(school, code) for code in ("gb1-published", "gb8-how-to", "gb1-governors")] == ["yes", "yes", None]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "yes"),
        ({"criteria": ["gb1-head"]}, None),
        ({"expires_on": date(2026, 11, 19)}, None),
        ({"held_on": date(2026, 11, 21)}, None),
    ],
)
def test_a_file_answers_what_it_is_said_to_show_while_it_holds(school, db_scope, facts, expected):
    said = {"kind": "minutes", "title": "Secret", "held_on": date(2026, 11, 1), "names_learners": False}
    said |= {"criteria": ["gb1-governors"], **facts}
    kept = keep_attachment(school=school, content=b"x", filename="a.txt", facts=AttachmentFacts(**said), by=db_scope)

    sign = sign_of(school, "gatsby-2024", "gb1-governors", on=ON)
    assert (sign and sign.answer) == expected
    assert sign is None or "Secret" not in sign.words
    retire_attachment(attachment=kept, because="Wrong.", by=db_scope)
    assert answer(school, "gb1-governors") is None
