"""Where the school's pages are, and those of others that a site may leave out."""

from django.urls import NoReverseMatch, resolve, reverse

from waymark.access.scope import active_scope
from waymark.places.models import Organisation


def address_if_any(name: str, **kwargs: str) -> str | None:
    """The address of a named page; None where this site has no such page."""
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return None


def open_address(school: Organisation, name: str) -> str | None:
    """The address of one of the school's pages; None where this person may not open it, or there is none."""
    href = address_if_any(name, slug=school.slug)
    return href if href and active_scope().holds(resolve(href).func.needs, school.pk) else None


def entitlement_address(school: Organisation, code: str) -> str:
    """Where one entitlement's page is."""
    return reverse("entitlement", kwargs={"slug": school.slug, "code": code})


def list_address(school: Organisation, code: str) -> str:
    """Where the list of an entitlement's learners is."""
    return reverse("entitlement_learners", kwargs={"slug": school.slug, "code": code})


def learner_address(school: Organisation, public_id: str) -> str:
    """Where one learner's page is."""
    return reverse("learner", kwargs={"slug": school.slug, "public_id": public_id})
