from datetime import date

import pytest

from tests.factories import make_area, make_learner, make_school, make_user
from waymark.access.models import AuditEvent, Sharing
from waymark.access.scope import acting, everything
from waymark.ledger.models import ClosedDay, FieldScope, Learner, Term
from waymark.ledger.queries import settings_of
from waymark.places.models import Belonging

pytestmark = pytest.mark.django_db
WHERE = "/schools/fernhill-school/settings/"


@pytest.fixture
def school(the_day):
    return make_school()


@pytest.fixture
def client_of(signed_in, school):
    return lambda role="careers_leader": signed_in(make_user(f"A {role}", (role, school)))


def test_settings_are_kept(client_of, school):
    sent = {"learner_word": "student", "subjects": "Art\r\nmaths\r\n", "day_minutes": "320"}

    assert client_of().post(WHERE, sent).headers["Location"] == WHERE

    with acting(everything("test")):
        kept = settings_of(school)
    assert (kept.learner_word, kept.subjects, kept.day_minutes) == ("student", ["art", "maths"], 320)


def test_a_day_of_no_minutes_is_sent_back(client_of):
    answer = client_of().post(WHERE, {"learner_word": "pupil", "subjects": "", "day_minutes": "0"})

    assert answer.status_code == 422


@pytest.mark.parametrize("where", ["", "calendar/", "sensitive/", "sensitive/sen/"])
def test_a_teacher_may_not_open_settings(client_of, where):
    assert client_of("teacher").get(WHERE + where).status_code == 404


def _days(**parts: tuple[int, int, int]) -> dict[str, int]:
    return {
        f"{name}_{part}": value
        for name, day in parts.items()
        for part, value in zip(("day", "month", "year"), day, strict=True)
    }


def test_terms_are_set_and_set_again(client_of):
    client = client_of()
    first = {"doing": "terms", **_days(from_0=(1, 9, 2026), to_0=(23, 10, 2026))}
    second = {"doing": "terms", **_days(from_0=(2, 9, 2026), to_0=(22, 10, 2026))}

    client.post(f"{WHERE}calendar/", first)
    client.post(f"{WHERE}calendar/", second)

    with acting(everything("test")):
        assert list(Term.objects.values_list("name", "from_on", "to_on")) == [
            ("Autumn 1", date(2026, 9, 2), date(2026, 10, 22))
        ]


def test_a_school_that_calls_its_terms_otherwise_has_its_own_alone(client_of, school):
    with acting(everything("test")):
        for name, first, last in (("Michaelmas", (2026, 9, 2), (2026, 12, 18)), ("Lent", (2027, 1, 4), (2027, 3, 26))):
            Term.objects.create(
                organisation=school, academic_year=2026, name=name, from_on=date(*first), to_on=date(*last)
            )
    client = client_of()

    page = client.get(f"{WHERE}calendar/").content.decode()
    client.post(
        f"{WHERE}calendar/",
        {"doing": "terms"} | _days(from_0=(3, 9, 2026), to_0=(18, 12, 2026), from_1=(4, 1, 2027), to_1=(26, 3, 2027)),
    )

    assert page.index("Michaelmas") < page.index("Lent")
    assert "Autumn 1" not in page
    with acting(everything("test")):
        assert list(Term.objects.values_list("name", "from_on")) == [
            ("Michaelmas", date(2026, 9, 3)),
            ("Lent", date(2027, 1, 4)),
        ]


def test_a_term_without_its_last_day_is_sent_back_and_nothing_is_kept(client_of):
    answer = client_of().post(f"{WHERE}calendar/", {"doing": "terms", **_days(from_0=(1, 9, 2026))})

    assert answer.status_code == 422
    assert "Give both days of Autumn 1, or neither." in answer.content.decode()
    with acting(everything("test")):
        assert Term.objects.count() == 0


def test_terms_that_overlap_are_sent_back(client_of):
    sent = _days(from_0=(1, 9, 2026), to_0=(23, 10, 2026), from_1=(20, 10, 2026), to_1=(18, 12, 2026))

    answer = client_of().post(f"{WHERE}calendar/", {"doing": "terms", **sent})

    assert answer.status_code == 422
    assert "Autumn 2 begins before Autumn 1 ends." in answer.content.decode()


def test_a_closed_day_is_added_and_taken_off(client_of):
    client = client_of()

    client.post(f"{WHERE}calendar/", {"doing": "close", "reason": "INSET day", **_days(on=(4, 1, 2027))})
    with acting(everything("test")):
        added = list(ClosedDay.objects.values_list("on", "reason"))
    client.post(f"{WHERE}calendar/", {"doing": "open", "on": "2027-01-04"})

    assert added == [(date(2027, 1, 4), "INSET day")]
    with acting(everything("test")):
        assert ClosedDay.objects.count() == 0


def test_keeping_a_sensitive_fact_asks_why(client_of, school):
    client = client_of()

    refused = client.post(f"{WHERE}sensitive/sen/", {"reason": ""})
    client.post(f"{WHERE}sensitive/sen/", {"reason": "To see whether all have the same chances"})

    assert refused.status_code == 422
    with acting(everything("test")):
        assert FieldScope.objects.get(organisation=school, off_at=None).field == "sen"
        assert AuditEvent.objects.get(verb="sensitive field switched on").because.startswith("To see")


def test_what_will_be_wiped_is_said_before_it_is(client_of, school):
    with acting(everything("test")):
        FieldScope.objects.create(organisation=school, field="sen")
        make_learner(school, 1, sen="K")
        make_learner(school, 2)
    client = client_of()

    before = client.get(f"{WHERE}sensitive/sen/").content.decode()
    client.post(f"{WHERE}sensitive/sen/")

    assert "What is kept of 1 learner will be wiped" in before
    with acting(everything("test")):
        assert set(Learner.objects.values_list("sen", flat=True)) == {"N"}


def test_figures_are_shared_with_the_hub_and_no_longer(client_of, school):
    hub = make_area()
    Belonging.objects.create(member=school, whole=hub)
    client = client_of()

    client.post(f"{WHERE}sharing/", {"with": hub.slug, "doing": "share"})
    shared = Sharing.objects.filter(school=school, shared_with=hub, ended_at=None).count()
    client.post(f"{WHERE}sharing/", {"with": hub.slug, "doing": "stop"})

    assert shared == 1
    assert Sharing.objects.filter(ended_at=None).count() == 0


def test_figures_are_not_shared_with_a_hub_the_school_is_not_in(client_of):
    elsewhere = make_area("Eastmarch Careers Hub")

    assert client_of().post(f"{WHERE}sharing/", {"with": elsewhere.slug, "doing": "share"}).status_code == 404


def test_who_may_not_share_sees_with_whom_it_is_shared(client_of, school):
    hub = make_area()
    Belonging.objects.create(member=school, whole=hub)
    client = client_of("careers_administrator")

    seen = client.get(f"{WHERE}sharing/")
    refused = client.post(f"{WHERE}sharing/", {"with": hub.slug, "doing": "share"})

    assert "Westmarch Careers Hub" in seen.content.decode()
    assert "Share figures with" not in seen.content.decode()
    assert refused.status_code == 404
