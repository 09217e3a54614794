"""Who gets in: tokens, what each endpoint needs, and nothing of another school."""

import pytest
from django.core.cache import caches
from django.urls import reverse

from tests.factories import make_user, scope_with
from waymark.access.actions.people import end_membership
from waymark.access.actions.tokens import revoke_token
from waymark.access.models import ApiToken, AuditEvent, User
from waymark.access.permissions import Permission
from waymark.access.scope import acting, everything
from waymark.web.api.reference import document_and_needs, document_of, needs_of
from waymark.web.api.urls import api

LEARNER = {"given_name": "Zoe", "family_name": "Marsh", "born_on": "2013-03-14", "year_group": 8}
BODIES = {
    "plan": {"title": "Visit", "held_on": "2027-01-12", "kinds": ["employer"]},
    "change": {"title": "Another name", "reason": "A slip"},
    "cancel": {},
    "save_register": {"marks": [{"learner_id": "a" * 12, "status": "attended"}]},
    "bring_learner": LEARNER,
    "renew_learner": LEARNER,
    "send_learners": {"on": "2026-11-20", "learners": [LEARNER]},
    "merge_learner_file": {},
    "keep": {"on": "2026-11-20"},
    "withdraw_page": {"because": "Out of date"},
}


def operations():
    """Every operation: its id, method and address."""
    document, _ = document_and_needs()
    return [
        pytest.param(operation["operationId"], method.upper(), address, id=operation["operationId"])
        for address, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def filled(address, world, *, theirs=False):
    learner, activity = (world.stranger, world.theirs) if theirs else (world.learners[0], world.planned)
    names = {
        "institution_id": "900001",
        "learner_id": learner.public_id,
        "activity_id": activity.public_id,
        "entitlement": "gb5.employer_year",
        "assessment_id": "2snv7rf4ch9g",
        "file_id": 1,
        "cut_id": "2snv7rf4ch9g",
        "slug": world.school.slug,
        "course_run_id": 1,
        "name": "no-such-job",
        "ukprn": "10000001",
    }
    return address.removeprefix("/api/").format(**names) + ("?search=fern" if address.endswith("institutions") else "")


def test_every_operation_says_what_it_needs():
    needs = needs_of(api)

    open_to_all = {
        "all_frameworks",
        "public_page",
        "course_search",
        "course_detail",
        "course_provider",
        "course_sectors",
        "job_search",
        "job_families",
        "job_detail",
    }
    assert {name for name, needed in needs.items() if needed == "public"} == open_to_all
    assert {name for name, needed in needs.items() if needed is None} == {"access", "institutions", "institution"}
    assert all(isinstance(needed, Permission) or needed in {"public", None} for needed in needs.values())


@pytest.mark.parametrize(("name", "method", "address"), operations())
def test_without_a_token_only_public_endpoints_answer(world, nobody, name, method, address):
    answer = nobody(method, filled(address, world), BODIES.get(name))

    if needs_of(api)[name] == "public":
        assert answer.status in {200, 404}
    else:
        assert (answer.status, answer.body["title"]) == (401, "NotAuthenticated")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(("name", "method", "address"), operations())
def test_a_token_without_the_permission_is_refused(world, program, name, method, address):
    needed = needs_of(api)[name]
    if not isinstance(needed, Permission):
        return
    lesser = [p for p in (Permission.FIGURES_VIEW, Permission.LEARNER_VIEW) if p is not needed][:1]
    if needed is Permission.FIGURES_VIEW:
        with acting(everything("test")):
            program_for = program(world.school)
            ApiToken.objects.update(permissions=["SENSITIVE_VIEW"])
    else:
        program_for = program(world.school, *lesser)

    answer = program_for(method, filled(address, world), BODIES.get(name))

    assert (answer.status, answer.body["title"]) == (403, "NotPermitted")
    assert needed.value in answer.body["detail"]


@pytest.mark.parametrize(
    ("name", "method", "address"),
    [case for case in operations() if "learner_id" in case.values[2] or "activity_id" in case.values[2]],
)
def test_nothing_of_another_school_is_found(world, program, name, method, address):
    body = BODIES.get(name)

    answer = program(world.school)(method, filled(address, world, theirs=True), body)

    assert (answer.status, answer.body["title"]) == (404, "NotFound")
    assert world.other.name not in str(answer.body)


@pytest.mark.parametrize("secret", ["", "nonsense", "é", "a" * 5000, "Bearer x"])
def test_a_secret_that_is_none_is_refused(world, nobody, secret):
    nobody.secret = secret

    assert nobody("GET", "access").status == 401


def test_a_revoked_token_is_refused_from_the_next_request(world, program):
    ours = program(world.school)
    assert ours("GET", "access").status == 200

    with acting(scope_with(world.school)) as scope:
        revoke_token(token=ApiToken.objects.get(), by=scope)

    assert ours("GET", "access").status == 401


def test_a_token_that_has_run_out_is_refused(world, program):
    ours = program(world.school, days=1)
    ApiToken.objects.update(expires_at="2026-11-22T11:59:00Z")

    assert ours("GET", "access").status == 401


def test_a_token_says_what_it_opens_and_when_it_was_used(world, program):
    answer = program(world.school, Permission.REGISTER_TAKE)("GET", "access")

    assert answer.body == {
        "label": "Test program",
        "institution_id": "900001",
        "institution": "Fernhill School",
        "permissions": {
            "LEARNER_VIEW": "see learners and their records",
            "REGISTER_TAKE": "take a register",
            "FIGURES_VIEW": "see figures",
        },
        "expires_at": "2026-12-22T12:00:00Z",
    }
    assert ApiToken.objects.get().last_used_at is not None


def test_what_a_program_does_is_on_the_trail_under_its_name(world, program):
    program(world.school)("GET", f"learners/{world.learners[0].public_id}")

    with acting(everything("test")):
        seen = AuditEvent.objects.order_by("pk").last()
    assert (seen.who, seen.via, seen.verb) == ("Test program (program)", "api", "learner viewed")
    assert seen.about == f"learner {world.learners[0].public_id}"


def test_a_session_is_no_token(world, client, signed_in, nobody):
    from tests.factories import make_user

    signed_in(make_user("Robin Marsh", ("careers_leader", world.school)))

    assert nobody("GET", "learners").status == 401


@pytest.mark.parametrize(
    ("method", "address", "status", "title"),
    [
        ("DELETE", "learners", 405, "MethodNotAllowed"),
        ("GET", "nowhere/at/all", 404, "NotFound"),
        ("GET", "learners?limit=0", 422, "InvalidRequest"),
        ("GET", "learners?yeargroup=9", 422, "InvalidRequest"),
        ("GET", "learners?on=31-12-2026", 422, "InvalidRequest"),
        ("GET", "learners/not-an-id", 422, "InvalidRequest"),
        ("GET", "learners/%00", 422, "InvalidRequest"),
        ("GET", "answers/gb9.none", 404, "NotFound"),
        ("GET", "figures?framework=none", 422, "InvalidRequest"),
        ("GET", "figures?on=1995-01-01", 422, "InvalidRequest"),
    ],
)
def test_every_refusal_has_the_one_shape(world, program, method, address, status, title):
    answer = program(world.school)(method, address)

    assert (answer.status, answer.body["status"], answer.body["title"]) == (status, status, title)
    assert set(answer.body) == {"title", "status", "detail", "faults"}


def test_a_refusal_never_says_what_was_sent(world, program, client):
    ours = program(world.school)

    answer = ours("POST", "activities", {"title": "Visit", "held_on": "A900001126001", "kinds": ["A900001126001"]})

    assert answer.status == 422
    assert "A900001126001" not in str(answer.body)
    assert [fault["at"] for fault in answer.body["faults"]] == ["body.held_on", "body.kinds.0"]


def test_a_body_that_is_not_json_is_a_bad_request(world, program):
    ours = program(world.school)

    response = ours.client.post(
        "/api/activities", data="{", content_type="application/json", headers={"Authorization": f"Bearer {ours.secret}"}
    )

    assert (response.status_code, response.json()["title"]) == (400, "BadRequest")


def test_a_token_never_opens_a_page(world, program, client):
    ours = program(world.school)

    response = client.get(
        reverse("learners", kwargs={"slug": world.school.slug}), headers={"Authorization": f"Bearer {ours.secret}"}
    )

    assert response.status_code == 302


def test_a_program_that_asks_without_end_is_told_to_wait(world, program, monkeypatch):
    ours = program(world.school)
    (throttle,) = api.throttle
    monkeypatch.setattr(throttle, "num_requests", 2)

    answers = [ours("GET", "access") for _ in range(3)]

    assert [answer.status for answer in answers] == [200, 200, 429]
    assert answers[2].body["title"] == "TooManyRequests"
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 60


def test_nobody_asks_more_often_under_addresses_they_make_up(world, client, monkeypatch):
    caches["memory"].clear()
    (throttle,) = api.throttle
    monkeypatch.setattr(throttle, "num_requests", 2)

    answers = [client.get("/api/frameworks", headers={"X-Forwarded-For": f"192.0.2.{last}"}) for last in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]


def test_a_refusal_says_by_its_kind_that_it_is_one(world, program, client):
    ours = program(world.school)
    refused = [ours("GET", "learners/not-an-id"), ours("DELETE", "learners"), ours("GET", "nowhere")]

    assert {answer.headers["Content-Type"] for answer in refused} == {"application/problem+json"}
    assert ours("GET", "access").headers["Content-Type"] == "application/json; charset=utf-8"
    for methods in document_of(api)["paths"].values():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                kind = "application/problem+json" if int(status) >= 400 else "application/json"
                assert list(answer["content"]) == [kind]


def test_a_program_is_refused_from_the_moment_whoever_let_it_in_leaves(world, program):
    ours = program(world.school)
    leader = User.objects.get(memberships__organisation=world.school)
    assert ours("GET", "learners").status == 200

    with acting(everything("test")) as by:
        make_user("Alex Brook", ("careers_leader", world.school))
        make_user("Jo Penn", ("senior_leader", world.school))
        end_membership(membership=leader.memberships.get(), by=by)

    assert ours("GET", "learners").status == 401
