"""What addresses of the directory and of skills panels name, and one of each: for the isolation test."""

from datetime import date

from django.utils import timezone

from tests.factories import make_offer, make_provider
from waymark.opportunities.models import MarketArea, PanelAnalysis
from waymark.providers.models import ListingRequest, Resource, Review

NAMED = {
    **{(name, "public_id"): "listed_provider" for name in ("find_provider", "review_provider")},
    **{(name, "public_id"): "listed_offer" for name in ("find_offer", "review_offer")},
    ("find_resource", "public_id"): "listed_resource",
    ("area_listing", "public_id"): "listing",
    ("area_withdraw_analysis", "public_id"): "analysis",
}

# Names of addresses whose object is everybody's to read: the directory's entries, under the slug of any school. What
# the isolation test posts there is no review, so that it must change nothing; another's slug is still not found.
OPEN_TO_ALL = {"find_provider", "find_offer", "find_resource", "review_provider", "review_offer"}

OF_A_HUB = {"area_listing"}  # no school is asked to list anybody; a hub is: tests/providers/test_listing.py


def directory_things(school):
    """An entry with an offer, a resource and the school's review; who asks to be listed; what a panel said."""
    provider = make_provider("Northmoor Training", verified_on=timezone.localdate())
    offer = make_offer(provider)
    Review.objects.create(provider=provider, offer=offer, school=school, stars=4)
    area = MarketArea.objects.create(kind=MarketArea.Kind.LSIP, name="Westmarch", slug="westmarch")
    said = {"title": "Welders", "text": "Few.", "author": "The panel", "source": "A survey"}
    asks = {"name": "Fell Joinery", "provider_kind": "itp", "summary": "Visits", "contact_name": "Una Pell"}
    made = {
        "listed_provider": provider,
        "listed_offer": offer,
        "listed_resource": Resource.objects.create(provider=provider, title="Lesson", url="https://example.org/"),
        "listing": ListingRequest.objects.create(contact_email="una@fell.example", **asks),  # to no hub in particular
        "analysis": PanelAnalysis.objects.create(organisation=school, area=area, written_on=date(2026, 10, 1), **said),
    }
    return {what: one.public_id for what, one in made.items()}
