"""From the words of an address or a command line to a search in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from waymark.opportunities.models import CampaignCourse, TrainingProvider
from waymark.opportunities.search.asking import Place, SearchRefused, Sort, checked_position
from waymark.opportunities.search.choices import values_of
from waymark.opportunities.search.places import place_of_postcode
from waymark.places.rules import plain_words

_BY_NAME = ("provider", "region", "town")


def place_asked(postcode: str, latitude: float | None, longitude: float | None) -> Place | None:
    """The place of a postcode or of two numbers, the numbers before the postcode; None where none is given."""
    position = checked_position(latitude, longitude)
    if position is not None or not postcode.strip():
        return position
    return place_of_postcode(postcode)


def narrowed_to(said: Mapping[str, Sequence[str]], *, campaign: str = "") -> dict[str, frozenset[str]]:
    """The values that words mean, by facet; a provider may be named by its UKPRN or by words of its name.

    A name that no course has narrows to nothing; a word that is no choice at all is refused.
    """
    narrowed: dict[str, frozenset[str]] = {}
    for name, words in said.items():
        if asked := [each for each in words if each.strip()]:
            narrowed[name] = _named(name, asked) if name in _BY_NAME else values_of(name, asked)
    if campaign.strip():
        rows = CampaignCourse.objects.filter(campaign__iexact=campaign.strip())
        pairs = rows.values_list("ukprn", "aim_reference")
        narrowed["qualification"] = frozenset(f"{ukprn}/{aim}" for ukprn, aim in pairs)
    return narrowed


def campaigns_held() -> tuple[str, ...]:
    """The codes of the campaigns that have been brought in."""
    return tuple(CampaignCourse.objects.order_by("campaign").values_list("campaign", flat=True).distinct())


def campaigns_of(ukprn: str, aim: str) -> tuple[str, ...]:
    """The campaigns that show this aim at this provider."""
    rows = CampaignCourse.objects.filter(ukprn=ukprn, aim_reference=aim) if aim else CampaignCourse.objects.none()
    return tuple(rows.order_by("campaign").values_list("campaign", flat=True))


def sort_asked(said: str) -> Sort:
    """The order that a word asks for; blank: by relevance."""
    try:
        return Sort(said.strip().lower() or Sort.RELEVANCE)
    except ValueError:
        may_be = ", ".join(Sort)
        raise SearchRefused("InvalidSort", f"Courses cannot be sorted by that. It may be: {may_be}.") from None


def day_asked(said: str, what: str) -> date | None:
    """A day written 2027-09-01; None for blank."""
    try:
        return date.fromisoformat(said.strip()) if said.strip() else None
    except ValueError:
        raise SearchRefused("InvalidDate", f"{what} is a day such as 2027-09-01.") from None


def _named(name: str, asked: Iterable[str]) -> frozenset[str]:
    known = _values(name)
    found: set[str] = set()
    for each in asked:
        if name == "provider" and each.strip().isdecimal():
            provider = TrainingProvider.objects.filter(ukprn=each.strip()).first()
            found |= {provider.shown_name} if provider else set()
            continue
        words = f" {plain_words(each)} "
        exact = {value for value, plain in known.items() if f" {plain} " == words}
        found |= exact or {value for value, plain in known.items() if words in f" {plain} "}
    return frozenset(found)


def _values(name: str) -> dict[str, str]:
    """Every value of a facet that some run has, with its plain words."""
    from waymark.opportunities.search.index import current_index  # brings numpy, which the site starts without

    sets = (each for standing in current_index() for each in standing.segment.value_sets[name])
    return {value: plain_words(value) for each in sets for value in each}
