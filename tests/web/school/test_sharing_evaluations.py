"""A school shares a self-assessment, sees who has looked, and takes it back."""

import re
from datetime import date

import pytest
from django.utils import timezone

from tests.factories import make_area, make_user
from tests.publishing.test_sharing import REASON, assessment, school  # noqa: F401  (fixtures)
from waymark.access.scope import acting, everything
from waymark.ledger.models import Learner
from waymark.places.models import Belonging
from waymark.publishing.actions.sharing import Recipient, look_as_recipient, share_evaluation
from waymark.publishing.evaluations import Included
from waymark.publishing.models import SharedEvaluation

WHERE = "/schools/fernhill-school/self-assessment/shared/"
UNTIL = {"last_day_day": "20", "last_day_month": "2", "last_day_year": "2027"}


@pytest.fixture
def leader(assessment):  # noqa: F811
    return make_user("Robin Marsh", ("careers_leader", assessment.organisation))


@pytest.fixture
def coordinator(assessment):  # noqa: F811
    with acting(everything("test")):
        hub = make_area()
        Belonging.objects.create(member=assessment.organisation, whole=hub)
    return make_user("Rafi Pember", ("coordinator", hub))


def test_a_link_is_shown_once_and_opens_the_page(assessment, leader, signed_in, client):  # noqa: F811
    mine = signed_in(leader)
    made = mine.post(f"{WHERE}new/?of={assessment.public_id}", {"who": "link", "link_for": "Chair", **UNTIL})
    link = re.search(r"http://testserver(/shared-evaluation/[\w-]+/)", made.content.decode())[1]
    listed = mine.get(WHERE).content.decode()

    assert made.status_code == 200
    assert "A link for Chair" in listed
    assert link not in listed
    client.logout()
    assert client.get(link).status_code == 200


def test_a_coordinator_finds_it_and_the_school_sees_that_they_looked(assessment, leader, coordinator, signed_in):  # noqa: F811
    said = {"who": f"person-{coordinator.pk}", **UNTIL}
    made = signed_in(leader).post(f"{WHERE}new/?of={assessment.public_id}", said)
    theirs = signed_in(coordinator)
    listed = theirs.get("/shared/").content.decode()
    address = re.search(r"/shared/\w+/", listed)[0]
    seen = theirs.get(address)
    mine = signed_in(leader)
    shown = mine.get(made["Location"]).content.decode()

    assert "Fernhill School" in listed
    assert seen.status_code == 200
    assert REASON not in seen.content.decode()
    assert "Rafi Pember" in shown
    assert "1 look<" in mine.get(WHERE).content.decode() or "1 look" in mine.get(WHERE).content.decode()
    mine.post(made["Location"])
    gone = signed_in(coordinator).get(address)
    assert gone.status_code == 410
    assert "has withdrawn this" in gone.content.decode()
    assert "Nothing is shared with you" in signed_in(coordinator).get("/shared/").content.decode()


def test_anothers_is_not_found(assessment, leader, coordinator, signed_in):  # noqa: F811
    said = {"who": f"person-{coordinator.pk}", **UNTIL}
    signed_in(leader).post(f"{WHERE}new/?of={assessment.public_id}", said)
    with acting(everything("test")):
        public_id = SharedEvaluation.objects.get().public_id

    assert signed_in(make_user("Una Pell")).get(f"/shared/{public_id}/").status_code == 404


def test_ticked_words_that_name_a_learner_are_sent_back_with_the_name(assessment, leader, signed_in):  # noqa: F811
    with acting(everything("test")):
        Learner.objects.filter(pk=Learner.objects.first().pk).update(given_name="Zebedee", family_name="Crake")
    client, at = signed_in(leader), f"{WHERE}new/?of={assessment.public_id}"
    said = {"who": "link", "link_for": "Chair", "reasons": ["gb1-head"], **UNTIL}
    refused = client.post(at, said)
    excused = client.post(at, {**said, "not_learners": ["Zebedee Crake"]})

    assert refused.status_code == 422
    assert 'value="Zebedee Crake"' in refused.content.decode()
    assert excused.status_code == 200


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"who": "link", **UNTIL}, "Say whom the link is for."),
        ({"who": "link", "link_for": "Chair"}, "Enter a date"),
        ({"who": "person-99999", **UNTIL}, "valid choice"),
    ],
)
def test_what_is_wrong_is_said(assessment, leader, signed_in, said, words):  # noqa: F811
    answer = signed_in(leader).post(f"{WHERE}new/?of={assessment.public_id}", said)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_teacher_shares_nothing(assessment, signed_in):  # noqa: F811
    teacher = make_user("Toby Lark", ("teacher", assessment.organisation))

    assert signed_in(teacher).get(WHERE).status_code == 404
    assert signed_in(teacher).post(f"{WHERE}new/?of={assessment.public_id}", {}).status_code == 404


@pytest.mark.parametrize("more", [1, 3])
def test_the_lists_ask_the_database_the_same_of_one_and_of_three(
    assessment,  # noqa: F811
    leader,
    coordinator,
    signed_in,
    django_assert_num_queries,
    more,
):
    hub = coordinator.memberships.get().organisation
    with acting(everything("test")) as by:
        for recipient in (
            Recipient(user_id=coordinator.pk),
            Recipient(organisation_id=hub.pk),
            Recipient(user_id=leader.pk),
        )[:more]:
            shared, _ = share_evaluation(
                assessment=assessment, recipient=recipient, last_day=date(2027, 2, 20), included=Included(), by=by
            )
            look_as_recipient(public_id=shared.public_id, user=coordinator, at=timezone.now(), counts=True, by=by)
    client = signed_in(leader)
    with django_assert_num_queries(9):
        client.get(WHERE)
    client = signed_in(coordinator)
    with django_assert_num_queries(7):
        client.get("/shared/")
