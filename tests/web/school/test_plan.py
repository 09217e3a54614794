"""The improvement plan's pages: who sees what of it, and what can be done there."""

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import make_activity, make_area, make_user
from tests.planner.test_improvements import WANTED
from waymark.access.actions.sharing import share_figures
from waymark.access.scope import acting, everything
from waymark.places.models import Belonging
from waymark.planner.actions import add_action, approve_plan, say_progress
from waymark.planner.actions.approvals import Agreed
from waymark.planner.models import Approval, ImprovementAction

WHERE = "/schools/fernhill-school/plan/"
TYPED = ("Ask Tom Lee’s mother", "Zelda Ownerson", "Title typed by hand", "Spoke to Ewan’s form")


@pytest.fixture
def planned(big_school):
    """An action with words people typed in every place there is for them."""
    with acting(everything("test")) as by:
        said = replace(WANTED, title=TYPED[2], note=TYPED[0], owner_name=TYPED[1], achieve_by=date(2026, 11, 2))
        action = add_action(school=big_school, academic_year=2026, planned=said, by=by)
        say_progress(action=action, words=TYPED[3], by=by)
        agreed = Agreed("governors", "Ada Chairwell", "Chair", date(2026, 11, 20), note="They asked about Tom Lee")
        approve_plan(school=big_school, academic_year=2026, agreed=agreed, by=by)
    return action


@pytest.fixture
def coordinator(big_school):
    """Somebody of a hub with which the school shares its figures."""
    with acting(everything("test")) as by:
        hub = make_area()
        Belonging.objects.create(member=big_school, whole=hub)
        share_figures(school=big_school, shared_with=hub, on=date(2026, 11, 1), by=by)
    return make_user("Rafi Pember", ("coordinator", hub))


def days(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_the_leader_sees_the_suggestion_its_learners_and_how_far_the_score_would_move(big_school, leader, signed_in):
    page = signed_in(leader).get(WHERE).content.decode()

    assert "Offer 13 pupils of Year 11 a meeting with a careers adviser by 31 July 2027" in page
    assert "/benchmarks/entitlements/gb8.guidance_by_16/learners/?answer=not_yet" in page
    assert "It would take the evidenced score from 37% to 50%." in page
    assert "?year=2026&amp;need=gb8.guidance_by_16" in page


def test_a_governor_reads_the_plan_and_its_words_but_reaches_no_learner(planned, governor, signed_in):
    page = signed_in(governor).get(WHERE).content.decode()

    assert TYPED[2] in page
    assert TYPED[1] in page
    assert "/learners/" not in page
    assert "Plan this" not in page
    assert "Overdue by 20 days" in page


@pytest.mark.parametrize(
    "end", ["", "print/", "improvement-plan.csv", "actions/{id}/", "approvals/", "approvals/{approval}/"]
)
def test_who_sees_the_school_from_a_hub_sees_no_word_that_people_typed(planned, coordinator, signed_in, end):
    with acting(everything("test")):
        approval = Approval.objects.get().public_id
    answer = signed_in(coordinator).get(WHERE + end.format(id=planned.public_id, approval=approval))
    page = answer.content.decode()

    assert answer.status_code == 200
    assert [words for words in (*TYPED, "Tom Lee", "Chairwell") if words in page] == []
    assert end.startswith("approvals") or "A guidance meeting by the end of Year 11" in page


def test_a_suggestion_is_taken_up_and_no_longer_suggested(big_school, leader, signed_in):
    client = signed_in(leader)
    address = f"{WHERE}new/?year=2026&need=gb8.guidance_by_16"
    form = client.get(address).content.decode()
    said = {
        "title": "Offer pupils of Year 11 a meeting",
        "owner": str(leader.pk),
        **days("achieve_by", date(2027, 5, 1)),
    }
    answer = client.post(address, said)
    page = client.get(WHERE).content.decode()

    assert 'value="Offer pupils of Year 11 a meeting with a careers adviser"' in form
    assert answer["Location"] == WHERE
    with acting(everything("test")):
        kept = ImprovementAction.objects.get()
        assert (kept.framework, kept.benchmark, kept.need, kept.owner) == (
            "gatsby-2024", "gb8", "gb8.guidance_by_16", leader,
        )  # fmt: skip
    assert "need=gb8.guidance_by_16" not in page
    assert "13 pupils still to go" in page


def test_a_suggestion_there_is_none_of_is_not_found(big_school, leader, signed_in):
    assert signed_in(leader).get(f"{WHERE}new/?need=gb9.nothing").status_code == 404


def test_what_is_wrong_with_an_action_is_said_and_nothing_kept(big_school, leader, signed_in):
    said = {"title": "", "owner": str(leader.pk), "owner_name": "Ada Vale"}
    answer = signed_in(leader).post(f"{WHERE}new/", said)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose a colleague or type a name, not both." in page
    assert "There is a problem" in page
    with acting(everything("test")):
        assert ImprovementAction.objects.count() == 0


def test_benchmark_one_is_planned_on_one_page(big_school, leader, signed_in):
    client = signed_in(leader)
    said = {**days("gb1-head.by", date(2027, 7, 1)), "gb1-head.owner_name": "Ada Vale", "gb1-leader.note": "No day yet"}
    refused = client.post(f"{WHERE}together/gb1/", said)
    kept = client.post(f"{WHERE}together/gb1/", {**said, "gb1-leader.note": ""})

    assert refused.status_code == 422
    assert "Say by when, or leave the rest blank" in refused.content.decode()
    assert kept.status_code == 302
    with acting(everything("test")):
        assert [(a.need, a.owner_name, a.achieve_by) for a in ImprovementAction.objects.all()] == [
            ("gb1-head", "Ada Vale", date(2027, 7, 1))
        ]
    assert 'value="Ada Vale"' in client.get(f"{WHERE}together/gb1/").content.decode()


def test_the_plan_is_narrowed_by_owner_and_state(planned, leader, signed_in):
    with acting(everything("test")) as by:
        add_action(school=planned.organisation, academic_year=2026, planned=replace(WANTED, owner_id=leader.pk), by=by)
    client = signed_in(leader)
    by_owner = client.get(f"{WHERE}?owner={leader.pk}").content.decode()
    overdue = client.get(f"{WHERE}?state=overdue").content.decode()

    assert (TYPED[2] in by_owner, WANTED.title in by_owner) == (False, True)
    assert (TYPED[2] in overdue, WANTED.title in overdue) == (True, False)
    assert "Suggested" not in overdue
    assert TYPED[2] not in client.get(f"{WHERE}improvement-plan.csv?owner={leader.pk}").content.decode("utf-8-sig")


def test_a_cell_that_starts_a_formula_is_defused(planned, leader, signed_in):
    with acting(everything("test")):
        ImprovementAction.objects.update(title="=cmd|' /C calc'!A0")
    sent = signed_in(leader).get(f"{WHERE}improvement-plan.csv").content.decode("utf-8-sig")

    assert "'=cmd" in sent
    assert ",=cmd" not in sent


def test_an_action_is_settled_from_its_page(planned, leader, signed_in):
    client, at = signed_in(leader), f"{WHERE}actions/{planned.public_id}/"
    nothing = client.post(at, {"doing": "say", "words": ""})
    client.post(at, {"doing": "done", "words": ""})
    twice = client.post(at, {"doing": "done", "words": ""})
    client.post(at, {"doing": "reopen"})
    client.post(f"{at}drop/", {"because": "Too dear"})

    assert (nothing.status_code, twice.status_code) == (422, 409)
    assert "Too dear" in client.get(at).content.decode()


def test_a_teacher_may_not_plan_but_says_how_their_own_action_goes(planned, teacher, signed_in):
    client, at = signed_in(teacher), f"{WHERE}actions/{planned.public_id}/"
    assert client.get(f"{WHERE}new/").status_code == 404
    assert client.post(at, {"doing": "say", "words": "Mine?"}).status_code == 404
    with acting(everything("test")):
        ImprovementAction.objects.update(owner=teacher, owner_name="")

    assert client.post(at, {"doing": "say", "words": "Going well."}).status_code == 302
    assert "Going well." in client.get(at).content.decode()


def test_what_is_open_is_carried_over_towards_the_end_of_the_year(planned, leader, signed_in, time_machine):
    assert "Copy what is open" not in signed_in(leader).get(WHERE).content.decode()
    time_machine.move_to("2027-06-14T10:00:00Z")
    client = signed_in(leader)
    assert "Copy what is open to 2027 to 2028" in client.get(WHERE).content.decode()
    answer = client.post(f"{WHERE}copy/?year=2026")

    assert answer["Location"] == f"{WHERE}?year=2027"
    assert TYPED[2] in client.get(answer["Location"]).content.decode()
    assert "Carried over to 2027 to 2028" in client.get(WHERE).content.decode()


def test_an_approval_is_recorded_and_says_when_the_plan_has_changed(planned, leader, signed_in):
    client = signed_in(leader)
    said = {"of": "plan", "body": "head", "name": "Hal Brook", "role": "Headteacher"}
    made = client.post(f"{WHERE}approvals/new/", {**said, **days("approved_on", date(2026, 11, 21))})
    before = client.get(made["Location"]).content.decode()
    client.post(f"{WHERE}new/", {"title": "One more", **days("achieve_by", date(2027, 5, 1))})
    after = client.get(made["Location"]).content.decode()

    assert "It stands as it was approved" in before
    assert "Added: One more" in after
    assert "Changed since it was approved" in client.get(WHERE).content.decode()


@pytest.mark.parametrize("more", [1, 3])
def test_the_plan_asks_the_database_the_same_of_one_action_and_of_three(
    planned, leader, signed_in, django_assert_num_queries, more
):
    with acting(everything("test")) as by:
        for number in range(more - 1):
            activity = make_activity(planned.organisation, "guidance", title=f"Day {number}")
            wanted = replace(WANTED, owner_id=leader.pk, activities=(activity.public_id,))
            made = add_action(school=planned.organisation, academic_year=2026, planned=wanted, by=by)
            say_progress(action=made, words="Under way.", by=by)
    client = signed_in(leader)
    client.get(WHERE)

    with django_assert_num_queries(23):
        client.get(WHERE)


def test_home_says_what_is_overdue_to_who_plans_and_to_who_sees_to_it(planned, leader, teacher, signed_in):
    home = "/schools/fernhill-school/"
    of_leader = signed_in(leader).get(home).content.decode()
    of_teacher = signed_in(teacher).get(home).content.decode()
    with acting(everything("test")) as by:
        ImprovementAction.objects.update(owner=teacher, owner_name="")
        add_action(
            school=planned.organisation,
            academic_year=2026,
            planned=replace(WANTED, achieve_by=date(2026, 11, 20)),
            by=by,
        )

    assert "It is in your improvement plan, and overdue." in of_leader
    assert TYPED[2] not in of_teacher
    assert TYPED[2] in signed_in(teacher).get(home).content.decode()
    assert "See to 2 overdue actions of your plan" in signed_in(leader).get(home).content.decode()


@pytest.mark.parametrize("more", [1, 3])
def test_approvals_ask_the_database_the_same_of_one_and_of_three(
    planned, leader, signed_in, django_assert_num_queries, more
):
    with acting(everything("test")) as by:
        for _ in range(more - 1):
            agreed = Agreed("head", "Hal Brook", "Headteacher", date(2026, 11, 21))
            approve_plan(school=planned.organisation, academic_year=2026, agreed=agreed, by=by)
    client = signed_in(leader)

    with django_assert_num_queries(11):
        client.get(f"{WHERE}approvals/")
