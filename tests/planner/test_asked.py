"""What was asked for becomes an activity with its register; names leave only when sent, and only safe numbers."""

import json
from datetime import date, time

import pytest
from django.urls import reverse

from tests.factories import make_learner, make_school, make_user, scope_with
from tests.providers.asking import again, answer, ask, make_employer, make_hub, make_provider
from waymark.access.models import AuditEvent
from waymark.access.permissions import Permission
from waymark.access.queries import scope_of
from waymark.access.scope import NotPermitted, acting
from waymark.ledger.actions.erasing import _erase
from waymark.ledger.actions.registers import take_register
from waymark.ledger.models import Activity, Erasure
from waymark.ledger.queries.people import record_of_person
from waymark.planner.actions.asked import (
    activity_of,
    names_to_send,
    plan_what_was_asked,
    reached_by_year,
    say_it_took_place,
    send_names,
    settle_what_took_place,
    thank,
)
from waymark.post.models import Letter
from waymark.providers.actions.afterwards import fit_to_leave, names_by_secret, take_names_back, thanks_by_secret
from waymark.providers.actions.clock import forget_people
from waymark.providers.actions.moving import secret_of
from waymark.providers.models import Approach, NamesRelease, Offer, ReleasedName, Request
from waymark.providers.rules.approaches import Move, NotPossible

DAY = date(2026, 11, 20)
EARLY = date(2026, 10, 20)


@pytest.fixture
def school(db_scope):
    return make_school()


@pytest.fixture
def robin(school):
    return scope_of(make_user("Robin Marsh", ("careers_leader", school)))


@pytest.fixture
def learners(school):
    """Eight of Year 9 and three of Year 10."""
    return [make_learner(school, n, year_group=9 if n < 8 else 10) for n in range(11)]


@pytest.fixture
def accepted(school, robin, learners):
    """A talk that an employer has said yes to."""
    employer = make_employer(make_hub(school), sector="C", is_stem=True)
    (approach,) = ask(school, employer, on=EARLY, by=robin, wished_on=DAY, begins_at=time(9), minutes=50)
    answer(approach, Move.ACCEPT, on=EARLY)
    return Approach.objects.select_related("request__organisation", "employer", "contact", "provider").get()


def fresh(approach):
    return Approach.objects.select_related(
        "request__organisation", "request__made_by", "employer", "contact", "provider", "offer"
    ).get(pk=approach.pk)


def registered(approach, by, absent=()):
    """Its register taken: everybody came but those named."""
    activity = activity_of(approach)
    marks = dict.fromkeys(_expected(activity), "attended") | dict.fromkeys(absent, "absent")
    take_register(activity=activity, marks=marks, seen={}, by=by)


def _expected(activity):
    from waymark.ledger.queries.activities import expected_at

    return expected_at(activity)


def test_it_becomes_a_planned_activity_for_the_year_groups_it_was_asked_for_once(accepted, robin):
    made = plan_what_was_asked(approach=accepted, by=robin)

    activity = made.activity
    assert plan_what_was_asked(approach=accepted, by=robin) == made
    assert (activity.title, activity.held_on, activity.minutes) == ("Careers talk", DAY, 50)
    assert (activity.provider_name, activity.sector, activity.stem) == ("Lantern Dairies", "C", True)
    assert len(names_to_send(accepted)) == 11
    assert activity.state == Activity.State.PLANNED


def test_what_an_offer_says_of_itself_goes_with_it(school, robin, db_scope):
    provider = make_provider(provider_kind="fe_college")
    offer = Offer.objects.create(provider=provider, title="Taster", kind="provider", two_way=True, subject="science")
    (approach,) = ask(school, provider, on=EARLY, by=robin, wished_on=DAY, kind="provider")
    Approach.objects.filter(pk=approach.pk).update(offer=offer)
    answer(approach, Move.ACCEPT, on=EARLY)

    activity = plan_what_was_asked(approach=fresh(approach), by=robin).activity

    assert (activity.provider_kind, activity.two_way, activity.subject) == ("fe_college", True, "science")


def test_nothing_becomes_an_activity_before_somebody_said_yes(school, robin):
    (approach,) = ask(school, make_employer(make_hub(school)), on=EARLY, by=robin, wished_on=DAY)

    with pytest.raises(NotPossible):
        plan_what_was_asked(approach=approach, by=robin)


def test_it_took_place_when_its_register_is_taken_and_not_before(accepted, robin, db_scope):
    plan_what_was_asked(approach=accepted, by=robin)
    with pytest.raises(NotPossible, match="register first"):
        say_it_took_place(approach=fresh(accepted), by=robin)
    assert list(settle_what_took_place(by=db_scope)) == []

    registered(accepted, db_scope)

    assert [each.pk for each in settle_what_took_place(by=db_scope)] == [accepted.pk]
    assert again(accepted).state == "delivered"
    assert list(settle_what_took_place(by=db_scope)) == []


def test_thanks_say_how_many_came_and_hide_the_few(accepted, robin, learners, db_scope):
    plan_what_was_asked(approach=accepted, by=robin)
    registered(accepted, db_scope, absent=[learners[0].pk])
    say_it_took_place(approach=fresh(accepted), by=robin)
    assert reached_by_year(activity_of(accepted)) == {9: 7, 10: 3}

    thank(approach=fresh(accepted), feedback="They asked about it for days.", by=robin)

    said = thanks_by_secret(secret_of(again(accepted)))
    assert (said.total, said.benchmarks) == (10, ["gb5"])
    assert said.reached == [{"year_group": 9, "learners": None}, {"year_group": 10, "learners": None}]
    with pytest.raises(NotPossible, match="already"):
        thank(approach=fresh(accepted), feedback="", by=robin)


@pytest.mark.parametrize(
    ("reached", "shown"),
    [
        pytest.param({9: 30, 10: 20}, {0: 50, 9: 30, 10: 20}, id="many of each"),
        pytest.param({9: 3}, {0: None, 9: None}, id="one year group of few: the total would tell"),
        pytest.param({}, {0: 0}, id="nobody came"),
        pytest.param({9: 6}, {0: 6, 9: 6}, id="six are enough"),
    ],
)
def test_numbers_as_they_may_leave(reached, shown):
    assert fit_to_leave(reached) == shown


def test_of_few_and_many_neither_can_be_worked_out():
    shown = fit_to_leave({9: 30, 10: 20, 11: 4})

    assert shown[11] is None
    assert sum(n is None for n in shown.values()) >= 2


def test_only_numbers_reach_them_until_the_school_sends_names(accepted, robin, learners, db_scope):
    plan_what_was_asked(approach=accepted, by=robin)
    names = {f"{each.given_name} {each.family_name}" for each in learners}

    def told():
        letters = "".join(f"{each.subject}{each.text}{each.calendar}" for each in Letter.objects.all())
        asked = json.dumps(list(Request.objects.values()), default=str)
        return letters + asked

    assert names_by_secret(secret_of(again(accepted))) == ((), None)
    assert not any(name in told() for name in names)

    sent = send_names(
        approach=fresh(accepted), learners=[learners[0].public_id], because="They print badges.", by=robin
    )

    shown, until = names_by_secret(secret_of(again(accepted)))
    assert shown == (f"{learners[0].given_name} {learners[0].family_name}, Year 9",)
    assert until == date(2026, 12, 4)
    assert not any(name in told() for name in names)  # no letter carries them
    event = AuditEvent.objects.get(verb="names sent to whoever comes")
    assert (event.because, event.details) == ("They print badges.", {"names": 1})
    assert sent.how_many == 1


def test_names_go_only_with_a_reason_to_whoever_comes_by_who_may_see_them(accepted, school, robin, learners):
    plan_what_was_asked(approach=accepted, by=robin)
    one = [learners[0].public_id]

    with pytest.raises(NotPossible):
        send_names(approach=fresh(accepted), learners=one, because=" ", by=robin)
    with pytest.raises(NotPossible):
        send_names(approach=fresh(accepted), learners=["nobody"], because="x", by=robin)
    for lacking in (Permission.LEARNER_VIEW, Permission.REQUEST):
        by = scope_with(school, *(each for each in Permission if each != lacking))
        with pytest.raises(NotPermitted):
            send_names(approach=fresh(accepted), learners=one, because="x", by=by)
    assert NamesRelease.objects.count() == 0


def test_names_are_gone_two_weeks_after_or_when_taken_back_or_erased(accepted, school, robin, learners, db_scope):
    plan_what_was_asked(approach=accepted, by=robin)
    ids = [each.public_id for each in learners]
    release = send_names(approach=fresh(accepted), learners=ids, because="Badges", by=robin)

    (sent,) = record_of_person(learners[1]).tables["names_sent"]
    assert (sent["sent_to"], sent["because"], sent["erase_on"]) == ("Lantern Dairies", "Badges", date(2026, 12, 4))

    _erase(school, [learners[1]], why=Erasure.Why.ASKED, reason="Asked", by=db_scope)
    assert ReleasedName.objects.count() == 10
    assert forget_people(on=date(2026, 12, 3), by=db_scope) == 0
    forget_people(on=date(2026, 12, 4), by=db_scope)
    assert ReleasedName.objects.count() == 0
    assert names_by_secret(secret_of(again(accepted))) == ((), None)

    again_sent = send_names(approach=fresh(accepted), learners=ids[2:], because="Badges", by=robin)
    take_names_back(release=again_sent, by=robin)
    assert ReleasedName.objects.count() == 0
    assert release.pk != again_sent.pk


def test_a_hub_reads_no_name(accepted, robin, learners, db_scope):
    plan_what_was_asked(approach=accepted, by=robin)
    send_names(approach=fresh(accepted), learners=[learners[0].public_id], because="Badges", by=robin)
    hub = accepted.employer.organisation

    with acting(scope_with(hub)):
        assert Approach.objects.count() == 1
        assert (ReleasedName.objects.count(), NamesRelease.objects.count()) == (0, 0)


def test_a_contact_who_has_not_been_heard_from_for_two_years_is_erased(school, db_scope):
    employer = make_employer(make_hub(school))
    contact = employer.contacts.get()

    assert forget_people(on=date(2029, 2, 28), by=db_scope) == 0  # heard from on 1 March 2027
    assert forget_people(on=date(2029, 3, 1), by=db_scope) == 1
    contact.refresh_from_db()
    assert (contact.name, contact.email, contact.is_main) == ("", "", False)
    assert forget_people(on=date(2029, 3, 1), by=db_scope) == 0


def test_from_yes_to_thanks_in_a_browser(accepted, school, learners, signed_in, db_scope):
    leader = signed_in(make_user("Kim Hale", ("careers_leader", school)))
    here = {"slug": school.slug, "public_id": accepted.public_id}

    assert "Put it among your activities" in leader.get(reverse("request_activity", kwargs=here)).content.decode()
    assert "activities first" in leader.get(reverse("send_names", kwargs=here)).content.decode()
    leader.post(reverse("request_activity", kwargs=here))
    sent = leader.post(reverse("send_names", kwargs=here), {"learners": [learners[0].public_id], "because": "Badges"})
    assert sent.status_code == 302
    registered(accepted, db_scope)
    leader.post(reverse("request_activity", kwargs=here))
    shown = leader.get(reverse("say_thanks", kwargs=here)).content.decode()
    assert "Not shown: so few could be told apart" in shown
    assert leader.post(reverse("say_thanks", kwargs=here), {"feedback": "Thank you."}).status_code == 302
    leader.logout()
    link = reverse("answer_request", args=[secret_of(again(accepted))])
    page = leader.get(link).content.decode()
    assert "Thank you from Fernhill School" in page
    assert "Learners reached: <strong>11</strong>" in page


def test_next_door_and_who_may_not_see_learners_find_no_names(accepted, school, signed_in):
    other = make_school("Oakmoor School", urn="900002")
    here = {"slug": school.slug, "public_id": accepted.public_id}
    for client in (
        signed_in(make_user("Sam Reed", ("careers_leader", other))),
        signed_in(make_user("Gale Voss", ("governor", school))),
    ):
        for page in ("request_activity", "send_names", "say_thanks"):
            assert client.get(reverse(page, kwargs=here)).status_code == 404
