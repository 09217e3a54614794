"""A school's pages of employers and requests, and the page behind a letter's link."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_user
from tests.providers.asking import again, ask, make_employer, make_hub, make_provider, make_school
from waymark.post.actions.delivering import deliver_letter
from waymark.post.models import Letter
from waymark.providers.actions.asking import Candidate
from waymark.providers.actions.moving import secret_of
from waymark.providers.models import Approach, Offer, Request, Thanks
from waymark.web.school.asking.who_else import others_for


@pytest.fixture
def school(db_scope):
    return make_school(postcode="GU1 3BB")


@pytest.fixture
def hub(school):
    return make_hub(school)


@pytest.fixture
def leader(school, signed_in):
    return signed_in(make_user("Robin Marsh", ("careers_leader", school)))


def soon():
    return timezone.localdate() + timedelta(days=40)


def asked(school, *whom, **more):
    return ask(school, *whom, on=timezone.localdate(), wished_on=soon(), **more)


def filled(**more):
    day = soon()
    return {
        "title": "A talk on dairies",
        "kind": "employer",
        "wished_on_day": day.day,
        "wished_on_month": day.month,
        "wished_on_year": day.year,
        "mode": "in_person",
        "venue": "at_school",
        "learners": "30",
        "year_groups": ["9"],
        "goes_on": "on",
    } | more


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_of_employers_asks_as_much_for_three_as_for_one(
    how_many, school, hub, leader, django_assert_num_queries
):
    for number in range(how_many):
        make_employer(hub, f"Firm {number}", offers=["talk"], is_stem=True)

    with django_assert_num_queries(9):
        shown = leader.get(reverse("school_employers", args=[school.slug])).content.decode()

    assert shown.count("2 of 2 places left this month") == how_many


def test_the_list_is_narrowed(school, hub, leader):
    make_employer(hub, "Lantern Dairies", sector="C", offers=["talk"], is_stem=True)
    make_employer(hub, "Tallow Yard", sector="F", offers=["visit"])

    def names(**narrowed):
        text = leader.get(reverse("school_employers", args=[school.slug]), narrowed).content.decode()
        return [name for name in ("Lantern Dairies", "Tallow Yard") if name in text]

    assert names() == ["Lantern Dairies", "Tallow Yard"]
    assert names(q="dair") == ["Lantern Dairies"]
    assert names(sector="F") == names(help="visit") == ["Tallow Yard"]
    assert names(flag="is_stem", postcode="nowhere", miles="5") == ["Lantern Dairies"]


def test_asked_in_a_browser_and_answered_by_the_link_of_the_letter(school, hub, leader, client):
    first, other = make_employer(hub), make_employer(hub, "Tallow Yard")
    new = f"{reverse('new_request', args=[school.slug])}?employer={first.public_id}"

    assert "2 of 2 places left" in leader.get(new).content.decode()
    sent = leader.post(new, filled(others=[other.public_id]))

    made = Request.objects.get()
    assert sent["Location"] == reverse("school_request", args=[school.slug, made.public_id])
    deliver_letter.call(Letter.objects.get().public_id)
    link = re.search(r"http://127.0.0.1:8000(/requests/\S+)", mail.outbox[0].body)[1]
    client.logout()
    assert "about 30 learners of Year 9" in client.get(link).content.decode()
    answered = client.post(link, {"answer": "accept", "said": "Gladly."})
    assert answered.status_code == 302
    shown = client.get(answered["Location"])
    assert "the school is told" in shown.content.decode()
    assert shown["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert [each.state for each in Approach.objects.order_by("position")] == ["accepted", "listed"]


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({}, "Your answer"),
        ({"answer": "propose"}, "Name the day."),
        ({"answer": "write"}, "Write something."),
        ({"answer": "agree"}, "Your answer"),
    ],
)
def test_an_answer_that_says_too_little_is_sent_back(said, fault, school, hub, client):
    (approach,) = asked(school, make_employer(hub))

    back = client.post(reverse("answer_request", args=[secret_of(approach)]), said)

    assert back.status_code == 422
    assert fault in back.content.decode()
    assert again(approach).state == "sent"


def test_a_link_that_opens_nothing_is_not_found(client, db):
    assert client.get(reverse("answer_request", args=["0" * 64])).status_code == 404


def test_a_request_that_cannot_be_made_is_sent_back_in_words(school, hub, leader):
    nobody = make_employer(hub, contact="")
    new = f"{reverse('new_request', args=[school.slug])}?employer={nobody.public_id}"

    assert "nobody at Lantern Dairies to write to" in leader.post(new, filled()).content.decode().replace(
        "There is ", ""
    )
    assert leader.post(new, filled(learners="0")).status_code == 422
    assert Request.objects.count() == 0


def test_the_school_acts_on_its_request(school, hub, leader):
    first, second, third = (make_employer(hub, name) for name in ("Lantern Dairies", "Tallow Yard", "Far Mill"))
    one, two = asked(school, first, second)
    here = reverse("school_request", args=[school.slug, one.request.public_id])

    assert leader.post(here, {"doing": "write", "said": "We have a projector."}).status_code == 302
    assert leader.post(here, {"doing": "add", "another": third.public_id}).status_code == 302
    assert leader.post(here, {"doing": f"off {two.public_id}"}).status_code == 302
    assert leader.post(here, {"doing": "WITHDRAW", "said": "Snow"}).status_code == 302
    assert leader.post(here, {"doing": "next"}).status_code == 302
    assert leader.post(here, {"doing": "AGREE"}).status_code == 409
    shown = leader.get(here).content.decode()

    assert [each.state for each in Approach.objects.order_by("position")] == ["withdrawn", "withdrawn", "sent"]
    assert "Far Mill" in shown
    assert leader.post(here, {"doing": "close"}).status_code == 302


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_of_requests_asks_as_much_for_three_as_for_one(
    how_many, school, hub, leader, django_assert_num_queries
):
    for number in range(how_many):
        asked(school, make_employer(hub, f"Firm {number}"), make_employer(hub, f"Other {number}"))

    with django_assert_num_queries(9):
        shown = leader.get(reverse("school_requests", args=[school.slug])).content.decode()

    assert shown.count("Careers talk") == how_many


def test_next_door_finds_nothing_of_it(school, hub, signed_in):
    employer = make_employer(hub)
    (approach,) = asked(school, employer)
    other = make_school("Oakmoor School", urn="900002")
    stranger = signed_in(make_user("Sam Reed", ("careers_leader", other)))

    for name, named in (("school_employer", employer.public_id), ("school_request", approach.request.public_id)):
        assert stranger.get(reverse(name, args=[other.slug, named])).status_code == 404
        assert stranger.get(reverse(name, args=[school.slug, named])).status_code == 404


def test_who_may_see_but_not_ask_sees_no_button(school, hub, signed_in):
    (approach,) = asked(school, make_employer(hub))
    head = signed_in(make_user("Gale Voss", ("senior_leader", school)))
    here = reverse("school_request", args=[school.slug, approach.request.public_id])

    assert "Take the request back" not in head.get(here).content.decode()
    assert head.post(here, {"doing": "WITHDRAW"}).status_code == 404
    assert again(approach).state == "sent"


def test_a_provider_reads_and_answers_what_it_is_asked_and_not_what_others_are(school, hub, signed_in):
    provider, other = make_provider(), make_provider("Tallow Training")
    (approach,) = asked(school, provider)
    client = signed_in(make_user("Kim Hale", ("provider", provider.organisation)))
    here = reverse("provider_request", args=[provider.organisation.slug, approach.public_id])

    assert (
        "Fernhill School"
        in client.get(reverse("provider_requests", args=[provider.organisation.slug])).content.decode()
    )
    assert "about 60 learners" in client.get(here).content.decode()
    assert client.post(here, {"answer": "decline", "said": "Full."}).status_code == 302
    assert again(approach).state == "declined"
    stranger = signed_in(make_user("Lee Moss", ("provider", other.organisation)))
    assert (
        stranger.get(reverse("provider_request", args=[other.organisation.slug, approach.public_id])).status_code == 404
    )


def test_an_offer_of_the_directory_is_asked_for_from_its_page_with_what_it_says(school, leader, db_scope):
    provider = make_provider(verified_on=timezone.localdate())
    offer = Offer.objects.create(provider=provider, title="Taster day", kind="provider", capacity=24, year_from=10)
    page = leader.get(reverse("find_offer", args=[school.slug, offer.public_id])).content.decode()
    new = f"{reverse('new_request', args=[school.slug])}?offer={offer.public_id}"

    assert new in page
    assert 'value="Taster day"' in leader.get(new).content.decode()
    leader.post(new, filled(title="Taster day", kind="provider"))

    asked_for = Approach.objects.get()
    assert (asked_for.offer, asked_for.provider, asked_for.state) == (offer, provider, "sent")


def test_after_a_provider_come_others_who_offer_the_same(school, leader, db_scope):
    def offered(name, **said):
        found = make_provider(name, verified_on=timezone.localdate(), contact_email=f"{name.lower()}@x.example")
        facts = {"title": f"{name} day", "kind": "provider", "provider_kind": "itp", "year_from": 9, "year_to": 11}
        return Offer.objects.create(provider=found, **facts | said)

    first, same, late = (offered(name) for name in ("Brightwater", "Tallow", "Late"))
    offered("Sixth", provider_kind="sixth_form")
    offered("Firm", kind="employer", provider_kind="")
    offered("Elders", year_from=12, year_to=13)
    offered("Shut", is_open=False)
    new = f"{reverse('new_request', args=[school.slug])}?offer={first.public_id}"
    shown = re.findall(r'name="others"[^>]*value="(\w+)"', leader.get(new).content.decode())

    assert set(shown) == {same.public_id, late.public_id}
    leader.post(new, filled(kind="provider", others=[same.public_id]))
    assert [each.whom for each in Approach.objects.order_by("position")] == ["Brightwater", "Tallow"]
    here = reverse("school_request", args=[school.slug, Request.objects.get().public_id])
    assert leader.post(here, {"doing": "add", "another": same.public_id}).status_code == 409
    assert leader.post(here, {"doing": "add", "another": late.public_id}).status_code == 302


@pytest.mark.parametrize("many", [1, 5])
def test_whom_else_to_ask_is_found_with_as_few_questions_however_many_there_are(
    many, school, db_scope, django_assert_num_queries
):
    def offered(number):
        found = make_provider(f"Works {number}", verified_on=timezone.localdate(), contact_email="")
        make_user(f"Pat Lane {number}", ("provider", found.organisation))
        return Offer.objects.create(provider=found, title="Taster", kind="provider", provider_kind="itp")

    first, *_ = [offered(number) for number in range(many + 1)]
    candidate = Candidate(provider=first.provider, offer=first)
    others_for(school, candidate, most=None)  # the directory's index is kept from then on

    with django_assert_num_queries(4):
        found = others_for(school, candidate, most=None)

    assert len(found) == many


@pytest.mark.parametrize("named", ["?employer=x", "?provider=x", "?offer=x"])
def test_whom_to_ask_has_to_be_somebody(named, school, leader):
    assert leader.get(reverse("new_request", args=[school.slug]) + named).status_code == 404


def test_who_has_chosen_nobody_is_led_to_where_one_chooses(school, leader):
    assert leader.get(reverse("new_request", args=[school.slug]))["Location"] == reverse(
        "find_providers", args=[school.slug]
    )


def test_what_it_came_to_is_one_page_for_either_side(school, hub, leader, client):
    (approach,) = asked(school, make_employer(hub))
    link = reverse("answer_impact", args=[secret_of(approach)])
    sent = reverse("school_impact", args=[school.slug, approach.public_id])
    before = [client.get(link).status_code, leader.get(sent).status_code]
    Approach.objects.update(state="delivered", agreed_on=soon())
    Thanks.objects.create(approach=approach, total=30, reached=[{"year_group": 9, "learners": 30}])

    thread = leader.get(reverse("school_request", args=[school.slug, approach.request.public_id])).content.decode()

    assert before == [404, 404]
    assert sent in thread
    assert "Say thank you" not in thread
    for page in (client.get(link), leader.get(sent)):
        assert (page.status_code, page["Content-Type"], page.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert link in client.get(reverse("answer_request", args=[secret_of(approach)])).content.decode()
