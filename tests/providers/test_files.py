"""Offers from a table and from JSON: what the file states is taken, the rest stays; out and in is nothing new."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest

from tests.factories import make_offer, make_provider
from waymark.places.models import Postcode
from waymark.providers.models import Offer, Provider, QualityMark, Resource
from waymark.providers.rules.facts import OfferFacts, facts_of
from waymark.providers.sources.offers.writing import HEADER, offer_rows
from waymark.providers.sources.openreferral.writing import page_of_services
from waymark.providers.sources.receiving import take_offers

ON = date(2026, 11, 20)
# The columns of a plan's offers and no others, as PLANNING.md lists them.
PLAN = (
    "offer_id,title,provider_id,kind,provider_kind,sector,self_employed,stem,subject,minutes,mode,purpose_shared,"
    "outcomes_set,two_way,reflection,task_set,employer_feedback,met_staff_and_learners,pal_content,adviser_level,"
    "year_from,year_to,capacity,fixed_cost,cost_per_learner,sessions,dates,periods,rooms,staff\n"
    "A,Apprentice for a day,P1,provider,itp,C,false,true,,120,in_person,true,true,true,true,false,false,true,true,,"
    "9,11,30,120.50,2.5,3,2027-03-12;2027-03-05,2,1,2\n"
    "B,Talk,P2,employer,,F,true,false,,60,virtual,true,true,true,true,,,,,,,,,,,,,,,\n"
)


def taken(text, by, owner=None, **more):
    content = text if isinstance(text, bytes) else text.encode()
    return take_offers(content=content, owner=owner, on=ON, by=by, **more)


def counts(outcome):
    return {name: outcome.as_json()[name] for name in ("rows", "added", "changed", "unchanged", "absent", "refused")}


def test_a_plans_offers_become_the_directorys_with_their_providers(db_scope):
    first = taken(PLAN, db_scope)
    again = taken(PLAN, db_scope)

    offer = Offer.objects.get(external_id="A")
    assert counts(first) == {"rows": 2, "added": 2, "changed": 0, "unchanged": 0, "absent": 0, "refused": 0}
    assert counts(again) == {"rows": 2, "added": 0, "changed": 0, "unchanged": 2, "absent": 0, "refused": 0}
    assert facts_of(offer, OfferFacts) == OfferFacts(
        title="Apprentice for a day",
        kind="provider",
        provider_kind="itp",
        sector="C",
        stem=True,
        minutes=120,
        purpose_shared=True,
        outcomes_set=True,
        two_way=True,
        reflection=True,
        met_staff_and_learners=True,
        pal_content=True,
        year_from=9,
        year_to=11,
        capacity=30,
        fixed_cost=Decimal("120.50"),
        cost_per_learner=Decimal("2.50"),
        sessions=3,
        dates=(date(2027, 3, 5), date(2027, 3, 12)),
        periods=2,
        rooms=1,
        staff=2,
    )
    assert sorted(Provider.objects.values_list("external_id", "provider_kind", "verified_on")) == [
        ("P1", "itp", ON),
        ("P2", "other", ON),
    ]


def test_a_dry_run_says_the_same_and_changes_nothing(db_scope):
    outcome = taken(PLAN, db_scope, dry_run=True)

    assert counts(outcome)["added"] == 2
    assert not Offer.objects.exists()
    assert not Provider.objects.exists()


def test_what_a_file_does_not_state_stays(db_scope):
    taken(PLAN, db_scope)

    outcome = taken("offer_id,kind,provider_id,capacity\nA,provider,P1,25\n", db_scope)

    offer = Offer.objects.get(external_id="A")
    assert (counts(outcome)["changed"], offer.capacity, offer.minutes) == (1, 25, 120)
    assert Offer.objects.count() == 2


def test_everything_wrong_with_a_file_is_said_and_the_rest_taken_in(db_scope):
    text = (
        "offer_id,title,provider_id,kind,mode,year_from,year_to,capacity,fixed_cost\n"
        "A,Fine,P1,lmi,virtual,7,9,30,1\n"
        "A,Twice,P1,lmi,virtual,7,9,30,1\n"
        "B,No kind,P1,party,virtual,7,9,30,1\n"
        ",No name,P1,lmi,virtual,7,9,30,1\n"
        "C,Nobody's,,lmi,virtual,7,9,30,1\n"
        "D,Backwards,P1,lmi,virtual,9,7,30,1\n"
        "E,No room,P1,lmi,virtual,7,9,0,1.005\n"
    )

    outcome = taken(text, db_scope)

    assert counts(outcome) == {"rows": 7, "added": 1, "changed": 0, "unchanged": 0, "absent": 0, "refused": 6}
    assert [(each.row, each.code) for each in outcome.problems] == [
        (3, "OFFER_TWICE"),
        (4, "KIND_UNKNOWN"),
        (5, "OFFER_ID_BLANK"),
        (6, "PROVIDER_BLANK"),
        (7, "OFFER_INVALID"),
        (8, "VALUE_UNREADABLE"),
        (8, "VALUE_UNREADABLE"),
    ]


def test_a_file_without_its_columns_is_refused_whole(db_scope):
    outcome = taken("title,provider_id\nA,P1\n", db_scope)

    assert outcome.is_refused
    assert {each.code for each in outcome.problems} == {"COLUMN_MISSING"}
    assert not Offer.objects.exists()


def test_a_providers_own_file_changes_nobody_elses_offers(db_scope):
    mine, theirs = make_provider("Mine"), make_provider("Theirs")
    make_offer(theirs, "Their talk", external_id="T")
    text = "offer_id,title,provider_id,kind\nA,My talk,,lmi\nT,Taken over,theirs,lmi\n"

    outcome = taken(text, db_scope, owner=mine)

    assert counts(outcome)["refused"] == 1
    assert [each.code for each in outcome.problems] == ["PROVIDER_NOT_YOURS"]
    assert sorted(Offer.objects.values_list("provider", "title")) == [(mine.pk, "My talk"), (theirs.pk, "Their talk")]


def _full_directory():
    Postcode.objects.create(code="GU1 3BB", latitude=51.2394, longitude=-0.5671)
    provider = make_provider(
        "Brightwater Training",
        summary="Trades",
        sector="F",
        postcode="GU1 3BB",
        latitude=51.2394,
        longitude=-0.5671,
        precision="postcode",
        reach_miles=20,
        needs=["autism"],
        safeguarding="checked",
        safeguarding_expires_on=date(2027, 8, 31),
        contact_email="us@brightwater.example",
        website="https://brightwater.example",
    )
    QualityMark.objects.create(provider=provider, name="matrix Standard", expires_on=date(2028, 1, 1))
    make_offer(
        provider, "Full", year_from=9, year_to=11, fixed_cost=Decimal("12.50"), dates=["2027-03-05"], needs=["hearing"]
    )
    make_offer(provider, "=HYPERLINK(1)", mode="virtual", stem=True, benchmarks=["gb7"])
    Resource.objects.create(
        provider=provider, title="Lesson", url="https://brightwater.example/l", stages=["ks3"], subjects=["maths"]
    )
    return provider


def _content():
    wanted = [name for name in HEADER if name not in ("offer_id", "provider_id")]
    rows = offer_rows(Offer.objects.select_related("provider__organisation").order_by("title"))
    return [{name: dict(zip(HEADER, row, strict=True))[name] for name in wanted} for row in rows]


def test_the_directory_as_json_taken_in_again_is_nothing_new(db_scope):
    _full_directory()
    page = json.dumps(page_of_services(ON)).encode()

    outcome = taken(page, db_scope)

    assert counts(outcome) == {"rows": 3, "added": 0, "changed": 0, "unchanged": 3, "absent": 0, "refused": 0}
    assert Provider.objects.count() == 1


def test_the_directory_as_json_in_an_empty_site_is_the_same_directory(db_scope):
    _full_directory()
    before, page = _content(), json.dumps(page_of_services(ON)).encode()
    Provider.objects.all().delete()

    outcome = taken(page, db_scope)

    assert counts(outcome)["added"] == 3
    assert _content() == before
    assert Resource.objects.get().stages == ["ks3"]
    assert QualityMark.objects.get().expires_on == date(2028, 1, 1)
    assert Provider.objects.get().latitude == 51.2394


def test_the_directory_as_a_table_taken_in_again_is_nothing_new(db_scope):
    _full_directory()
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows(offer_rows(Offer.objects.select_related("provider__organisation").exclude(title__startswith="=")))

    outcome = taken(text.getvalue(), db_scope)

    assert counts(outcome) == {"rows": 1, "added": 0, "changed": 0, "unchanged": 1, "absent": 0, "refused": 0}


def test_services_without_the_profile_are_taken_as_something_that_counts_for_nothing(db_scope):
    service = {
        "id": "ac148810-d857-441c-9679-408f346de14b",
        "name": "Community lunch club",
        "description": "Lunch.",
        "status": "active",
        "minimum_age": 11,
        "organization": {"id": "b1", "name": "Parish hall", "unknown": [1]},
        "cost_options": [{"id": "c1", "amount": 3, "currency": "GBP"}],
        "service_at_locations": [
            {
                "id": "d1",
                "location": {
                    "id": "e1",
                    "location_type": "physical",
                    "addresses": [{"id": "f1", "postal_code": "GU1 3BB"}],
                },
            }
        ],
    }

    outcome = taken(json.dumps({"contents": [service]}), db_scope)

    offer = Offer.objects.get()
    assert counts(outcome)["added"] == 1
    assert (offer.title, offer.kind, offer.year_from, offer.fixed_cost, offer.postcode) == (
        "Community lunch club",
        "other",
        7,
        Decimal("3.00"),
        "GU1 3BB",
    )


@pytest.mark.parametrize("text", ["{", "{}", "[]", '{"contents": 3}', "[1, 2]", '[{"name": "x"}]'])
def test_json_that_is_no_page_of_services_is_refused_in_words(db_scope, text):
    outcome = taken(text, db_scope)

    assert outcome.problems
    assert outcome.refused == outcome.reading.records
    assert not Offer.objects.exists()
