"""The plan builder's pages: asked, proposed, explained, decided, accepted; what a governor and a neighbour see."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories import make_school, make_user
from tests.web.school.conftest import MEANT, PROVIDED, WORKED
from waymark.access.scope import acting, everything
from waymark.intake import under_way
from waymark.intake.jobs import do_work
from waymark.intake.models import Job
from waymark.kernel.telling import untold
from waymark.ledger.models import Activity
from waymark.planner.actions.proposals import keep_proposal
from waymark.planner.building.asking import Asked
from waymark.planner.building.handed_over import plan_year
from waymark.planner.models import OwnOffer, Proposal, ProposedSession

FIRST, LAST = date(2026, 11, 23), date(2027, 7, 16)
ASK = {
    "first_day": "23", "first_month": "11", "first_year": "2026", "last_day": "16", "last_month": "7",
    "last_year": "2027", "budget": "500", "own": "on", "last_chance": "4", "otherwise": "2", "disadvantaged": "1.5",
    "seconds": "15",
}  # fmt: skip


def add_offers(school):
    talk = {"organisation": school, "kind": "employer", "provider_name": "Lantern Works", **MEANT}
    OwnOffer.objects.create(
        title="Engineers’ morning", dates=["2026-12-03", "2027-02-04"], capacity=40, fixed_cost=Decimal(90), **talk
    )
    visit = talk | {"kind": "workplace", "year_from": 9, "year_to": 11, **WORKED}
    OwnOffer.objects.create(title="Bakery visit", dates=["2027-01-21"], capacity=3, cost_per_learner=8, **visit)
    OwnOffer.objects.create(
        organisation=school, title="Apprenticeships talk", provider_name="Northmoor Training", kind="provider",
        provider_kind="itp", dates=["2027-03-02"], pal_content=True, year_from=9, year_to=11, **PROVIDED,
    )  # fmt: skip


@pytest.fixture
def school(big_school):
    with acting(everything("test")):
        add_offers(big_school)
    return big_school


def proposed(school, **asked):
    with acting(everything("test")) as by:
        found = plan_year(school, Asked(FIRST, LAST, seconds=5, **asked), None, untold, lambda: False)
        return keep_proposal(school=school, found=found, by=by)


@pytest.fixture
def proposal(school):
    return proposed(school, budget=Decimal(300))


def at(school, rest=""):
    return f"/schools/{school.slug}/plan-builder/{rest}"


def shown(client, address):
    return client.get(address).content.decode()


def test_a_year_is_asked_for_planned_in_the_background_and_led_to(school, leader, signed_in):
    client = signed_in(leader)

    address = client.post(at(school), ASK).url
    with acting(everything("test")):
        (job,) = Job.objects.filter(state="waiting")
    assert "Stop, and keep the best so far" in shown(client, address)
    do_work.call(job.public_id)

    page = shown(client, client.get(address).url)
    assert "Engineers’ morning" in page
    assert "Why not more?" in page
    with acting(everything("test")):
        assert Proposal.objects.get().made_by == leader


def test_stopped_while_it_looks_the_best_so_far_is_kept(school, leader, signed_in):
    client = signed_in(leader)
    under_way_at = client.post(at(school), ASK).url
    with acting(everything("test")):
        (job,) = Job.objects.filter(state="waiting")
    under_way.ask_to_stop(job.public_id)  # as the page does while it is being done

    do_work.call(job.public_id)

    page = shown(client, client.get(under_way_at).url)
    assert "It was stopped before it had looked everywhere." in page
    with acting(everything("test")):
        proposal = Proposal.objects.get()
        assert Job.objects.get().state == "done"
        assert proposal.value >= proposal.by_hand_value > 0


def test_what_cannot_be_asked_is_sent_back(school, leader, signed_in):
    answer = signed_in(leader).post(at(school), ASK | {"last_year": "2026", "last_month": "10", "own": ""})

    assert answer.status_code == 422
    assert "“To” must not be before “From”." in answer.content.decode()
    assert "Choose your own offers" in answer.content.decode()


def test_sessions_are_explained_from_the_plan(proposal, school, leader, signed_in):
    with acting(everything("test")):
        talk = ProposedSession.objects.get(title="Apprenticeships talk")
    page = shown(signed_in(leader), at(school, f"{proposal.public_id}/"))

    assert f"Closes {talk.closes} gaps" in page
    assert f"{talk.closes_of_premium} of them of pupils with pupil premium" in page


def test_who_may_see_no_sensitive_fact_is_told_none_in_numbers(proposal, school, teacher, governor, signed_in):
    """A teacher sees who would go: "3 of 3 with pupil premium" would say it of each of them."""
    for user in (teacher, governor):
        page = shown(signed_in(user), at(school, f"{proposal.public_id}/"))

        assert "Apprenticeships talk" in page
        assert "with pupil premium" not in page
        assert "with pupil premium" not in shown(signed_in(user), at(school, f"{proposal.public_id}/sessions.csv"))


def test_a_session_is_set_beside_what_would_close_most_in_its_place(school, leader, signed_in):
    proposal = proposed(school, budget=Decimal(90))
    with acting(everything("test")):
        talk = ProposedSession.objects.get(title="Engineers’ morning")
    page = shown(signed_in(leader), at(school, f"{proposal.public_id}/"))

    assert talk.rival == {"title": "Bakery visit", "held_on": "2027-01-21", "closes": 3}
    assert "The next best alternative, “Bakery visit” on 21 January 2027, closes 3." in page


def test_sessions_are_kept_left_out_and_accepted(proposal, school, leader, signed_in):
    client, address = signed_in(leader), at(school, f"{proposal.public_id}/")
    with acting(everything("test")):
        first, second, *_ = ProposedSession.objects.filter(proposal=proposal)

    client.post(address, {"do": "keep", "session": first.public_id})
    client.post(address, {"do": "leave_out", "session": second.public_id})
    with acting(everything("test")):
        assert [ProposedSession.objects.get(pk=x.pk).verdict for x in (first, second)] == ["keep", "leave_out"]
    client.post(address, {"do": "accept_all"})

    with acting(everything("test")):
        verdicts = dict(ProposedSession.objects.values_list("pk", "verdict"))
        assert verdicts.pop(second.pk) == "leave_out"
        assert set(verdicts.values()) == {"accepted"}
        made = Activity.objects.filter(proposed_session__proposal=proposal)
        assert {each.expected.count() for each in made} == {
            each.learners for each in ProposedSession.objects.exclude(pk=second.pk)
        }
        assert {(each.planned.proposal, each.state) for each in made} == {(proposal.public_id, "planned")}
    assert "See the activity" in shown(client, address)


def test_nothing_chosen_is_said(proposal, school, leader, signed_in):
    answer = signed_in(leader).post(at(school, f"{proposal.public_id}/"), {"do": "accept"})

    assert (answer.status_code, "Choose the sessions first." in answer.content.decode()) == (422, True)


def test_what_if_says_what_is_lost_and_plans_anew(proposal, school, leader, signed_in):
    client = signed_in(leader)
    change = {"kind": "withdrawal", "provider": "Lantern Works", "percent": "20"}

    address = client.post(at(school, f"{proposal.public_id}/what-if/"), change).url
    with acting(everything("test")):
        (job,) = Job.objects.filter(state="waiting")
    do_work.call(job.public_id)

    page = shown(client, client.get(address).url)
    assert "If Lantern Works withdraws" in page
    assert "Engineers’ morning" in page
    with acting(everything("test")):
        again = Proposal.objects.exclude(pk=proposal.pk).get()
        assert {x.provider_name for x in again.sessions.all()} == {"Northmoor Training"}
        assert again.what_if["lost"] == again.what_if["won_back"] + again.what_if["still_lost"] > 0


def test_what_if_with_nothing_lost_says_only_that_and_its_title_once(proposal, school, leader, signed_in):
    client = signed_in(leader)

    address = client.post(at(school, f"{proposal.public_id}/what-if/"), {"kind": "budget", "percent": "20"}).url
    with acting(everything("test")):
        (job,) = Job.objects.filter(state="waiting")
    do_work.call(job.public_id)

    page = shown(client, client.get(address).url)
    main = page[page.index("<main") : page.index("</main>")]
    assert main.count("If there is 20% less money") == 1
    assert "Nothing the plan closes would be lost" in main
    assert "wins back" not in main


def test_a_relaxation_can_be_planned_with(school, leader, signed_in):
    with acting(everything("test")):
        OwnOffer.objects.exclude(title="Engineers’ morning").delete()
    proposal = proposed(school, budget=Decimal(0))
    with acting(everything("test")):
        row = proposal.left_open.filter(needs="money").first()
    page = shown(signed_in(leader), at(school, f"?as={proposal.public_id}&more={row.pk}"))

    assert "£90 more money than before." in page
    assert 'value="90.00"' in page or 'value="90"' in page


def test_a_governor_sees_no_small_number_and_no_learner(proposal, school, governor, signed_in):
    client = signed_in(governor)
    with acting(everything("test")):
        bakery = ProposedSession.objects.get(title="Bakery visit")
        place = bakery.proposed_places.select_related("learner").first()
    assert bakery.learners == 3
    page = shown(client, at(school, f"{proposal.public_id}/"))

    assert "Closes fewer than 10 gaps." in page
    assert "£24" not in page
    assert "Accept" not in page
    assert place.learner.family_name not in page
    assert client.get(at(school, f"{proposal.public_id}/sessions/{bakery.public_id}/")).status_code == 404
    assert client.post(at(school, f"{proposal.public_id}/"), {"do": "accept_all"}).status_code == 404
    assert client.post(at(school), ASK).status_code == 404


def test_a_governor_is_told_numbers_of_a_plan_to_the_nearest_ten(proposal, school, leader, governor, signed_in):
    """28 in a year group, by the figures, and 26 of them left open would say that two are not."""
    with acting(everything("test")):
        numbers = {row.learners for row in proposal.left_open.all()} | {x.learners for x in proposal.sessions.all()}
        costs = {f"£{x.cost:.0f}" for x in proposal.sessions.all() if x.cost}
    exact = {f">{n}<" for n in numbers if n % 10} | {f"{n} pupils" for n in numbers if n % 10}

    pages = {who: shown(signed_in(who), at(school, f"{proposal.public_id}/")) for who in (leader, governor)}
    table = shown(signed_in(governor), at(school, f"{proposal.public_id}/sessions.csv"))

    assert {said for said in exact if said in pages[leader]}
    assert {cost for cost in costs if cost in pages[leader]}
    assert {said for said in exact | costs if said in pages[governor] + table} == set()


def test_nobody_next_door_sees_or_changes_anything(proposal, school, signed_in):
    with acting(everything("test")):
        other = make_school("Oakmoor School", urn="900002")
        offer = OwnOffer.objects.first()
        session = ProposedSession.objects.first()
    client = signed_in(make_user("Nia Vale", ("careers_leader", other)))
    for rest in (
        "",
        "offers/",
        f"offers/{offer.public_id}/",
        f"{proposal.public_id}/",
        f"{proposal.public_id}/what-if/",
        f"{proposal.public_id}/sessions.csv",
        f"{proposal.public_id}/sessions/{session.public_id}/",
    ):
        assert client.get(at(school, rest)).status_code == 404
    for rest in (f"offers/{offer.public_id}/", f"{proposal.public_id}/", f"{proposal.public_id}/what-if/"):
        assert client.get(at(other, rest)).status_code == 404
        assert client.post(at(other, rest), {"do": "accept_all"}).status_code == 404


def test_lists_take_the_same_queries_however_long(school, leader, signed_in, django_assert_num_queries):
    client = signed_in(leader)
    proposed(school, budget=Decimal(90))
    few = proposed(school, budget=Decimal(90))
    client.get(at(school))
    with django_assert_num_queries(PROPOSAL_QUERIES):
        client.get(at(school, f"{few.public_id}/"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(at(school))
    many = proposed(school, budget=Decimal(900))
    with django_assert_num_queries(PROPOSAL_QUERIES):
        client.get(at(school, f"{many.public_id}/"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(at(school))


PROPOSAL_QUERIES, LIST_QUERIES = 11, 10


def test_an_offer_of_ones_own_is_added_changed_and_put_aside(big_school, leader, signed_in):
    client = signed_in(leader)
    said = {
        "title": "Meet a midwife", "kind": "employer", "mode": "in_person", "dates": "4/2/2027\n11 2 2027",
        "ticks": ["purpose_shared", "two_way"], "year_from": "9", "year_to": "10", "fixed_cost": "12.50",
    }  # fmt: skip

    assert client.post(at(big_school, "offers/new/"), said | {"dates": "31 2 2027"}).status_code == 422
    client.post(at(big_school, "offers/new/"), said)
    with acting(everything("test")):
        offer = OwnOffer.objects.get()
    assert (offer.dates, offer.two_way, offer.task_set, offer.fixed_cost) == (
        ["2027-02-04", "2027-02-11"], True, False, Decimal("12.50"),
    )  # fmt: skip
    client.post(at(big_school, f"offers/{offer.public_id}/"), said | {"put_aside": "on"})

    assert "Put aside" in shown(client, at(big_school, "offers/"))
