"""What the law asks of a page: each item there, missing, out of date."""

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import make_school, make_user
from tests.publishing.schools import ON, STATEMENT, WORDS, make_publishing_school, write_everything
from waymark.access.models import Membership
from waymark.places.models import Setting
from waymark.publishing.actions import edit_page, edit_statement, release
from waymark.publishing.checklist import State
from waymark.publishing.content import Contact, ForAudience
from waymark.publishing.queries import checklist_of, checklist_of_release, draft_content, items_in_force


@pytest.fixture
def content(db_scope):
    """A page with everything the law asks for."""
    school, _ = make_publishing_school()
    write_everything(school, db_scope)
    return draft_content(school, on=ON)


def _without(content, name):
    return replace(content, access=replace(content.access, **{name: ""}))


def test_a_full_page_is_complete(content):
    checklist = checklist_of(content, on=ON, leader_is_member=True)

    assert checklist.in_words == "complete: all 8 items are there"
    assert [item.code for item in checklist.items if not item.is_there] == []


@pytest.mark.parametrize(
    ("change", "code", "state", "why"),
    [
        pytest.param(
            lambda c: replace(c, leader=Contact("", c.leader.email, "")),
            "careers-leader",
            State.MISSING,
            "No name or telephone number is given for the careers leader.",
            id="no name or telephone",
        ),
        pytest.param(
            lambda c: replace(c, summary=""),
            "programme-summary",
            State.MISSING,
            "There is no summary of this year's programme.",
            id="no summary",
        ),
        pytest.param(
            lambda c: replace(c, programme_year=2025),
            "programme-summary",
            State.STALE,
            "It is the programme of 2025 to 2026; we are now in 2026 to 2027.",
            id="last year's programme",
        ),
        pytest.param(
            lambda c: replace(c, years=()),
            "programme-summary",
            State.MISSING,
            "No year group has anything listed: record this year's activities, or write what each year does.",
            id="nothing listed",
        ),
        pytest.param(
            lambda c: replace(c, audiences=(*c.audiences[:3], ForAudience("Employers", ""))),
            "programme-summary",
            State.MISSING,
            "It does not say how employers can find out more.",
            id="nothing for employers",
        ),
        pytest.param(
            lambda c: replace(c, impact=""),
            "impact",
            State.MISSING,
            "It does not say how the programme's effect is measured.",
            id="no impact",
        ),
        pytest.param(
            lambda c: replace(c, next_review_on=None), "next-review", State.MISSING, "No date is given.", id="no review"
        ),
        pytest.param(
            lambda c: replace(c, next_review_on=date(2026, 11, 19)),
            "next-review",
            State.STALE,
            "The review was due on 19 November 2026.",
            id="review passed",
        ),
        pytest.param(
            lambda c: replace(c, guidance=""),
            "personal-guidance",
            State.MISSING,
            "It does not say how to get a meeting with a careers adviser.",
            id="no personal guidance",
        ),
        pytest.param(
            lambda c: _without(c, "procedure"),
            "access-procedure",
            State.MISSING,
            "It does not say how a provider asks for access.",
            id="no procedure",
        ),
        pytest.param(
            lambda c: _without(c, "refusing"),
            "access-grounds",
            State.MISSING,
            "It says when a request is granted, but not the other.",
            id="half the grounds",
        ),
        pytest.param(
            lambda c: _without(c, "premises"),
            "access-premises",
            State.MISSING,
            "It does not say which rooms and equipment a provider may use.",
            id="no premises",
        ),
    ],
)
def test_each_legal_item_blocks_the_word_complete(content, change, code, state, why):
    checklist = checklist_of(change(content), on=ON, leader_is_member=True)

    assert [(item.code, item.state, item.why) for item in checklist.wanting] == [(code, state, why)]
    assert checklist.in_words.startswith("incomplete: 1 of 8 items")


@pytest.mark.parametrize(
    ("change", "code", "state"),
    [
        pytest.param(lambda c: _without(c, "complaints"), "access-complaints", State.MISSING, id="no complaints"),
        pytest.param(
            lambda c: replace(c, access=replace(c.access, agreed_on=date(2025, 11, 20))),
            "access-review",
            None,
            id="agreed a year ago to the day",
        ),
        pytest.param(
            lambda c: replace(c, access=replace(c.access, agreed_on=date(2025, 11, 19))),
            "access-review",
            State.STALE,
            id="agreed over a year ago",
        ),
        pytest.param(
            lambda c: replace(c, access=replace(c.access, agreed_on=None)),
            "access-review",
            State.MISSING,
            id="not agreed",
        ),
        pytest.param(
            lambda c: replace(c, access=replace(c.access, visited=())),
            "access-visitors",
            State.MISSING,
            id="nobody visited",
        ),
    ],
)
def test_what_guidance_adds_is_said_but_blocks_nothing(content, change, code, state):
    checklist = checklist_of(change(content), on=ON, leader_is_member=True)

    assert [(i.code, i.state) for i in checklist.advised if not i.is_there] == ([(code, state)] if state else [])
    assert checklist.is_complete


def test_a_review_on_the_day_itself_is_still_ahead(content):
    due_today = replace(content, next_review_on=ON)

    assert checklist_of(due_today, on=ON, leader_is_member=True).is_complete


def test_missing_and_out_of_date_are_counted_apart(content):
    page = replace(content, impact="", next_review_on=date(2026, 1, 1))

    assert (
        checklist_of(page, on=ON, leader_is_member=True).in_words
        == "incomplete: of 8 items, 1 missing and 1 out of date"
    )


def test_a_leader_who_has_left_is_out_of_date_on_what_is_already_public(db_scope):
    school, leader = make_publishing_school()
    write_everything(school, db_scope, leader_id=leader.pk)
    publication = release(school=school, on=ON, by=db_scope)
    assert checklist_of_release(publication, on=ON).is_complete

    Membership.objects.filter(user=leader).update(ended_at="2026-11-21T09:00:00Z")

    (item,) = checklist_of_release(publication, on=date(2026, 11, 22)).wanting
    assert (item.code, item.state) == ("careers-leader", State.STALE)
    assert item.why == "Ottilie Wrenfield no longer has a role at the school here. Name whoever leads careers now."


def test_an_opportunity_is_wanted_for_every_year_group_from_8(content):
    rows = tuple(replace(row, by_term=()) if row.year_group == 9 else row for row in content.access.opportunities)
    page = replace(content, access=replace(content.access, opportunities=rows))

    (item,) = [i for i in checklist_of(page, on=ON, leader_is_member=True).items if not i.is_there]

    assert (item.code, item.why) == ("access-opportunities", "No meeting with a provider is planned for Year 9.")


def test_a_college_is_not_asked_by_the_law_on_provider_access(db_scope):
    college = make_school("Harrowbeck College", urn="", ukprn="10099999", setting=Setting.COLLEGE)
    make_user("Ottilie Wrenfield", ("careers_leader", college))
    edit_page(school=college, changes=WORDS | {"year_notes": {"12": "A week at work."}}, by=db_scope)
    edit_statement(school=college, changes=STATEMENT, by=db_scope)

    content = draft_content(college, on=ON)

    checklist = checklist_of(content, on=ON, leader_is_member=True)
    assert content.access is None
    assert [item.code for item in checklist.asked] == ["personal-guidance", "college-programme"]
    assert checklist.is_complete


def test_every_item_of_every_day_can_be_looked_for(content):
    for on in (date(2024, 10, 1), date(2025, 9, 1), ON):
        items = items_in_force(on)
        asked = [item.code for item in items if "school" in item.settings]

        assert [item.code for item in checklist_of(content, on=on, leader_is_member=True).items] == asked
        assert all(item.law for item in items)
