"""What is kept and for how long: the pages, who may press what, and the night's work."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import enrol, make_learner, make_school, make_user
from tests.ledger.leavers import FILE
from waymark.access.scope import acting, everything
from waymark.cli.retention import erase_due
from waymark.intake.models import Delivery
from waymark.ledger.models import Learner, LegalHold, RetentionPeriod
from waymark.ledger.sources.learners.receiving import receive_learners

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)


@pytest.fixture
def school(the_day):
    with acting(everything("test")):
        school = make_school()
        gone = make_learner(school, given_name="Verity", family_name="Quill-Okafor", year_group=None)
        enrol(gone, year_group=11, year=2022, to_on=date(2023, 7, 14))
        make_learner(school, given_name="Grace", family_name="Marsh", year_group=9)
    return school


@pytest.fixture
def leader(school, signed_in):
    return signed_in(make_user("Robin Marsh", ("careers_leader", school)))


def _at(school, name, **more):
    return reverse(name, kwargs={"slug": school.slug, **more})


def _learner(name):
    with acting(everything("test")):
        return Learner.objects.get(given_name=name)


def test_the_page_says_what_would_be_erased(school, leader):
    said = leader.get(_at(school, "retention")).content.decode()

    assert "Due today: the names of <strong>1 learner</strong>" in said
    assert "Nothing is erased by itself" in said
    assert "3 years" in said
    assert "1 year" in said


@pytest.mark.parametrize("role", ["teacher", "adviser", "governor", "senior_leader"])
def test_who_may_not_change_settings_finds_nothing(school, signed_in, role):
    client = signed_in(make_user("Pat Moss", (role, school)))
    verity = _learner("Verity").public_id

    for name in ("retention", "switch_erasing", "hold_everybody"):
        assert client.get(_at(school, name)).status_code == 404
    for name in ("erase_learner", "hold_learner"):
        assert client.post(_at(school, name, public_id=verity), {"reason": "x", "sure": "on"}).status_code == 404
    assert _learner("Verity").erased_at is None


def test_a_period_is_changed_with_a_reason(school, leader):
    where = _at(school, "retention_period", what="learner")
    assert leader.post(where, {"months": "24", "reason": ""}).status_code == 422
    assert leader.post(where, {"months": "0", "reason": "Ours"}).status_code == 422

    leader.post(where, {"months": "24", "reason": "Our policy of 2026"})

    with acting(everything("test")):
        assert RetentionPeriod.objects.get().months == 24
    assert "Our policy of 2026" in leader.get(_at(school, "retention")).content.decode()


def test_the_night_erases_only_where_it_was_switched_on(school, leader):
    assert list(erase_due(ON)) == []
    assert leader.get(_at(school, "switch_erasing")).status_code == 200
    assert list(erase_due(ON)) == []

    leader.post(_at(school, "switch_erasing"), {"reason": "Our policy"})

    assert list(erase_due(ON)) == ["Fernhill School: 1 names and 0 files erased."]
    assert list(erase_due(ON)) == []
    leader.post(_at(school, "switch_erasing"))
    assert "Nothing is erased by itself" in leader.get(_at(school, "retention")).content.decode()


def test_somebody_who_left_is_erased_by_hand(school, leader):
    verity = _learner("Verity")
    page = leader.get(_at(school, "learner", public_id=verity.public_id)).content.decode()
    where = _at(school, "erase_learner", public_id=verity.public_id)
    assert where in page
    assert leader.post(where, {"reason": "They asked"}).status_code == 422
    leader.get(where)
    assert _learner("Verity").erased_at is None

    assert leader.post(where, {"reason": "They asked", "sure": "on"})["Location"] == _at(school, "retention")

    gone = leader.get(_at(school, "learner", public_id=verity.public_id)).content.decode()
    assert "Former learner" in gone
    assert "Quill" not in gone
    assert leader.get(where).status_code == 404


def test_somebody_on_roll_is_not_erased(school, leader):
    grace = _learner("Grace")
    assert "Erase who this was" not in leader.get(_at(school, "learner", public_id=grace.public_id)).content.decode()

    answer = leader.post(_at(school, "erase_learner", public_id=grace.public_id), {"reason": "x", "sure": "on"})

    assert answer.status_code == 422
    assert "They are on roll" in answer.content.decode()


def test_a_hold_is_lifted_by_two(school, leader, client):
    leader.post(_at(school, "hold_learner", public_id=_learner("Verity").public_id), {"reason": "A claim"})
    with acting(everything("test")):
        hold = LegalHold.objects.get().pk
    where = _at(school, "lift_hold", hold=hold)
    leader.post(where)
    assert "Somebody else has to agree" in leader.get(_at(school, "retention")).content.decode()
    leader.post(where)
    with acting(everything("test")):
        assert LegalHold.objects.get().lifted_at is None
    other = make_user("Pat Moss", ("careers_administrator", school))
    client.force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=other, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client.post(where)
    with acting(everything("test")):
        assert LegalHold.objects.get().lifted_at is not None


def test_a_file_that_went_is_said_to_be_gone(school, leader):
    with acting(everything("test")) as by:
        receive_learners(content=FILE.encode(), filename="a.csv", school=school, on=date(2022, 10, 1), by=by)
        number = Delivery.objects.get().pk
        Delivery.objects.update(content="", state="refused")

    said = leader.get(_at(school, "delivery", number=number)).content.decode()
    assert "The file itself is not kept any more" in said
    assert leader.get(_at(school, "delivery_as_sent", number=number)).status_code == 404
    assert leader.get(_at(school, "delivery_refused_rows", number=number)).status_code == 404
