"""A hub shares scarce offers among the schools that share their figures: reasons and numbers, and no learner."""

import pytest

from tests.factories import make_offer, make_provider, make_school, make_user
from waymark.access.models import Sharing
from waymark.access.scope import acting, everything
from waymark.intake.jobs import do_work
from waymark.intake.models import Job
from waymark.ledger.models import Learner
from waymark.planner.models import Proposal, SharedSession, SharedYear
from waymark.planner.queries.sharing import shared_with
from waymark.planner.rules.counts import told

ASK = {
    "first_day": "23", "first_month": "11", "first_year": "2026", "last_day": "16", "last_month": "7",
    "last_year": "2027", "miles": "20", "seconds": "60",
}  # fmt: skip
PROVIDED = dict.fromkeys(("purpose_shared", "outcomes_set", "met_staff_and_learners", "reflection"), True)


@pytest.fixture
def offers(hub):
    with acting(everything("test")):
        provider = make_provider("Northmoor Training", is_nationwide=True)
        itp = {"kind": "provider", "provider_kind": "itp", "pal_content": True, **PROVIDED}
        make_offer(provider, "Workshop tour", dates=["2026-12-03", "2027-01-14"], sessions=1, capacity=25, **itp)
        make_offer(provider, "Pay and prospects", kind="lmi", dates=["2027-02-04"], capacity=30)
        make_offer(provider, "By arrangement", kind="lmi")


def at(hub, rest=""):
    return f"/areas/{hub.slug}/plan/{rest}"


def share_out(client, hub):
    under_way = client.post(at(hub), ASK).url
    with acting(everything("test")):
        (job,) = Job.objects.filter(state="waiting")
    assert "Stop, and keep the best so far" in client.get(under_way).content.decode()
    do_work.call(job.public_id)
    return client.get(under_way).url


def test_offers_go_where_they_close_most_with_the_reason(hub, hub_lead, offers, signed_in):
    client = signed_in(hub_lead)

    page = client.get(share_out(client, hub)).content.decode()

    with acting(everything("test")):
        shared = SharedYear.objects.get()
        sessions = list(shared.sessions.select_related("school", "next_school"))
        names = set(Learner.objects.values_list("given_name", "family_name", "public_id"))
    assert shared.schools == 3
    assert shared.by_hand_value <= shared.value <= shared.bound
    assert {x.title for x in sessions} == {"Workshop tour", "Pay and prospects"}
    assert sum(x.title == "Workshop tour" for x in sessions) == 1
    for each in sessions:
        assert each.closes >= each.next_closes
        assert (
            f"Closes {told(int(each.closes), exact=False)} by weight there; {each.next_school.name}, which comes next"
            in page
        )
    assert not any(f"{given} {family}" in page or key in page for given, family, key in names)
    assert "Dene School" not in page


def test_a_school_sees_what_its_hub_proposes_and_plans_with_it(hub, hub_lead, offers, signed_in):
    share_out(signed_in(hub_lead), hub)
    with acting(everything("test")):
        session = SharedSession.objects.first()
        school, other = session.school, SharedSession.objects.exclude(school=session.school).first()
    client = signed_in(make_user("Lea Roe", ("careers_leader", school)))
    address = f"/schools/{school.slug}/plan-builder/"
    page = client.get(address + "?shared=yes").content.decode()

    assert "Proposed by Westmarch Careers Hub" in page
    assert session.title in page
    assert other is None or other.school.name not in page
    weights = {"last_chance": "4", "otherwise": "2", "disadvantaged": "1.5", "own": "on", "shared": "on"}
    client.post(address, ASK | weights | {"seconds": "15"})
    with acting(everything("test")):
        job = Job.objects.get(state="waiting")
    do_work.call(job.public_id)
    with acting(everything("test")):
        proposal = Proposal.objects.get()
        kept = {(x.offer_id, x.held_on) for x in proposal.sessions.filter(verdict="keep")}
        assert kept == {(x.offer_id, x.held_on) for x in shared_with(school)}


def test_a_school_that_stops_sharing_is_seen_no_more(hub, hub_lead, offers, signed_in):
    client = signed_in(hub_lead)
    address = share_out(client, hub)
    with acting(everything("test")):
        session = SharedSession.objects.select_related("school", "next_school").first()
        Sharing.objects.filter(school=session.next_school).delete()
    for at in (address, f"{address}?as=csv"):
        page = client.get(at).content.decode()
        assert session.next_school.name not in page
        assert "the school that comes next shares its figures no more" in page

    with acting(everything("test")):
        Sharing.objects.filter(school=session.school).delete()
    assert session.school.name not in client.get(address).content.decode()


def test_nobody_elses_sharing_is_seen_and_schools_see_no_hub_page(hub, hub_lead, offers, signed_in):
    address = share_out(signed_in(hub_lead), hub)
    with acting(everything("test")):
        other = make_school("Oakmoor School", urn="900009")
    client = signed_in(make_user("Nia Vale", ("careers_leader", other)))

    assert {client.get(each).status_code for each in (address, at(hub), address + "?as=csv")} == {404}
    assert client.post(at(hub), ASK).status_code == 404


def test_lists_take_the_same_queries_however_long(hub, hub_lead, offers, signed_in, django_assert_num_queries):
    client = signed_in(hub_lead)
    address = share_out(client, hub)
    with django_assert_num_queries(PAGE):
        client.get(address)
    with django_assert_num_queries(LIST):
        client.get(at(hub))
    with acting(everything("test")):
        shared, one = SharedYear.objects.get(), SharedSession.objects.first()
        for day in ("2027-05-03", "2027-05-04", "2027-05-05"):
            SharedSession.objects.create(
                shared=shared, school=one.school, offer_id="x", title="x", held_on=day, learners=9, cost=0, closes=1,
                next_school=one.next_school,
            )  # fmt: skip
            SharedYear.objects.create(
                organisation=hub, academic_year=2026, from_on=day, to_on=day, asked={}, schools=3
            )  # fmt: skip
    with django_assert_num_queries(PAGE):
        client.get(address)
    with django_assert_num_queries(LIST):
        client.get(at(hub))


PAGE, LIST = 8, 8
