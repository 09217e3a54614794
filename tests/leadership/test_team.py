"""The careers team: who leads, one at a time; what makes an adviser; leaving, and having one's name taken out."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_school, make_user, scope_with
from waymark.access.models import AuditEvent
from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted, Scope
from waymark.leadership.actions import TeamRefused
from waymark.leadership.actions.leading import begin_leading, end_leading, log_meeting, name_governor
from waymark.leadership.actions.team import (
    AdviserFacts,
    add_member,
    change_member,
    end_member,
    erase_member,
    keep_adviser,
    set_target,
)
from waymark.leadership.actions.training import TrainingFacts, log_training
from waymark.leadership.models import LeaderTerm, TeamMember, Training
from waymark.leadership.queries import (
    careers_leader_on,
    cpd_of,
    former_leaders,
    is_trained_to_lead,
    link_governor_on,
    members_of,
    running_out,
)
from waymark.leadership.rules.qualifications import (
    Registered,
    guidance_level_of,
    hours_wanted,
    qualifications,
    standing_on_register,
)

ON = date(2026, 11, 22)
BEGUN = date(2024, 9, 1)


@pytest.fixture
def school(db_scope):
    return make_school()


@pytest.fixture
def by(school):
    return scope_with(school)


@pytest.fixture
def robin(school, by):
    return add_member(school=school, name="Robin Marsh", job="Head of sixth form", begun_on=BEGUN, by=by)


@pytest.fixture
def sam(school, by):
    return add_member(school=school, name="Sam Reed", begun_on=date(2026, 9, 1), by=by)


def _leads(member, on, by):
    return begin_leading(member=member, on=on, hours_a_week=Decimal("7.5"), reports_to="Deputy headteacher", by=by)


def test_a_new_leader_ends_the_one_before_on_the_day_before(school, by, robin, sam):
    _leads(robin, BEGUN, by)
    _leads(sam, date(2026, 11, 1), by)

    assert careers_leader_on(school, date(2026, 10, 31)).member == robin
    assert careers_leader_on(school, date(2026, 11, 1)).member == sam
    assert [(past.member.name, past.ended_on) for past in former_leaders(school, on=ON)] == [
        ("Robin Marsh", date(2026, 10, 31))
    ]


def test_nobody_takes_over_before_the_other_began(by, robin, sam):
    _leads(robin, date(2026, 10, 1), by)

    with pytest.raises(TeamRefused, match="before the careers leader of today began"):
        _leads(sam, date(2026, 10, 1), by)
    assert LeaderTerm.objects.filter(ended_on=None).get().member == robin


def test_somebody_not_yet_in_the_team_does_not_lead_it(by, sam):
    with pytest.raises(TeamRefused, match="was not in the team"):
        _leads(sam, BEGUN, by)


def test_who_leads_cannot_leave_until_somebody_else_does(by, robin):
    term = _leads(robin, BEGUN, by)

    with pytest.raises(TeamRefused, match="They lead careers"):
        end_member(member=robin, on=ON, by=by)
    end_leading(term=term, on=ON, by=by)

    assert end_member(member=robin, on=ON, by=by).ended_on == ON


@given(days=st.lists(st.integers(min_value=0, max_value=400), min_size=1, max_size=8))
def test_standing_on_a_register_is_by_the_day(days):
    """The last day still counts, sixty days before it a reminder begins, and the day after it is out."""
    for left in days:
        expires = ON + timedelta(days=left)
        said = standing_on_register("registered", expires, on=ON)
        assert said is (Registered.ENDING if left <= 60 else Registered.STANDING)
        assert standing_on_register("registered", ON - timedelta(days=left + 1), on=ON) is Registered.EXPIRED
    assert standing_on_register("registered", None, on=ON) is Registered.UNDATED
    assert standing_on_register("none", ON, on=ON) is Registered.NOT


def test_which_qualifications_count_for_guidance():
    assert {code: guidance_level_of(code) for code in qualifications()} == {
        "level4-diploma": 4,
        "level6-diploma": 6,
        "level6-leadership": 0,
        "level7-qcd": 7,
        "level7-qcg": 7,
        "level7-postgraduate": 7,
        "none": 0,
    }
    assert guidance_level_of("something else") == 0


@pytest.mark.parametrize(
    ("register", "name", "target", "wanted"),
    [
        pytest.param("registered", "rcdp", 10, 25, id="the register asks more than the school"),
        pytest.param("registered", "rcdp", 40, 40, id="the school asks more than the register"),
        pytest.param("applied", "rcdp", 10, 10, id="not on it yet"),
        pytest.param("none", "", 0, 0, id="nothing wanted"),
    ],
)
def test_hours_wanted(register, name, target, wanted):
    assert hours_wanted(register, name, target) == wanted


def test_hours_count_in_the_year_in_which_they_were_finished(school, by, robin):
    set_target(school=school, hours=6, by=by)
    for title, finished, minutes in (
        ("A day", date(2026, 9, 1), 300),
        ("An hour", ON, 60),
        ("Last year's", date(2026, 8, 31), 600),
        ("Tomorrow's", ON + timedelta(days=1), 600),
    ):
        log_training(member=robin, facts=TrainingFacts(title, finished_on=finished, minutes=minutes), by=by)

    (hours,) = cpd_of(school, 2026, on=ON)

    assert (hours.minutes, hours.wanted_hours, hours.is_enough) == (360, 6, True)


def test_trained_to_lead_is_finished_training_for_the_role(by, robin):
    facts = TrainingFacts("Careers leader course", for_leading=True, state=Training.State.UNDER_WAY)
    log_training(member=robin, facts=facts, by=by)
    assert is_trained_to_lead(robin, on=ON) is None

    log_training(member=robin, facts=TrainingFacts("A course", for_leading=True, finished_on=ON), by=by)

    assert is_trained_to_lead(robin, on=ON - timedelta(days=1)) is None
    assert is_trained_to_lead(robin, on=ON).title == "A course"


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"finished_on": None}, "on which day it was finished"),
        ({"state": "planned"}, "Only training that is finished"),
        ({"begun_on": ON + timedelta(days=1)}, "before it began"),
        ({"level": 9}, "level is from 1 to 8"),
        ({"title": "  "}, "Give a title"),
        ({"certificate": "nothing"}, "kept under Evidence"),
    ],
)
def test_training_that_cannot_be_is_refused(by, robin, facts, message):
    with pytest.raises(TeamRefused, match=message):
        log_training(member=robin, facts=TrainingFacts(**{"title": "A course", "finished_on": ON} | facts), by=by)
    assert Training.objects.count() == 0


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        pytest.param({"register_expires_on": ON + timedelta(days=60)}, [ON + timedelta(days=60)], id="in sixty days"),
        pytest.param({"register_expires_on": ON + timedelta(days=61)}, [], id="in sixty-one"),
        pytest.param({"register_expires_on": ON - timedelta(days=1)}, [ON - timedelta(days=1)], id="yesterday"),
        pytest.param({"register_checked_on": ON - timedelta(days=366)}, [ON - timedelta(days=1)], id="long unseen"),
        pytest.param({"safeguarding_on": ON - timedelta(days=365)}, [ON], id="safeguarding a year ago"),
    ],
)
def test_what_runs_out(school, by, robin, facts, due):
    said = AdviserFacts(register="registered", register_name="rcdp", **facts)
    keep_adviser(member=robin, facts=said, by=by)

    assert [each.due for each in running_out(school, on=ON)] == due
    end_member(member=robin, on=ON, by=by)
    assert running_out(school, on=ON) == []


def test_an_external_adviser_has_an_employer(by, robin):
    with pytest.raises(TeamRefused, match="who employs them"):
        keep_adviser(member=robin, facts=AdviserFacts(is_external=True), by=by)


def test_a_name_is_taken_out_only_of_somebody_who_left(school, by, robin):
    _leads(robin, BEGUN, by)
    with pytest.raises(TeamRefused, match="still in the team"):
        erase_member(member=robin, reason="They asked.", by=by)
    end_leading(term=LeaderTerm.objects.get(), on=date(2026, 7, 31), by=by)
    log_training(member=robin, facts=TrainingFacts("Robin's own course", finished_on=ON, minutes=90), by=by)
    keep_adviser(
        member=robin,
        facts=AdviserFacts(register="registered", register_name="rcl", register_number="AB12", dbs_checked_on=BEGUN),
        by=by,
    )
    end_member(member=robin, on=date(2026, 7, 31), by=by)

    erase_member(member=robin, reason="They asked.", by=by)

    kept = [str(list(model.objects.values())) for model in (TeamMember, LeaderTerm, Training, type(robin.adviser))]
    assert [text for text in kept if "Robin" in text or "AB12" in text] == []
    assert Training.objects.get().minutes == 90
    assert [past.member.name for past in former_leaders(school, on=ON)] == ["Former colleague"]


def test_an_account_is_one_member(school, by):
    user = make_user("Robin Marsh", ("careers_leader", school))
    add_member(school=school, name="Robin Marsh", begun_on=BEGUN, user=user, by=by)

    with pytest.raises(TeamRefused, match="in the team already"):
        add_member(school=school, name="Robin", begun_on=BEGUN, user=user, by=by)
    with pytest.raises(TeamRefused, match="has a role at this school"):
        add_member(school=school, name="Pat", begun_on=BEGUN, user=make_user("Pat Moss"), by=by)


def test_a_member_cannot_join_after_they_led(by, robin):
    _leads(robin, BEGUN, by)

    with pytest.raises(TeamRefused, match="after they began to lead"):
        change_member(member=robin, name="Robin", job="", begun_on=ON, by=by)


def test_link_governors_follow_one_another_and_meet_in_their_time(school, by):
    first = name_governor(school=school, name="Greta Vane", on=BEGUN, by=by)
    name_governor(school=school, name="Piers Holt", on=ON, by=by)
    first.refresh_from_db()

    assert link_governor_on(school, ON).name == "Piers Holt"
    assert link_governor_on(school, ON - timedelta(days=1)) == first
    with pytest.raises(TeamRefused, match="was not link governor on that day"):
        log_meeting(governor=first, held_on=ON, what="visit", about="A lesson", by=by)


def test_the_trail_names_nobody(school, by, robin):
    end_member(member=robin, on=ON, by=by)
    erase_member(member=robin, reason="They asked.", by=by)

    assert "Robin" not in str(list(AuditEvent.objects.values()))


def test_who_may_not_keep_the_record_changes_nothing(school, robin):
    for by in (Scope(who="x"), scope_with(school, Permission.STAFF_VIEW)):
        with pytest.raises(NotPermitted):
            add_member(school=school, name="X", begun_on=ON, by=by)
        with pytest.raises(NotPermitted):
            erase_member(member=robin, reason="x", by=by)


def test_another_school_sees_nobody(school, robin, acting_as):
    acting_as(scope_with(make_school("Oakmoor School", urn="900002")))

    assert list(members_of(school)) == []
