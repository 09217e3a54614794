from dataclasses import replace
from datetime import date

import pytest

from tests.factories import enrol, make_learner, make_school, scope_with
from waymark.access.models import AuditEvent
from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted
from waymark.ledger.actions.activities import (
    amend_activity,
    cancel_activity,
    change_planned_activity,
    copy_to_next_year,
    plan_activity,
)
from waymark.ledger.actions.audiences import renew_expected, set_audience
from waymark.ledger.actions.groups import close_group, make_group
from waymark.ledger.actions.registers import take_register
from waymark.ledger.models import Activity, Amendment, Expected, Touch
from waymark.ledger.queries import revision_of
from waymark.ledger.queries.activities import audience_of, facts_of
from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.rules.facts import ActivityFacts, ActivityRefused

FAIR = ActivityFacts(
    title="Careers fair",
    held_on=date(2026, 11, 12),
    kinds=("employer", "provider"),
    provider_kind="fe_college",
    benchmarks=("gb5", "gb7"),
    minutes=120,
    two_way=True,
)


@pytest.fixture
def school(db_scope):
    return make_school()


def listed(activity):
    return set(Expected.objects.filter(activity=activity).values_list("learner_id", "by_name"))


def test_plan_activity_lists_those_on_roll_on_its_day(school):
    nine = make_learner(school, 1, year_group=9)
    joined_later = make_learner(school, 2, year_group=None)
    enrol(joined_later, year_group=9, year=2026, from_on=date(2026, 11, 13))
    left = make_learner(school, 3, year_group=None)
    enrol(left, year_group=9, year=2026, to_on=date(2026, 11, 11))
    in_form = make_learner(school, 4, year_group=10, form="10B")
    named = make_learner(school, 5, year_group=11)
    make_learner(school, 6, year_group=11)
    grouped = make_learner(school, 7, year_group=8)
    group = make_group(school=school, name="Young carers", learner_ids=[grouped.pk], by=scope_with(school))
    audience = AudienceChoice(year_groups=(9,), forms=("10B",), groups=(group.public_id,), learners=(named.pk,))

    activity = plan_activity(school=school, facts=FAIR, audience=audience, by=scope_with(school))

    assert listed(activity) == {(nine.pk, False), (in_form.pk, False), (grouped.pk, False), (named.pk, True)}
    assert facts_of(activity) == FAIR
    assert audience_of(activity) == audience
    assert AuditEvent.objects.get(verb="activity planned").details == {"listed": 4}


def test_plan_activity_leaves_out_learners_of_another_school(school):
    stranger = make_learner(make_school("Other School", urn="900002"))

    activity = plan_activity(
        school=school, facts=FAIR, audience=AudienceChoice(learners=(stranger.pk,)), by=scope_with(school)
    )

    assert listed(activity) == set()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"title": "  "}, "title"),
        ({"kinds": ()}, "kinds"),
        ({"kinds": ("picnic",)}, "kinds"),
        ({"provider_kind": ""}, "provider_kind"),
        ({"kinds": ("guidance",), "adviser_level": None}, "adviser_level"),
        ({"adviser_level": 9}, "adviser_level"),
        ({"sector": "Z"}, "sector"),
        ({"minutes": -1}, "minutes"),
        ({"mode": "by post"}, "mode"),
        ({"benchmarks": ("=1+1",)}, "benchmarks"),
        ({"title": "x" * 201}, "title"),
    ],
)
def test_plan_activity_refuses_facts_that_cannot_be(school, change, name):
    with pytest.raises(ActivityRefused) as refused:
        plan_activity(school=school, facts=replace(FAIR, **change), by=scope_with(school))

    assert list(refused.value.faults) == [name]
    assert not Activity.objects.exists()


def test_plan_activity_refuses_a_reference_used_before(school):
    plan_activity(school=school, facts=replace(FAIR, school_reference="A1"), by=scope_with(school))

    with pytest.raises(ActivityRefused) as refused:
        plan_activity(school=school, facts=replace(FAIR, school_reference="A1"), by=scope_with(school))

    assert list(refused.value.faults) == ["school_reference"]


def test_teachers_take_registers_but_do_not_plan(school):
    teacher = scope_with(school, Permission.LEARNER_VIEW, Permission.REGISTER_TAKE, Permission.FIGURES_VIEW)

    with pytest.raises(NotPermitted):
        plan_activity(school=school, facts=FAIR, by=teacher)


def test_change_planned_activity_makes_its_list_afresh(school):
    make_learner(school, 1, year_group=9)
    ten = make_learner(school, 2, year_group=10)
    activity = plan_activity(
        school=school, facts=FAIR, audience=AudienceChoice(year_groups=(9,)), by=scope_with(school)
    )
    moved = replace(FAIR, kinds=("employer",), held_on=date(2026, 12, 1))

    changed = change_planned_activity(
        activity=activity, facts=moved, audience=AudienceChoice(year_groups=(10,)), by=scope_with(school)
    )

    assert facts_of(changed) == moved
    assert listed(activity) == {(ten.pk, False)}
    assert AuditEvent.objects.get(verb="planned activity changed").details["changed"] == ["held_on", "kinds"]


def test_change_planned_activity_refuses_one_already_done(school):
    learner = make_learner(school)
    activity = plan_activity(school=school, facts=FAIR, by=scope_with(school))
    take_register(activity=activity, marks={learner.pk: "attended"}, by=scope_with(school))

    with pytest.raises(ActivityRefused):
        change_planned_activity(activity=activity, facts=replace(FAIR, minutes=5), by=scope_with(school))
    with pytest.raises(ActivityRefused):
        set_audience(activity=activity, audience=AudienceChoice(year_groups=(9,)), by=scope_with(school))
    with pytest.raises(ActivityRefused):
        cancel_activity(activity=activity, by=scope_with(school))


def test_renew_expected_follows_the_roll_and_keeps_those_named(school):
    named = make_learner(school, 1, year_group=11)
    stays = make_learner(school, 2, year_group=9)
    leaves = make_learner(school, 3, year_group=9)
    activity = plan_activity(
        school=school,
        facts=FAIR,
        audience=AudienceChoice(year_groups=(9,), learners=(named.pk,)),
        by=scope_with(school),
    )
    leaves.enrolments.update(to_on=date(2026, 10, 1))
    joins = make_learner(school, 4, year_group=9)

    lists = renew_expected(school=school, from_day=date(2026, 11, 1), by=scope_with(school))

    assert lists == 1
    assert listed(activity) == {(named.pk, True), (stays.pk, False), (joins.pk, False)}


def test_cancel_activity_keeps_it_in_the_list(school):
    activity = plan_activity(school=school, facts=FAIR, by=scope_with(school))

    cancel_activity(activity=activity, reason="Snow", by=scope_with(school))
    cancel_activity(activity=activity, reason="Snow", by=scope_with(school))

    assert Activity.objects.get().state == Activity.State.CANCELLED
    assert AuditEvent.objects.filter(verb="activity cancelled").count() == 1


def test_amend_activity_keeps_what_was_said_and_why(school):
    learner, other = make_learner(school, 1), make_learner(school, 2)
    activity = plan_activity(school=school, facts=FAIR, by=scope_with(school))
    take_register(activity=activity, marks={learner.pk: "attended", other.pk: "absent"}, by=scope_with(school))
    before = revision_of(school.pk)

    amendment = amend_activity(
        activity=activity,
        facts=replace(FAIR, minutes=90, kinds=("employer",)),
        reason="It ended early",
        by=scope_with(school),
    )

    assert amendment.changes == {"kinds": [["employer", "provider"], ["employer"]], "minutes": [120, 90]}
    assert facts_of(Activity.objects.get()).minutes == 90
    touched = Touch.objects.filter(pk__gt=before).values_list("learner_id", flat=True)
    assert set(touched) == {learner.pk, other.pk}


def test_amend_activity_asks_for_a_reason_only_when_something_differs(school):
    learner = make_learner(school, 1)
    activity = plan_activity(school=school, facts=FAIR, by=scope_with(school))
    take_register(activity=activity, marks={learner.pk: "attended"}, by=scope_with(school))

    nothing = amend_activity(activity=activity, facts=FAIR, reason="", by=scope_with(school))

    assert nothing is None
    with pytest.raises(ActivityRefused) as refused:
        amend_activity(activity=activity, facts=replace(FAIR, minutes=90), reason=" ", by=scope_with(school))
    assert list(refused.value.faults) == ["reason"]
    assert not Amendment.objects.exists()


def test_copy_to_next_year_keeps_the_weekday_and_leaves_closed_groups_behind(school):
    this_ten = make_learner(school, 1, year_group=10)
    next_ten = make_learner(school, 2, year_group=9)
    enrol(next_ten, year_group=10, year=2027)
    enrol(this_ten, year_group=11, year=2027)
    closed = make_group(school=school, name="Gone", by=scope_with(school))
    kept = make_group(school=school, name="Kept", by=scope_with(school))
    activity = plan_activity(
        school=school,
        facts=replace(FAIR, school_reference="A1"),
        audience=AudienceChoice(year_groups=(10,), groups=(closed.public_id, kept.public_id), learners=(this_ten.pk,)),
        by=scope_with(school),
    )
    close_group(group=closed, on=date(2026, 12, 1), by=scope_with(school))

    copy = copy_to_next_year(activity=activity, by=scope_with(school))

    assert copy.held_on == date(2027, 11, 11)
    assert copy.held_on.weekday() == activity.held_on.weekday()
    assert audience_of(copy) == AudienceChoice(year_groups=(10,), groups=(kept.public_id,))
    assert listed(copy) == {(next_ten.pk, False)}
    assert copy.copied_from == activity
    assert facts_of(copy) == replace(FAIR, held_on=date(2027, 11, 11))
