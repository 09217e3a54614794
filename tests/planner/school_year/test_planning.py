"""Putting activities on the plan and moving them."""

from datetime import date, time

import pytest

from tests.factories import make_learner, make_school, make_user, scope_with
from waymark.access.models import AuditEvent
from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted
from waymark.ledger.actions.settings import close_day
from waymark.ledger.models import Activity, Expected, Learner
from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.rules.facts import ActivityFacts, ActivityRefused
from waymark.planner.actions.school_year import Blocked, Planning, add_to_plan, move_planned, say_planning
from waymark.planner.models import Busy, ClashRule, Move
from waymark.planner.queries.clashing import clashes_at, clashes_of
from waymark.planner.queries.school_year import entries_of

FAIR = ActivityFacts(title="Careers fair", held_on=date(2027, 3, 9), kinds=("employer",))
YEAR_9 = AudienceChoice(year_groups=(9,))


@pytest.fixture
def school(db_scope):
    school = make_school()
    for number in range(3):
        make_learner(school, number)
    return school


def test_an_activity_is_planned_with_what_it_needs(school, db_scope):
    robin = make_user("Robin Marsh", ("teacher", school))
    stranger = make_user("Una Reed")
    planning = Planning(starts=time(9), ends=time(11), rooms=("Hall", " "), staff=("Ms Okoro",),
                        people=(robin.pk, stranger.pk), most_staff=1)  # fmt: skip

    add_to_plan(school=school, facts=FAIR, audience=YEAR_9, planning=planning, by=db_scope)

    (entry,) = entries_of(school, 2026)
    assert (entry.title, entry.held_on, entry.first_on) == ("Careers fair", date(2027, 3, 9), date(2027, 3, 9))
    assert (entry.year_groups, entry.listed) == ((9,), 3)
    assert (entry.rooms, entry.staff, entry.people) == (("Hall",), ("Ms Okoro", "Robin Marsh"), (robin.pk,))
    assert (entry.most_rooms, entry.most_staff) == (1, 2)


def test_a_move_is_kept_and_the_first_day_stays(school, db_scope):
    late = make_learner(school, 7, year_group=None)
    activity = add_to_plan(school=school, facts=FAIR, audience=YEAR_9, by=db_scope)
    late.enrolments.create(organisation=school, academic_year=2026, year_group=9, from_on=date(2027, 3, 15))

    move_planned(activity=activity, to_on=date(2027, 3, 16), by=db_scope)
    move_planned(activity=activity, to_on=date(2027, 3, 16), by=db_scope)
    move_planned(activity=activity, to_on=date(2027, 3, 18), by=db_scope)

    (entry,) = entries_of(school, 2026)
    assert (entry.first_on, entry.held_on, entry.is_moved) == (date(2027, 3, 9), date(2027, 3, 18), True)
    assert list(Move.objects.values_list("from_on", "to_on")) == [
        (date(2027, 3, 9), date(2027, 3, 16)),
        (date(2027, 3, 16), date(2027, 3, 18)),
    ]
    assert (
        Expected.objects.filter(activity=activity).count() == 4
    )  # who joined in between is on the list of the new day
    assert AuditEvent.objects.filter(verb="planned activity moved").count() == 2


def test_a_day_that_is_not_allowed_refuses_the_move_whole(school, db_scope):
    activity = add_to_plan(school=school, facts=FAIR, audience=YEAR_9, by=db_scope)
    close_day(school=school, on=date(2027, 3, 10), reason="INSET day", by=db_scope)

    with pytest.raises(Blocked, match="closed that day: INSET day"):
        move_planned(activity=activity, to_on=date(2027, 3, 10), by=db_scope)

    assert Activity.objects.get().held_on == date(2027, 3, 9)
    assert Move.objects.count() == 0


def test_severities_are_the_school_s(school, db_scope):
    Busy.objects.create(organisation=school, what="exams", title="Mocks", from_on=FAIR.held_on, to_on=FAIR.held_on,
                        year_groups=[9])  # fmt: skip
    activity = add_to_plan(school=school, facts=FAIR, audience=YEAR_9, by=db_scope)
    assert [(c.sort, c.severity) for c in clashes_at(activity)] == [("exams", "warn")]
    assert list(clashes_of(school, 2026, entries_of(school, 2026))) == [activity.pk]

    ClashRule.objects.create(organisation=school, sort="exams", severity="block")
    say_planning(activity=activity, planning=Planning(starts=time(9), ends=time(10)), by=db_scope)  # it stood there
    with pytest.raises(Blocked):
        add_to_plan(school=school, facts=FAIR, audience=YEAR_9, by=db_scope)

    ClashRule.objects.update(severity="ignore")
    assert clashes_at(activity) == ()


def test_two_for_one_year_are_in_each_other_s_way_where_their_lists_share_somebody(school, db_scope):
    first, second, third = Learner.objects.order_by("pk").values_list("pk", flat=True)

    def planned(*learners):
        return add_to_plan(school=school, facts=FAIR, audience=AudienceChoice(learners=learners), by=db_scope)

    one, two = planned(first), planned(second, third)
    assert (clashes_at(one), clashes_at(two)) == ((), ())
    three = planned(third)

    assert (clashes_at(one), [clash.sort for clash in clashes_at(two)]) == ((), ["year_group"])
    assert list(clashes_of(school, 2026, entries_of(school, 2026))) == [two.pk, three.pk]


def test_a_room_taken_already_is_refused_where_that_is_not_allowed(school, db_scope):
    ClashRule.objects.create(organisation=school, sort="room", severity="block")
    add_to_plan(school=school, facts=FAIR, planning=Planning(rooms=("Hall",)), by=db_scope)
    talk = add_to_plan(school=school, facts=FAIR, by=db_scope)

    with pytest.raises(Blocked, match="hall is also needed"):
        say_planning(activity=talk, planning=Planning(rooms=("hall",)), by=db_scope)


def test_what_is_done_is_not_moved_and_hours_make_sense(school, db_scope):
    activity = add_to_plan(school=school, facts=FAIR, by=db_scope)
    with pytest.raises(ActivityRefused):
        say_planning(activity=activity, planning=Planning(starts=time(9)), by=db_scope)
    with pytest.raises(ActivityRefused):
        say_planning(activity=activity, planning=Planning(starts=time(9), ends=time(9)), by=db_scope)
    Activity.objects.update(state="done")
    with pytest.raises(ActivityRefused):
        move_planned(activity=activity, to_on=date(2027, 3, 16), by=db_scope)


def test_only_who_keeps_the_plan_may(school, db_scope):
    activity = add_to_plan(school=school, facts=FAIR, by=db_scope)
    others = scope_with(school, *(each for each in Permission if each != Permission.PLAN_WRITE))
    for act in (
        lambda: add_to_plan(school=school, facts=FAIR, by=others),
        lambda: say_planning(activity=activity, planning=Planning(), by=others),
        lambda: move_planned(activity=activity, to_on=date(2027, 3, 16), by=others),
    ):
        with pytest.raises(NotPermitted):
            act()
