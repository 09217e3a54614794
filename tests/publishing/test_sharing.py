"""A shared self-assessment is frozen, says no number of learners and no word nobody ticked, and ends."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from tests.factories import attend, make_activity, make_area, make_learner, make_school, make_user, scope_with
from waymark.access.models import AuditEvent
from waymark.access.permissions import Permission
from waymark.access.scope import NOBODY, NotPermitted, acting, everything
from waymark.evaluation.assessing.actions import answer_item, finish_assessment, start_assessment
from waymark.evaluation.frameworks import framework
from waymark.evaluation.queries import figures_of
from waymark.ledger.models import Learner
from waymark.ledger.touching import touch_everyone
from waymark.places.models import Belonging
from waymark.planner.actions import Planned, add_action
from waymark.publishing.actions.sharing import (
    NotShared,
    Recipient,
    ShareOver,
    WordsNameLearners,
    look_as_recipient,
    look_by_link,
    share_evaluation,
    withdraw_share,
)
from waymark.publishing.evaluations import Included, from_json, sha256_of
from waymark.publishing.models import Look, SharedEvaluation
from waymark.publishing.shared import looks_at, shared_with

pytestmark = pytest.mark.django_db
POINT, TODAY = date(2026, 12, 31), date(2027, 1, 11)  # a measurement point, and a day soon after it
NOW = datetime(2027, 1, 11, 10, 0, tzinfo=UTC)
UNTIL = date(2027, 2, 20)
NOTHING_MORE = Included()
LINK = Recipient(link_for="The trust board")
REASON = "Zebedee Crake sat with us all day"


@pytest.fixture
def school(db_scope, time_machine):
    """Sixty in Year 9, most of whom had a lesson on pay, and sixty in Year 11, three of whom met an adviser."""
    time_machine.move_to(NOW)
    school = make_school()
    ninth = [make_learner(school, number, year_group=9) for number in range(60)]
    eleventh = [make_learner(school, 70 + number, year_group=11) for number in range(60)]
    lesson = make_activity(school, "lmi", title="Pay lesson")
    attend(lesson, *ninth[:42])
    guidance = make_activity(school, "guidance", adviser_level=6)
    attend(guidance, *eleventh[:3])
    touch_everyone(school.pk)
    return school


@pytest.fixture
def assessment(school, db_scope):
    made = start_assessment(school=school, on=POINT, by=db_scope)
    answer_item(assessment=made, item="gb1-head", answer="no", reason=REASON, saw=0, by=db_scope)
    return finish_assessment(assessment=made, by=db_scope)


@pytest.fixture
def share(assessment, db_scope):
    def make(recipient=LINK, *, last_day=UNTIL, included=NOTHING_MORE, by=db_scope, **more):
        return share_evaluation(
            assessment=assessment, recipient=recipient, last_day=last_day, included=included, by=by, **more
        )

    return make


def test_what_is_shared_holds_no_count_of_learners_and_no_share_of_a_few(share):
    shared, _ = share()
    kept = {each["code"]: each for each in shared.content["benchmarks"]}
    ninth = next(item for item in kept["gb2"]["items"] if "Year 9" in item["text"] or "7 to 9" in item["text"])
    by_16 = next(item for item in kept["gb8"]["items"] if "Year 11" in item["text"])
    said = json.dumps([item for each in kept.values() for item in each["items"]])

    assert ninth["records"].startswith("Most")
    assert by_16["records"].startswith("A few")
    assert [count for count in ("42", "60 ", "18 ", "57", "3 of") if count in said] == []


def test_a_share_of_a_cohort_of_a_few_is_not_told(school):
    few = make_school("Marram School", urn="900003")
    with acting(everything("test")) as by:
        attend(
            make_activity(few, "guidance", adviser_level=6), *[make_learner(few, n, year_group=11) for n in range(4)]
        )
        touch_everyone(few.pk)
        made = finish_assessment(assessment=start_assessment(school=few, on=POINT, by=by), by=by)
        shared, _ = share_evaluation(assessment=made, recipient=LINK, last_day=UNTIL, included=NOTHING_MORE, by=by)
    kept = {each["code"]: each for each in shared.content["benchmarks"]}

    assert {item["records"] for each in kept.values() for item in each["items"]} <= {"", "Not shown"}
    assert (kept["gb8"]["score"], kept["gb8"]["evidenced"], kept["gb8"]["is_hidden"]) == (None, None, True)


def test_it_tells_of_records_nothing_that_a_governor_is_not_told(share, school):
    """So whoever holds the link, sits on the board and looks from the hub has no more to subtract with than one."""
    shared, _ = share()
    rules = framework("gatsby-2024")
    with acting(scope_with(school, Permission.FIGURES_VIEW)):
        told = figures_of(school, rules.name, on=POINT)
    labels = {band.name: band.label for band in rules.scale.bands}
    checked = 0
    for benchmark, kept in zip(rules.benchmarks, shared.content["benchmarks"], strict=True):
        texts = {item["text"]: item["records"] for item in kept["items"]}
        for criterion in benchmark.criteria:
            figure = told.figure(criterion.entitlements[0]) if len(criterion.entitlements) == 1 else None
            if figure and criterion.text in texts:
                if figure.unknown == figure.n:  # all of them unknown: the records say nothing
                    assert texts[criterion.text] == ("" if figure.n else "Not shown")
                else:
                    assert texts[criterion.text] == (labels[figure.band] if figure.band else "Not shown")
                checked += 1
    assert checked > 8


def test_words_people_typed_stay_unless_ticked(share):
    shared, _ = share()
    with_reason, _ = share(included=Included(reasons=("gb1-head",)))

    assert REASON not in json.dumps(shared.content)
    assert REASON in json.dumps(with_reason.content)


def test_words_that_name_a_learner_are_refused_ticked_or_not_they_stay(share, school):
    Learner.objects.filter(pk=Learner.objects.first().pk).update(given_name="Zebedee", family_name="Crake")
    included = Included(reasons=("gb1-head",))
    with pytest.raises(WordsNameLearners) as refused, transaction.atomic():
        share(included=included)
    assert refused.value.names == ["Zebedee Crake"]
    assert SharedEvaluation.objects.count() == 0

    shared, _ = share(included=included, known_not_learners=["Zebedee Crake"])
    assert REASON in json.dumps(shared.content)
    assert "Crake" not in repr(AuditEvent.objects.values())


def test_of_the_plan_only_what_it_is_for_is_told_unless_an_action_is_ticked(share, school, db_scope):
    wanted = Planned("Talk to Ms Ruddle", date(2027, 3, 1), "gatsby-2024", "gb8", "gb8.guidance_by_16", note="Quietly")
    action = add_action(school=school, academic_year=2026, planned=replace(wanted, owner_name="Ada Vale"), by=db_scope)
    plain, _ = share(included=Included(plan=True))
    own_words, _ = share(included=Included(plan=True, actions=(action.public_id,)))

    assert [each["what"] for each in plain.content["plan"]] == ["A guidance meeting by the end of Year 11"]
    assert [each["what"] for each in own_words.content["plan"]] == ["Talk to Ms Ruddle"]
    for shared in (plain, own_words):
        assert [word for word in ("Quietly", "Ada Vale") if word in json.dumps(shared.content)] == []


def test_it_is_frozen(share, school):
    shared, token = share()
    attend(make_activity(school, "lmi"), *Learner.objects.filter(enrolments__year_group=9))
    touch_everyone(school.pk)

    seen = look_by_link(token=token, at=NOW, user=None, counts=True, by=NOBODY)
    assert sha256_of(from_json(seen.content)) == shared.sha256
    again, _ = share()
    assert again.sha256 != shared.sha256


def test_only_the_hash_of_the_link_is_kept(share):
    shared, token = share()

    assert len(token) > 40
    assert token not in repr([*SharedEvaluation.objects.values(), *AuditEvent.objects.values()])
    assert look_by_link(token=shared.token_sha256, at=NOW, user=None, counts=True, by=NOBODY) is None
    assert look_by_link(token="", at=NOW, user=None, counts=True, by=NOBODY) is None


def test_looks_by_link_are_counted_by_the_day_and_a_persons_by_name(share):
    shared, token = share()
    person = make_user("Rafi Pember")
    for at in (NOW, NOW, datetime(2027, 1, 12, 9, 0, tzinfo=UTC)):
        look_by_link(token=token, at=at, user=None, counts=True, by=NOBODY)
    look_by_link(token=token, at=NOW, user=person, counts=True, by=NOBODY)
    look_by_link(token=token, at=NOW, user=None, counts=False, by=NOBODY)

    looks = looks_at(shared)
    assert looks.days == ((date(2027, 1, 12), 1), (date(2027, 1, 11), 2))
    assert looks.people == (("Rafi Pember", NOW),)
    assert looks.times == 4
    assert {field.name for field in Look._meta.concrete_fields} == {"id", "shared", "on", "at", "user", "times"}


def test_a_link_that_is_withdrawn_or_has_run_out_shows_nothing(share, db_scope):
    shared, token = share()
    with pytest.raises(ShareOver, match="until a day that is past"), transaction.atomic():
        look_by_link(token=token, at=datetime(2027, 2, 21, 10, 0, tzinfo=UTC), user=None, counts=True, by=NOBODY)
    withdraw_share(shared=shared, by=db_scope)
    withdraw_share(shared=shared, by=db_scope)
    with pytest.raises(ShareOver, match="has withdrawn this"), transaction.atomic():
        look_by_link(token=token, at=NOW, user=None, counts=True, by=NOBODY)

    assert Look.objects.count() == 0
    assert AuditEvent.objects.filter(verb="evaluation no longer shared").count() == 1


@pytest.fixture
def hub(school):
    hub = make_area()
    Belonging.objects.create(member=school, whole=hub)
    return hub


def test_it_is_seen_by_those_it_was_shared_with_and_by_nobody_else(share, hub):
    coordinator, other = make_user("Rafi Pember", ("coordinator", hub)), make_user("Una Pell")
    with_hub, _ = share(Recipient(organisation_id=hub.pk))
    with acting(NOBODY):
        assert [each.public_id for each in shared_with(coordinator, on=TODAY)] == [with_hub.public_id]
        assert shared_with(other, on=TODAY) == []
        assert look_as_recipient(public_id=with_hub.public_id, user=coordinator, at=NOW, counts=True, by=NOBODY)
        assert look_as_recipient(public_id=with_hub.public_id, user=other, at=NOW, counts=True, by=NOBODY) is None
    coordinator.memberships.update(ended_at=NOW)
    with acting(NOBODY):
        assert shared_with(coordinator, on=TODAY) == []


def test_it_is_shared_with_somebody_who_has_to_do_with_the_school_and_until_a_day_within_a_year(share, school, hub):
    stranger = make_user("Sam Reed", ("teacher", make_school("Oakmoor School", urn="900002")))
    governor = make_user("Greta Vane", ("governor", school))
    for recipient, last_day in (
        (Recipient(user_id=stranger.pk), UNTIL),
        (Recipient(organisation_id=make_area("Elsewhere Hub").pk), UNTIL),
        (Recipient(), UNTIL),
        (Recipient(user_id=governor.pk, organisation_id=hub.pk), UNTIL),
        (LINK, date(2027, 1, 10)),
        (LINK, date(2028, 1, 13)),
    ):
        with pytest.raises(NotShared), transaction.atomic():
            share(recipient, last_day=last_day)

    shared, token = share(Recipient(user_id=governor.pk))
    assert (shared.with_user, token) == (governor, "")


def test_sharing_takes_leave_and_words_take_leave_to_see_learners(share, school):
    held = [each for each in Permission if each != Permission.SHARE]
    by = scope_with(school, *held)
    with acting(by), pytest.raises(NotPermitted), transaction.atomic():
        share(by=by)
    by = scope_with(school, Permission.SHARE, Permission.FIGURES_VIEW)
    with acting(by), pytest.raises(NotPermitted), transaction.atomic():
        share(by=by, included=Included(reasons=("gb1-head",)))
    with acting(everything("test")):
        shared, _ = share()
    with acting(scope_with(school, *held)):
        assert not SharedEvaluation.objects.exists()
    with pytest.raises(NotPermitted), transaction.atomic():
        withdraw_share(shared=shared, by=scope_with(school, *held))
