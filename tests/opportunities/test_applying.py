"""Applications: every move by the table and by nobody else, drafts shown to nobody, copies that stay as sent."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_user, scope_with
from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted, Scope, acting, everything
from waymark.opportunities.actions.accounts import applicant_of
from waymark.opportunities.actions.applying import (
    draft_application,
    expire_offers,
    keep_form,
    keep_paper,
    move_application,
    move_own,
    open_desk,
    submit_application,
)
from waymark.opportunities.actions.endorsing import ask_endorsement, give_endorsement
from waymark.opportunities.models import Application, ApplicationMove
from waymark.opportunities.queries.applying import own_application, own_applications, places_offered_to
from waymark.opportunities.rules.applying import MOVES, OFFERS, Mover, MoveRefused, State, check_move, moves_for
from waymark.opportunities.rules.link_secrets import secret_of
from waymark.places.actions import add_place
from waymark.places.models import Kind
from waymark.post.models import Letter

pytestmark = pytest.mark.django_db
ON, AT = date(2026, 11, 28), datetime(2026, 11, 28, 10, tzinfo=UTC)
FILLED = {"given_name": "Ada", "family_name": "Sample", "born_on": date(2010, 3, 4), "address": "1 Mill Lane",
          "postcode": "GU1 1AA", "education": [["Maths", "GCSE", "6"]], "statement": "I like engines."}  # fmt: skip


@pytest.fixture
def college(db):
    return add_place(kind=Kind.COLLEGE, name="Tideway College", ukprn="10000099", slug="tideway", setting="college")


@pytest.fixture
def ada(db):
    user = make_user("Ada Sample")
    return Scope(who=user.name, user_id=user.pk), user


@pytest.fixture
def desk(college):
    by = scope_with(college, Permission.APPLICATIONS_VIEW)
    with acting(by):
        return open_desk(provider=college, opens_on=ON, closes_on=ON + timedelta(days=60), by=by)


@pytest.fixture
def sent(ada, desk):
    by, user = ada
    with acting(by):
        applicant = applicant_of(user=user, by=by)
        keep_form(applicant=applicant, said=FILLED, at=AT, by=by)
        draft = draft_application(applicant=applicant, desk=desk, course="Engineering", on=ON, by=by)
        return submit_application(application=draft, on=ON, at=AT, by=by)


def provider(college):
    return scope_with(college, Permission.APPLICATIONS_VIEW)


def move(college, application, to, **said):
    with acting(provider(college)) as by:
        return move_application(application=application, to=to, on=ON, at=AT, by=by, **said)


def test_every_way_of_the_issue_is_in_the_table_and_ends_have_none():
    assert {state for state, ways in MOVES.items() if not ways} == {
        State.DECLINED, State.WITHDRAWN, State.REJECTED, State.EXPIRED,
    }  # fmt: skip
    assert set(MOVES) == set(State) == {State.DRAFT} | {to for ways in MOVES.values() for to in ways}
    assert moves_for(State.OFFER, Mover.APPLICANT) == (State.ACCEPTED, State.DECLINED, State.WITHDRAWN)
    assert moves_for(State.OFFER, Mover.PROVIDER) == ()
    assert moves_for(State.OFFER, Mover.TIME) == (State.EXPIRED,)


def test_a_draft_is_shown_to_nobody_and_what_was_sent_stays_as_it_was(ada, college, desk, sent):
    by, user = ada
    with acting(by):
        draft_application(applicant=sent.applicant, desk=desk, course="Welding", on=ON, by=by)
        keep_form(applicant=sent.applicant, said={"statement": "I changed my mind."}, at=AT, by=by)
    with acting(provider(college)):
        seen = list(Application.objects.all())

    assert [(each.course, each.sent["statement"]) for each in seen] == [("Engineering", "I like engines.")]
    assert {each.course for each in own_applications(user)} == {"Engineering", "Welding"}


def test_nobody_acts_on_anothers_form_nor_sees_it(ada, desk, sent):
    other = make_user("Bo Other")
    them = Scope(who=other.name, user_id=other.pk)

    assert own_application(other, sent.public_id) is None
    with acting(them):
        for act in (
            lambda: keep_form(applicant=sent.applicant, said={"statement": "x"}, at=AT, by=them),
            lambda: move_own(application=sent, to="withdrawn", on=ON, at=AT, by=them),
            lambda: draft_application(applicant=sent.applicant, desk=desk, course="x", on=ON, by=them),
            lambda: move_application(application=sent, to="viewed", on=ON, at=AT, by=them),
        ):
            with pytest.raises(NotPermitted):
                act()


def test_another_provider_sees_and_moves_nothing(college, sent):
    stranger = add_place(kind=Kind.PROVIDER, name="Elsewhere Training", slug="elsewhere")
    with acting(provider(stranger)) as by:
        assert list(Application.objects.all()) == []
        assert list(ApplicationMove.objects.all()) == []
        with pytest.raises(NotPermitted):
            move_application(application=sent, to="viewed", on=ON, at=AT, by=by)


def test_an_unfinished_form_cannot_be_sent_and_says_what_it_lacks(ada, desk):
    by, user = ada
    with acting(by):
        applicant = applicant_of(user=user, by=by)
        draft = draft_application(applicant=applicant, desk=desk, course="Engineering", on=ON, by=by)
        with pytest.raises(MoveRefused, match="your given name, your family name, your date of birth"):
            submit_application(application=draft, on=ON, at=AT, by=by)


def test_not_before_nor_after_the_days_the_provider_says(ada, desk):
    by, user = ada
    with acting(by):
        applicant = applicant_of(user=user, by=by)
        keep_form(applicant=applicant, said=FILLED, at=AT, by=by)
        with pytest.raises(MoveRefused, match="28 November to 27 January"):
            draft_application(applicant=applicant, desk=desk, course="x", on=ON - timedelta(days=1), by=by)
        draft = draft_application(applicant=applicant, desk=desk, course="x", on=ON, by=by)
        with pytest.raises(MoveRefused, match="until 27 January 2027"):
            submit_application(application=draft, on=ON + timedelta(days=61), at=AT, by=by)


def test_one_application_going_on_for_a_course(ada, desk, sent):
    by, _ = ada
    with acting(by):
        with pytest.raises(MoveRefused, match="already"):
            draft_application(applicant=sent.applicant, desk=desk, course="Engineering", on=ON, by=by)
        move_own(application=sent, to="withdrawn", on=ON, at=AT, by=by)

        assert draft_application(applicant=sent.applicant, desk=desk, course="Engineering", on=ON, by=by).pk


def test_an_offer_on_conditions_is_told_accepted_and_kept(ada, college, sent):
    by, user = ada
    move(college, sent, "viewed")
    with pytest.raises(MoveRefused, match="what the conditions are"):
        move(college, sent, "conditional_offer")
    move(college, sent, "conditional_offer", words="Grade 5 in maths")
    with acting(by):
        own = own_application(user, sent.public_id)
        move_own(application=own.application, to="accepted", on=ON, at=AT, by=by)
    with acting(everything("test")):
        letters = list(Letter.objects.values_list("to", "subject", "text"))

    assert (own.application.conditions, own.application.offer_until) == ("Grade 5 in maths", date(2026, 12, 26))
    assert [each.to_state for each in own_application(user, sent.public_id).moves] == [
        "submitted", "viewed", "conditional_offer", "accepted",
    ]  # fmt: skip
    assert len(letters) == 1  # that it is being read is not worth a letter
    assert letters[0][0] == user.email
    assert "Grade 5 in maths" in letters[0][2]


def test_offers_run_out_and_cannot_be_accepted_after(ada, college, sent):
    by, user = ada
    move(college, sent, "viewed")
    move(college, sent, "offer", offer_until=ON + timedelta(days=3))
    late = ON + timedelta(days=4)
    with acting(by), pytest.raises(MoveRefused, match="stood until 1 December 2026"):
        move_own(application=sent, to="accepted", on=late, at=AT, by=by)
    with acting(everything("night")) as night:
        assert expire_offers(on=ON + timedelta(days=3), at=AT, by=night) == 0
        assert expire_offers(on=late, at=AT, by=night) == 1
        assert expire_offers(on=late, at=AT, by=night) == 0
    assert own_application(user, sent.public_id).application.state == "expired"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.lists(st.tuples(st.sampled_from(list(State)), st.sampled_from(list(Mover))), max_size=12))
def test_the_table_alone_decides(asked):
    """Whatever anybody asks in whatever order: a move is made if and only if the table has it for that mover."""
    state = State.DRAFT
    for to, mover in asked:
        allowed = MOVES[state].get(to) is mover
        try:
            state = check_move(state, to, mover)
        except MoveRefused:
            assert not allowed
        else:
            assert allowed
    assert state in State


def test_two_at_the_provider_at_once_the_second_is_told(college, sent):
    move(college, sent, "viewed")
    move(college, sent, "rejected", words="The course is full.")

    with pytest.raises(MoveRefused, match="is now “No place offered”"):
        move(college, sent, "offer")


def test_a_reference_is_asked_for_given_once_and_goes_with_what_is_sent_after(ada, college, desk, sent):
    by, _ = ada
    with acting(by):
        asked = ask_endorsement(applicant=sent.applicant, name="Mo Teacher", email="mo@example.org", by=by)
    kind, _, name = asked.letter.about.partition(" ")
    token = secret_of(kind, name)

    assert give_endorsement(token="wrong", text="x", at=AT, by=by) is False
    assert give_endorsement(token=token, text="Reliable.", at=AT, by=by) is True
    assert give_endorsement(token=token, text="Again.", at=AT, by=by) is False
    with acting(by):
        later = draft_application(applicant=sent.applicant, desk=desk, course="Welding", on=ON, by=by)
        sent_later = submit_application(application=later, on=ON, at=AT, by=by)
    assert sent.sent["references"] == []
    assert sent_later.sent["references"] == [{"name": "Mo Teacher", "text": "Reliable."}]


def test_documents_are_looked_at_before_they_are_kept(ada, sent):
    from waymark.intake.reading import FileRefused

    by, _ = ada
    with acting(by):
        with pytest.raises(FileRefused):
            keep_paper(applicant=sent.applicant, title="Virus", content=b"MZ\x00\x01", filename="a.exe", by=by)
        kept = keep_paper(
            applicant=sent.applicant, title="Notes", content=b"First aid, 2026", filename="notes.txt", by=by
        )
    assert (kept.media, kept.size) == ("txt", 15)


def test_a_school_sees_offers_only_of_those_who_let_it(ada, college, sent):
    from tests.factories import make_school

    by, _ = ada
    school = make_school()
    move(college, sent, "viewed")
    move(college, sent, "offer")
    with acting(by):
        keep_form(applicant=sent.applicant, said={"school": school}, at=AT, by=by)
        assert places_offered_to(school) == ()
        keep_form(applicant=sent.applicant, said={"school_may_see": True}, at=AT, by=by)
    found = places_offered_to(school)

    assert [(each.given_name, each.provider, each.state) for each in found] == [("Ada", "Tideway College", "offer")]
    assert State.OFFER in OFFERS
