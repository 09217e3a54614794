"""Where lists of criteria and their criteria are."""

from django.urls import reverse

from waymark.places.models import Organisation
from waymark.publishing.models import CriteriaList, StandardCriterion


def list_address(criteria_list: CriteriaList, school: Organisation) -> str:
    """Where a list of criteria is."""
    return reverse("standard", kwargs={"slug": school.slug, "public_id": criteria_list.public_id})


def criterion_address(each: StandardCriterion, school: Organisation) -> str:
    """Where one criterion is, with its evidence."""
    at = {"slug": school.slug, "public_id": each.criteria_list.public_id, "place": each.place}
    return reverse("criterion", kwargs=at)
