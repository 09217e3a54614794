"""Releasing a page: what is frozen, what is refused, what is withdrawn."""

from datetime import date

import pytest

from tests.factories import make_activity, make_learner, make_school, make_user, scope_with
from tests.publishing.schools import ON, make_publishing_school, write_everything
from waymark.access.models import AuditEvent
from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted, acting
from waymark.ledger.models import Activity, Audience
from waymark.publishing.actions import (
    LearnersNamed,
    NotReleased,
    edit_page,
    edit_statement,
    release,
    withdraw,
)
from waymark.publishing.content import from_json, sha256_of
from waymark.publishing.models import CareersPage, Publication
from waymark.publishing.queries import draft_content, released_page, schools_with_pages, standing_publication


@pytest.fixture
def school(db_scope):
    return make_school()


def test_a_release_is_frozen_with_what_it_was_made_from(db_scope):
    school, leader = make_publishing_school()
    write_everything(school, db_scope, leader_id=leader.pk)
    draft = draft_content(school, on=ON)

    released = release(school=school, on=ON, by=db_scope)
    Activity.objects.filter(organisation=school).update(title="Renamed")
    edit_page(school=school, changes={"summary": "Other words."}, by=db_scope)

    kept = Publication.objects.get(pk=released.pk)
    assert from_json(kept.content) == draft
    assert kept.sha256 == sha256_of(draft)
    assert (kept.number, kept.evaluated_on, kept.framework, kept.leader_id) == (1, ON, "gatsby-2024", leader.pk)
    assert kept.page.version == 1
    assert kept.changed == ["first release"]
    assert "Renamed" not in kept.html


def test_saving_words_adds_a_version_and_saving_the_same_words_none(school, db_scope):
    edit_page(school=school, changes={"summary": "One", "impact": "Two"}, by=db_scope)
    edit_page(school=school, changes={"summary": "One"}, by=db_scope)
    edit_page(school=school, changes={"summary": "Three"}, by=db_scope)

    versions = CareersPage.objects.filter(organisation=school).order_by("version")
    assert list(versions.values_list("version", "summary", "impact")) == [(1, "One", "Two"), (2, "Three", "Two")]


def test_releasing_what_is_public_gives_the_standing_release(school, db_scope):
    edit_page(school=school, changes={"summary": "One"}, by=db_scope)

    first, again = (release(school=school, on=ON, by=db_scope) for _ in range(2))

    assert first.pk == again.pk
    assert AuditEvent.objects.filter(verb="careers page released").count() == 1


def test_a_release_says_what_changed(school, db_scope):
    edit_page(school=school, changes={"summary": "One"}, by=db_scope)
    release(school=school, on=ON, by=db_scope)
    edit_page(school=school, changes={"guidance": "Ask.", "leader_name": "Ottilie Wrenfield"}, by=db_scope)
    edit_statement(school=school, changes={"premises": "The hall."}, by=db_scope)

    changed = release(school=school, on=ON, by=db_scope).changed

    assert changed == [
        "the careers leader",
        "how to get personal guidance",
        "premises and facilities",
        "the contact for providers",
    ]


def test_nothing_written_is_not_released(school, db_scope):
    with pytest.raises(NotReleased):
        release(school=school, on=ON, by=db_scope)

    assert Publication.objects.count() == 0


@pytest.mark.parametrize("without", [Permission.PUBLISH, Permission.LEARNER_VIEW])
def test_a_release_needs_leave_to_publish_and_to_recognise_learners(school, db_scope, without):
    edit_page(school=school, changes={"summary": "One"}, by=db_scope)
    scope = scope_with(school, *(set(Permission) - {without}))

    with acting(scope), pytest.raises(NotPermitted):
        release(school=school, on=ON, by=scope)


def test_withdrawing_takes_the_older_releases_off_the_web_too(school, db_scope):
    for words in ("One", "Two"):
        edit_page(school=school, changes={"summary": words}, by=db_scope)
        release(school=school, on=ON, by=db_scope)

    withdraw(publication=standing_publication(school.pk), because="a wrong number", by=db_scope)

    assert released_page(school.slug) is None
    assert list(schools_with_pages()) == []
    assert set(Publication.objects.values_list("number", "withdrawn_because")) == {
        (1, "a wrong number"),
        (2, "a wrong number"),
    }


def test_a_withdrawn_page_may_be_released_again(school, db_scope):
    edit_page(school=school, changes={"summary": "One"}, by=db_scope)
    withdraw(publication=release(school=school, on=ON, by=db_scope), because="a mistake", by=db_scope)

    again = release(school=school, on=ON, by=db_scope)

    assert (again.number, released_page(school.slug)) == (2, again)


@pytest.mark.parametrize(
    ("title", "named"),
    [
        pytest.param("Mentoring with Zephyrine Quillfeather", ["Zephyrine Quillfeather"], id="a full name"),
        pytest.param("ZEPHYRINE  QUILLFEATHER's day", ["Zephyrine Quillfeather"], id="any case, spaces, a possessive"),
        pytest.param("With Zeph Quillfeather", ["Zeph Quillfeather"], id="the name they go by"),
        pytest.param("Visit for A123456789012", ["A123456789012"], id="what looks like a UPN"),
        pytest.param("The Quillfeather lecture", [], id="a family name alone"),
        pytest.param("Quillfeather, Zephyrine: interview", ["Zephyrine Quillfeather"], id="as a register has it"),
        pytest.param("Zephyrine, then Quillfeather Ltd", [], id="apart"),
    ],
)
def test_a_learner_cannot_be_named_in_a_title(school, db_scope, title, named):
    make_learner(school, given_name="Zephyrine", family_name="Quillfeather", preferred_name="Zeph", year_group=None)
    edit_page(school=school, changes={"summary": "One"}, by=db_scope)
    Audience.objects.create(activity=make_activity(school, title=title), what="year", value="9")
    make_learner(school, 5, year_group=9)

    if not named:
        assert release(school=school, on=ON, by=db_scope).number == 1
        return
    with pytest.raises(LearnersNamed) as refused:
        release(school=school, on=ON, by=db_scope)
    assert refused.value.names == named
    assert "Quillfeather" not in str(refused.value)


def test_a_firm_called_as_a_learner_is_may_be_said_to_be_one(school, db_scope):
    make_learner(school, given_name="Jonah", family_name="Lewisham")
    edit_page(school=school, changes={"summary": "We go to Jonah Lewisham, the bakers. A123456789012."}, by=db_scope)

    with pytest.raises(LearnersNamed) as refused:
        release(school=school, on=ON, known_not_learners=["Jonah Lewisham", "A123456789012"], by=db_scope)
    assert refused.value.names == ["A123456789012"]

    edit_page(school=school, changes={"summary": "We go to Jonah Lewisham, the bakers."}, by=db_scope)
    assert release(school=school, on=ON, known_not_learners=["Jonah Lewisham"], by=db_scope).number == 1


def test_the_careers_leader_may_be_called_as_a_learner_is(school, db_scope):
    make_learner(school, given_name="Ottilie", family_name="Wrenfield")
    edit_page(school=school, changes={"leader_name": "Ottilie Wrenfield"}, by=db_scope)

    assert release(school=school, on=ON, by=db_scope).number == 1


def test_an_activity_for_a_few_or_cancelled_is_not_listed(db_scope):
    school, _ = make_publishing_school()

    years = draft_content(school, on=ON).years

    assert [(y.year_group, [a.title for a in y.activities]) for y in years] == [
        (group, ["Careers fair", f"Taster day for Year {group}", "A week at work"]) for group in (8, 9, 10, 11)
    ]


def test_six_of_a_year_group_on_the_list_make_it_that_years_activity(school, db_scope):
    from tests.factories import attend

    learners = [make_learner(school, number, year_group=9) for number in range(6)]
    attend(make_activity(school, title="Five"), *learners[:5])
    attend(make_activity(school, title="Six", held_on=date(2026, 10, 8)), *learners)

    (year,) = draft_content(school, on=ON).years

    assert [(a.title, a.kinds, a.term) for a in year.activities] == [("Six", ("Meeting employers",), "Autumn term")]


def test_other_schools_activities_and_people_stay_out(db_scope):
    school, _ = make_publishing_school()
    other = make_school("Oakmoor School", urn="900002")
    Audience.objects.create(activity=make_activity(other, title="Theirs"), what="year", value="9")
    make_user("Someone Else", ("careers_leader", other))
    write_everything(school, db_scope)

    assert "Theirs" not in release(school=school, on=ON, by=db_scope).html
