"""What each endpoint gives and does."""

import pytest

from tests.factories import make_area
from tests.publishing.schools import as_leader, make_publishing_school, write_everything
from waymark.access.permissions import Permission
from waymark.access.scope import acting, everything
from waymark.ledger.models import Activity, Amendment, Encounter, FieldScope, Group, Learner
from waymark.places.actions import add_place
from waymark.places.models import Kind

VISIT = {"title": "Visit", "held_on": "2027-01-12", "kinds": ["employer"]}


def test_institutions_are_found_but_never_areas(world, program):
    add_place(kind=Kind.SCHOOL, name="Fernhill Academy", slug="fernhill-academy", urn="900003", town="Fernhill")
    make_area("Fernhill Careers Hub")

    found = program(world.school)("GET", "institutions?search=fernhill%20academy")
    one = program(world.school)("GET", "institutions/900003")
    none = program(world.school)("GET", "institutions/999999")

    assert (found.body["total"], found.body["results"]) == (1, [one.body])
    assert (one.body["name"], one.body["town"], one.body["ukprn"], one.body["status"]) == (
        "Fernhill Academy", "Fernhill", None, "Open",
    )  # fmt: skip
    assert none.status == 404


def test_learners_on_roll_by_year_group_and_in_parts(world, program):
    ours = program(world.school)

    everyone = ours("GET", "learners?limit=2")
    rest = ours("GET", "learners?limit=2&start=2")
    year_10 = ours("GET", "learners?year_group=10")
    before = ours("GET", "learners?on=2025-11-22")

    ids = [line["learner_id"] for line in everyone.body["results"] + rest.body["results"]]
    assert (everyone.body["total"], sorted(ids)) == (3, sorted(learner.public_id for learner in world.learners))
    assert [(line["given_name"], line["form"]) for line in year_10.body["results"]] == [("Ben", "10A")]
    assert (before.body["on"], before.body["total"]) == ("2025-11-22", 0)


def test_a_learner_and_their_record_without_a_upn(world, program):
    learner = world.learners[0]

    answer = program(world.school)("GET", f"learners/{learner.public_id}")

    assert answer.body["record"] == [
        {
            "activity_id": world.done.public_id,
            "title": "Careers fair",
            "held_on": "2026-10-07",
            "kinds": ["curriculum", "employer"],
            "status": "attended",
        }
    ]
    assert answer.body["enrolments"] == [
        {"academic_year": 2026, "year_group": 9, "form": "9A", "from_on": "2026-09-01", "to_on": None}
    ]
    assert learner.upn not in str(answer.body)
    assert "upn" not in str(answer.body).lower()


def test_sensitive_facts_only_when_switched_on_and_permitted(world, program):
    learner = world.learners[0]
    with acting(everything("test")):
        Learner.objects.filter(pk=learner.pk).update(sen="K", ethnicity="Not to be seen")
        FieldScope.objects.create(organisation=world.school, field="sen")

    seen = program(world.school)("GET", f"learners/{learner.public_id}").body["sensitive"]
    unseen = program(world.school, Permission.LEARNER_VIEW)("GET", f"learners/{learner.public_id}").body["sensitive"]

    assert (seen["sen"], seen["ethnicity"], unseen) == ("K", None, None)


def test_activities_are_listed_by_year_state_and_kind(world, program):
    ours = program(world.school)

    def titles(query):
        return [each["title"] for each in ours("GET", f"activities?{query}").body["results"]]

    assert titles("") == ["Factory visit", "Careers fair"]
    assert titles("state=done") == ["Careers fair"]
    assert titles("kind=curriculum") == ["Careers fair"]
    assert titles("academic_year=2025") == []
    assert titles("start=1&limit=1") == ["Careers fair"]


def test_lists_ask_the_same_number_of_questions_for_one_and_for_three(world, program, django_assert_num_queries):
    ours = program(world.school)
    ours("GET", "access")  # marks the token as used

    for limit in (1, 3):
        with django_assert_num_queries(7):
            ours("GET", f"activities?limit={limit}")
        with django_assert_num_queries(4):
            ours("GET", f"learners?limit={limit}")


def test_an_activity_is_planned_for_those_it_is_for(world, program):
    with acting(everything("test")):
        group = Group.objects.create(organisation=world.school, name="Engineers")
    named = world.learners[1].public_id
    sent = VISIT | {
        "minutes": 90,
        "cost": "120.50",
        "sector": "C",
        "purpose_shared": True,
        "audience": {"year_groups": [9], "groups": [group.public_id], "learners": [named]},
    }

    ours = program(world.school)
    made = ours("POST", "activities", sent)
    listed = ours("GET", f"activities/{made.body['activity_id']}/register")

    assert (made.status, made.body["state"], made.body["cost"], made.body["minutes"]) == (201, "planned", "120.50", 90)
    assert made.body["audience"] == {
        "year_groups": [9], "forms": [], "groups": [group.public_id], "learners_by_name": 1,
    }  # fmt: skip
    assert {line["learner_id"] for line in listed.body["lines"]} == {learner.public_id for learner in world.learners}
    assert {line["status"] for line in listed.body["lines"]} == {None}


def test_a_token_without_learners_is_told_no_number_and_no_name_of_them(world, program):
    with acting(everything("test")):
        given, family = world.learners[0].given_name, world.learners[0].family_name
        Activity.objects.filter(pk=world.done.pk).update(title=f"Visit with {given} {family}", notes=f"{given} was ill")

    body = program(world.school, Permission.FIGURES_VIEW)("GET", f"activities/{world.done.public_id}").body
    (listed,) = [
        each
        for each in program(world.school, Permission.FIGURES_VIEW)("GET", "activities").body["results"]
        if each["activity_id"] == world.done.public_id
    ]
    in_full = program(world.school)("GET", f"activities/{world.done.public_id}").body

    assert (body["title"], body["notes"], body["attendance"]) == ("Careers in a subject", None, None)
    assert body["audience"]["learners_by_name"] is None
    assert listed == body
    assert (in_full["title"], in_full["notes"]) == (f"Visit with {given} {family}", f"{given} was ill")
    assert in_full["attendance"] == {"attended": 2, "absent": 0, "excused": 0}


@pytest.mark.parametrize(
    ("sent", "status", "at"),
    [
        (VISIT | {"kinds": ["guidance"]}, 422, "body.adviser_level"),
        (VISIT | {"kinds": ["provider"]}, 422, "body.provider_kind"),
        (VISIT | {"colour": "blue"}, 422, "body.colour"),
        (VISIT | {"title": "  "}, 422, "body.title"),
        (VISIT | {"minutes": "90"}, 422, "body.minutes"),
        (VISIT | {"notes": "a\x00b"}, 422, "body.notes"),
        (VISIT | {"audience": {"learners": ["a" * 12]}}, 422, "body"),
        (VISIT | {"audience": {"groups": ["a" * 12]}}, 422, "body.audience.groups"),
        ({"title": "Visit"}, 422, "body.held_on"),
    ],
)
def test_an_activity_that_cannot_be_recorded_says_where(world, program, sent, status, at):
    answer = program(world.school)("POST", "activities", sent)

    assert (answer.status, answer.body["faults"][0]["at"]) == (status, at)


def test_a_planned_activity_is_changed_and_only_what_was_sent(world, program):
    ours = program(world.school)
    address = f"activities/{world.planned.public_id}"

    changed = ours("PATCH", address, {"title": "Dairy visit", "cost": "10.00"})
    again = ours("PATCH", address, {"cost": None, "audience": {"year_groups": [10]}})

    assert (changed.body["title"], changed.body["cost"]) == ("Dairy visit", "10.00")
    assert (again.body["title"], again.body["cost"]) == ("Dairy visit", None)
    assert again.body["audience"]["year_groups"] == [10]


def test_an_activity_already_done_is_amended_with_a_reason(world, program):
    ours = program(world.school)
    address = f"activities/{world.done.public_id}"

    without = ours("PATCH", address, {"minutes": 45})
    amended = ours("PATCH", address, {"minutes": 45, "reason": "The bus was late"})
    moved = ours("PATCH", address, {"audience": {"year_groups": [9]}, "reason": "No"})

    assert (without.status, without.body["faults"][0]["at"]) == (422, "body.reason")
    assert (amended.status, amended.body["minutes"], moved.status) == (200, 45, 409)
    with acting(everything("test")):
        assert Amendment.objects.get().reason == "The bus was late"


def test_a_planned_activity_is_cancelled_and_one_done_is_not(world, program):
    ours = program(world.school)

    cancelled = ours("POST", f"activities/{world.planned.public_id}/cancellation", {"reason": "Snow"})
    refused = ours("POST", f"activities/{world.done.public_id}/cancellation", {})

    assert (cancelled.status, cancelled.body["state"], refused.status) == (200, "cancelled", 409)


def test_a_register_is_saved_corrected_and_left(world, program):
    ours = program(world.school)
    address = f"activities/{world.planned.public_id}/register"
    one, two, _ = [learner.public_id for learner in world.learners]

    def save(*marks, reason=""):
        marks = [{"learner_id": learner, "status": status} for learner, status in marks]
        return ours("PUT", address, {"marks": marks, "reason": reason})

    first = save((one, "attended"), (two, "absent"))
    same = save((one, "attended"), (two, "absent"))
    unsaid = save((two, "attended"))
    corrected = save((two, "attended"), reason="Came late")

    assert [answer.body for answer in (first, same, corrected)] == [
        {"added": 2, "corrected": 0, "unchanged": 0, "clashes": []},
        {"added": 0, "corrected": 0, "unchanged": 2, "clashes": []},
        {"added": 0, "corrected": 1, "unchanged": 0, "clashes": []},
    ]
    assert (unsaid.status, unsaid.body["faults"][0]["at"]) == (409, "body.reason")
    with acting(everything("test")):
        marks = Encounter.objects.filter(activity=world.planned, corrected_by=None)
        assert dict(marks.values_list("learner__public_id", "status")) == {one: "attended", two: "attended"}


def test_two_programs_that_differ_are_told(world, program):
    ours = program(world.school)
    learner = world.learners[0].public_id
    address = f"activities/{world.done.public_id}/register"

    answer = ours("PUT", address, {"marks": [{"learner_id": learner, "status": "absent", "seen": ""}]})

    assert answer.body["clashes"] == [{"learner_id": learner, "sent": "absent", "stands": "attended"}]


@pytest.mark.parametrize("who", ["stranger", "twice"])
def test_a_register_holds_each_learner_of_the_school_once(world, program, who):
    named = [world.stranger] if who == "stranger" else [world.learners[0], world.learners[0]]
    marks = [{"learner_id": learner.public_id, "status": "attended"} for learner in named]

    answer = program(world.school)("PUT", f"activities/{world.planned.public_id}/register", {"marks": marks})

    assert answer.status == 422


def test_figures_and_scores_as_the_pages_show_them(world, program):
    answer = program(world.school)("GET", "figures?entitlement=gb5.employer_year&group=all&on=2026-11-22")

    assert (answer.body["framework"], answer.body["on"]) == ("gatsby-2024", "2026-11-22")
    assert {(f["entitlement"], f["group"]) for f in answer.body["figures"]} == {("gb5.employer_year", "all")}
    whole = next(figure for figure in answer.body["figures"] if figure["year_group"] == 0)
    assert whole["n"] == 3
    assert {score["benchmark"] for score in answer.body["scores"]} >= {"gb5"}


@pytest.mark.parametrize(("on", "status"), [("2026-11-22", 200), ("2026-07-31", 200), ("2026-11-21", 422)])
def test_a_program_that_may_see_no_learner_asks_for_days_far_apart(world, program, on, status):
    asked = program(world.school, Permission.FIGURES_VIEW)

    assert asked("GET", f"figures?on={on}").status == status
    assert program(world.school)("GET", f"figures?on={on}").status == 200


def test_small_figures_are_hidden_from_a_program_that_may_see_no_learner(world, program):
    address = "figures?entitlement=gb5.employer_year&group=all"

    seen = program(world.school)("GET", address).body["figures"]
    hidden = program(world.school, Permission.FIGURES_VIEW)("GET", address).body["figures"]

    assert all(figure["n"] for figure in seen)
    assert all(figure["met"] is None for figure in hidden)


def test_answers_and_judgements_name_learners_by_opaque_id(world, program):
    ours = program(world.school)
    learner = world.learners[0].public_id

    answers = ours("GET", "answers/gb5.employer_year?framework=gatsby-2024")
    judged = ours("GET", f"learners/{learner}/judgements?framework=gatsby-2024")

    assert {each["learner_id"] for each in answers.body["results"]} == {each.public_id for each in world.learners}
    mine = next(each for each in answers.body["results"] if each["learner_id"] == learner)
    same = next(each for each in judged.body["judgements"] if each["entitlement"] == "gb5.employer_year")
    assert (mine["answer"], mine["evidence"]) == (same["answer"], same["evidence"])


def test_frameworks_need_no_token(world, nobody):
    answer = nobody("GET", "frameworks")

    assert [each["name"] for each in answer.body] == ["gatsby-2014", "gatsby-2024", "provider-access"]
    assert "gb5.employer_year" in [due["code"] for due in answer.body[1]["entitlements"]]


@pytest.fixture
def publisher(db):
    with acting(everything("test")):
        school, leader = make_publishing_school()
    with acting(as_leader(leader)) as scope:
        write_everything(school, scope)
    return school


def test_a_page_is_released_read_by_anybody_and_withdrawn(publisher, program, nobody):
    ours = program(publisher)
    address = f"careers-pages/{publisher.slug}"

    before = nobody("GET", address)
    own = ours("GET", "careers-page")
    made = ours("POST", "careers-page/releases")
    public = nobody("GET", address)
    withdrawn = ours("POST", "careers-page/withdrawal", {"because": "Out of date"})
    after = nobody("GET", address)

    assert (before.status, made.status, public.status, after.status) == (404, 201, 200, 404)
    assert own.body["releases"] == []
    assert public.body["sha256"] == made.body["sha256"]
    assert public.body["content"]["leader"]["name"] == own.body["draft"]["leader"]["name"]
    assert withdrawn.body["withdrawn_at"] is not None


def test_a_page_with_nothing_written_is_not_released(world, program):
    ours = program(world.school)

    assert ours("POST", "careers-page/releases").status == 409
    assert ours("POST", "careers-page/withdrawal", {"because": "x"}).status == 409
