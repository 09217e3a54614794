from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import attend, enrol, expect, make_activity, make_learner, make_school, make_user, scope_with
from waymark.access.models import AuditEvent
from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted, Scope
from waymark.ledger.actions.activities import cancel_activity, plan_activity
from waymark.ledger.actions.catching_up import plan_catch_up
from waymark.ledger.actions.groups import GroupRefused, change_group, make_group
from waymark.ledger.actions.registers import (
    AlreadyCorrected,
    correct_encounter,
    record_past_activity,
    take_register,
)
from waymark.ledger.models import Activity, Encounter, Expected, Touch
from waymark.ledger.queries import revision_of, standing_encounters
from waymark.ledger.queries.activities import facts_of
from waymark.ledger.queries.registers import missed_by, register_of
from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.rules.facts import ActivityFacts, ActivityRefused
from waymark.ledger.rules.registers import MarkRefused, ReasonNeeded

TALK = ActivityFacts(title="A talk", held_on=date(2026, 10, 7), kinds=("employer",))
DAY = date(2026, 11, 22)


@pytest.fixture
def school(db_scope):
    return make_school()


@pytest.fixture
def four(school):
    return [make_learner(school, number, year_group=9) for number in range(4)]


def standing(activity):
    return dict(standing_encounters().filter(activity=activity).values_list("learner_id", "status"))


def as_user(user, school):
    return Scope(who=user.name, user_id=user.pk, grants=scope_with(school).grants)


def test_take_register_makes_the_activity_done_and_fixes_its_list(school, four):
    a, b, c, _ = four
    activity = plan_activity(
        school=school, facts=TALK, audience=AudienceChoice(year_groups=(9,)), by=scope_with(school)
    )
    c.enrolments.update(to_on=date(2026, 9, 30))
    before = revision_of(school.pk)

    outcome = take_register(activity=activity, marks={a.pk: "attended", b.pk: "absent"}, by=scope_with(school))

    assert (outcome.added, outcome.corrected, outcome.unchanged, outcome.clashes) == (2, 0, 0, ())
    assert Activity.objects.get().state == Activity.State.DONE
    assert [line.learner_id for line in register_of(Activity.objects.get())] == [
        p.pk for p in sorted((a, b, four[3]), key=lambda p: (p.family_name, p.given_name))
    ]
    assert set(Touch.objects.filter(pk__gt=before).values_list("learner_id", flat=True)) == {a.pk, b.pk}


def test_take_register_twice_changes_nothing(school, four):
    activity = make_activity(school)
    marks = {learner.pk: "attended" for learner in four}
    take_register(activity=activity, marks=marks, by=scope_with(school))
    before = revision_of(school.pk)

    outcome = take_register(activity=activity, marks=marks, by=scope_with(school))

    assert (outcome.added, outcome.corrected, outcome.unchanged) == (0, 0, 4)
    assert revision_of(school.pk) == before
    assert AuditEvent.objects.filter(verb="register saved").count() == 1


def test_take_register_without_marks_leaves_the_activity_planned(school, four):
    activity = make_activity(school)

    take_register(activity=activity, marks={four[0].pk: ""}, by=scope_with(school))

    assert Activity.objects.get().state == Activity.State.PLANNED


def test_take_register_needs_a_reason_to_change_a_mark_and_saves_nothing_without(school, four):
    a, b, *_ = four
    activity = make_activity(school)
    take_register(activity=activity, marks={a.pk: "attended"}, by=scope_with(school))

    with pytest.raises(ReasonNeeded) as needed:
        take_register(activity=activity, marks={a.pk: "absent", b.pk: "attended"}, by=scope_with(school))

    assert needed.value.learner_ids == {a.pk}
    assert standing(activity) == {a.pk: "attended"}


def test_take_register_corrects_with_a_reason_and_keeps_the_wrong_mark(school, four):
    a, *_ = four
    activity = make_activity(school)
    take_register(activity=activity, marks={a.pk: "attended"}, by=scope_with(school))

    outcome = take_register(activity=activity, marks={a.pk: "absent"}, reason="Wrong line", by=scope_with(school))

    assert outcome.corrected == 1
    assert standing(activity) == {a.pk: "absent"}
    first, second = Encounter.objects.order_by("pk")
    assert (first.status, second.status, second.corrects, second.reason) == ("attended", "absent", first, "Wrong line")


def test_take_register_shows_both_marks_where_two_people_differ_and_saves_the_rest(school, four):
    a, b, c, d = four
    activity = make_activity(school)
    take_register(activity=activity, marks={d.pk: "absent"}, by=scope_with(school))
    seen = standing(activity)
    ann = make_user("Ann Field", ("teacher", school))
    take_register(
        activity=activity,
        marks={a.pk: "attended", b.pk: "attended", d.pk: "excused"},
        seen=seen,
        reason="A note came",
        by=as_user(ann, school),
    )

    outcome = take_register(
        activity=activity,
        marks={a.pk: "attended", b.pk: "absent", c.pk: "attended", d.pk: "absent"},
        seen=seen,
        by=scope_with(school),
    )

    assert (outcome.added, outcome.unchanged) == (1, 2)
    (clash,) = outcome.clashes
    assert (clash.learner_id, clash.mine, clash.theirs, clash.saved_by) == (b.pk, "absent", "attended", "Ann Field")
    assert standing(activity) == {a.pk: "attended", b.pk: "attended", c.pk: "attended", d.pk: "excused"}


def test_take_register_refuses_learners_of_another_school_and_cancelled_activities(school):
    stranger = make_learner(make_school("Other School", urn="900002"))
    activity = make_activity(school)

    with pytest.raises(MarkRefused):
        take_register(activity=activity, marks={stranger.pk: "attended"}, by=scope_with(school))
    cancel_activity(activity=activity, by=scope_with(school))
    with pytest.raises(ActivityRefused):
        take_register(activity=activity, marks={}, by=scope_with(school))


def test_take_register_needs_the_permission(school, four):
    governor = scope_with(school, Permission.FIGURES_VIEW)

    with pytest.raises(NotPermitted):
        take_register(activity=make_activity(school), marks={four[0].pk: "attended"}, by=governor)


def test_record_past_activity_is_done_with_its_marks(school, four):
    a, b, *_ = four

    activity = record_past_activity(
        school=school, facts=TALK, marks={a.pk: "attended", b.pk: "excused"}, by=scope_with(school)
    )

    assert activity.state == Activity.State.DONE
    assert standing(activity) == {a.pk: "attended", b.pk: "excused"}
    assert set(Expected.objects.values_list("learner_id", flat=True)) == {a.pk, b.pk}


def test_correct_encounter_refuses_one_corrected_before(school, four):
    (first,) = attend(make_activity(school), four[0])

    second = correct_encounter(encounter=first, status="absent", reason="Was ill", by=scope_with(school))
    again = correct_encounter(encounter=second, status="attended", reason="Came late", by=scope_with(school))

    assert (again.corrects, again.status) == (second, "attended")
    with pytest.raises(AlreadyCorrected):
        correct_encounter(encounter=first, status="excused", reason="No", by=scope_with(school))
    with pytest.raises(ReasonNeeded):
        correct_encounter(encounter=again, status="absent", reason="", by=scope_with(school))
    assert correct_encounter(encounter=again, status="attended", reason="", by=scope_with(school)) == again


def test_missed_by_names_why_and_what_they_had_since(school, four):
    absent, excused, unmarked, attended = four
    activity = make_activity(school, "employer", held_on=date(2026, 10, 7))
    activity.audiences.create(what="year", value="9")
    expect(activity, *four)
    attend(activity, absent, status="absent")
    attend(activity, excused, status="excused")
    attend(activity, attended)
    joined = make_learner(school, 5, year_group=None)
    enrol(joined, year_group=9, year=2026, from_on=date(2026, 11, 1))
    left = make_learner(school, 6, year_group=None)
    enrol(left, year_group=9, year=2026, to_on=date(2026, 10, 31))
    expect(activity, left)
    attend(make_activity(school, "employer", held_on=date(2026, 11, 3), title="Visit"), excused)
    attend(make_activity(school, "lmi", held_on=date(2026, 11, 3), title="Assembly"), absent)

    lines = missed_by(Activity.objects.get(pk=activity.pk), on=DAY)

    assert {line.learner_id: (line.why, line.since_title) for line in lines} == {
        absent.pk: ("absent", ""),
        excused.pk: ("excused", "Visit"),
        unmarked.pk: ("unmarked", ""),
        joined.pk: ("joined", ""),
    }


def test_those_who_attend_a_catch_up_are_off_the_list(school, four):
    absent, still_absent, *_ = four
    activity = record_past_activity(
        school=school, facts=TALK, marks={absent.pk: "absent", still_absent.pk: "absent"}, by=scope_with(school)
    )

    second = plan_catch_up(
        activity=activity, held_on=date(2026, 11, 10), learner_ids=[absent.pk, still_absent.pk], by=scope_with(school)
    )
    take_register(activity=second, marks={absent.pk: "attended", still_absent.pk: "absent"}, by=scope_with(school))

    assert [line.learner_id for line in missed_by(activity, on=DAY)] == [still_absent.pk]
    assert facts_of(second).title == "A talk (catch-up)"
    with pytest.raises(ActivityRefused):
        plan_catch_up(activity=activity, held_on=DAY, learner_ids=[], by=scope_with(school))


def test_register_of_asks_a_constant_number_of_queries(school, django_assert_num_queries):
    plan_activity(school=school, facts=TALK, audience=AudienceChoice(year_groups=(9,)), by=scope_with(school))
    make_learner(school, 1, year_group=9)
    with django_assert_num_queries(8):
        assert len(register_of(Activity.objects.get())) == 1
    make_learner(school, 2, year_group=9)
    make_learner(school, 3, year_group=9)

    with django_assert_num_queries(8):
        assert len(register_of(Activity.objects.get())) == 3


def test_groups_have_one_name_each_and_only_the_schools_own_learners(school, four):
    stranger = make_learner(make_school("Other School", urn="900002"))
    group = make_group(
        school=school, name=" Robotics  club ", learner_ids=[four[0].pk, stranger.pk], by=scope_with(school)
    )

    change_group(group=group, name="Robotics club", learner_ids=[four[1].pk], by=scope_with(school))

    assert list(group.members.values_list("learner_id", flat=True)) == [four[1].pk]
    with pytest.raises(GroupRefused):
        make_group(school=school, name="Robotics club", by=scope_with(school))
    with pytest.raises(GroupRefused):
        make_group(school=school, name=" ", by=scope_with(school))


MARKS = st.sampled_from(["", "attended", "absent", "excused"])
STEPS = st.lists(
    st.tuples(st.sampled_from(["register", "correct"]), st.lists(MARKS, min_size=3, max_size=3), st.booleans()),
    max_size=6,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_standing_marks_equal_a_plain_model_after_any_steps(school, steps):
    by = scope_with(school)
    activity = make_activity(school, title="Steps")
    people = [make_learner(school, number).pk for number in range(3)]
    model: dict[int, str] = {}
    rows = 0

    for step, said, with_reason in steps:
        marks = {pk: mark for pk, mark in zip(people, said, strict=True) if mark}
        if step == "correct":
            marks = {pk: mark for pk, mark in marks.items() if pk in model}
        changed = {pk for pk, mark in marks.items() if pk in model and model[pk] != mark}
        if step == "register" and changed and not with_reason:
            with pytest.raises(ReasonNeeded):
                take_register(activity=activity, marks=marks, by=by)
            continue
        if step == "register":
            take_register(activity=activity, marks=marks, reason="Put right", by=by)
        else:
            for pk, mark in marks.items():
                mark_now = standing_encounters().get(activity=activity, learner=pk)
                correct_encounter(encounter=mark_now, status=mark, reason="Put right", by=by)
        rows += len(changed) + len(marks.keys() - model.keys())
        model.update(marks)

    assert standing(activity) == model
    assert Encounter.objects.filter(activity=activity).count() == rows
