"""Schools and colleges by whatever is typed into one box: a name, a URN, a UKPRN, a postcode."""

import re
from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from waymark.places.models import Kind, Organisation, Status
from waymark.places.queries.near_words import near_words
from waymark.places.rules import asked_words

_FOUND = (Kind.SCHOOL, Kind.COLLEGE, Kind.OTHER)
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?) ?(\d(?:[a-z]{2})?)?$", re.IGNORECASE)
_LAESTAB = re.compile(r"(\d{3}) ?/? ?(\d{4})")
_MOST_WORDS = 12


@dataclass(frozen=True)
class PlacesFound:
    """How many places answer a search, and the first of them in order."""

    total: int
    places: tuple[Organisation, ...]


def places_found(text: str, *, limit: int = 20, start: int = 0) -> PlacesFound:
    """The schools and colleges that `text` may mean: the open before the closed, the nearest names first.

    Every word must begin a word of the name, in any order; if no name has them all, words of its town and council
    count too, and then words spelt nearly so. A postcode may be whole or only its first part, alone or after a name.
    Blank text finds nothing.
    """
    matches = places_matching(text, among=Organisation.objects.filter(kind__in=_FOUND))
    rows = _in_order(matches, " ".join(asked_words(text)))
    return PlacesFound(matches.count(), tuple(rows[start : start + limit]))


def places_matching(text: str, *, among: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Those of `among` that `text` may mean, in the order they had; none for blank text."""
    text = " ".join(text.split())
    if not text:
        return among.none()
    numbered = _by_number(text)
    if numbered is not None and (found := among.filter(numbered)).exists():
        return found
    if (postcode := _POSTCODE.search(text)) and (found := _by_postcode(among, text, postcode)).exists():
        return found
    return _by_words(among, text)


def _by_number(text: str) -> Q | None:
    digits = text.upper().removeprefix("URN").removeprefix("UKPRN").strip(" :")
    if laestab := _LAESTAB.fullmatch(digits):
        return Q(la_code=laestab[1], establishment_number=laestab[2])
    return Q(urn=digits) | Q(ukprn=digits) if digits.isascii() and digits.isdigit() else None


def _by_postcode(places: QuerySet[Organisation], text: str, postcode: re.Match[str]) -> QuerySet[Organisation]:
    outward, inward = postcode[1].upper(), (postcode[2] or "").upper()
    there = places.filter(postcode=f"{outward} {inward}" if len(inward) == 3 else "")
    if len(inward) < 3:
        there = places.filter(postcode__startswith=f"{outward} {inward}")
    name = text[: postcode.start()].strip(" ,")
    return _by_words(there, name) if name else there


def _by_words(places: QuerySet[Organisation], text: str) -> QuerySet[Organisation]:
    words = asked_words(text)[:_MOST_WORDS]
    if not words:
        return places.none()
    named = places.filter(_all_of([[word] for word in words], "search_text"))
    if named.exists():
        return named
    nearby = places.filter(_all_of([[word] for word in words], "search_text", "search_area"))
    if nearby.exists():
        return nearby
    spelt = near_words(places, words)
    named = places.filter(_all_of(spelt, "search_text"))
    return named if named.exists() else places.filter(_all_of(spelt, "search_text", "search_area"))


def _all_of(words: list[list[str]], *columns: str) -> Q:
    """Rows where each word, in one of its spellings, begins a word of one of the columns."""
    every = Q()
    for spellings in words:
        any_of = Q(pk=None)
        for column in columns:
            for spelling in spellings:
                any_of |= Q(**{f"{column}__contains": f" {spelling}"})
        every &= any_of
    return every


def _in_order(places: QuerySet[Organisation], words: str) -> QuerySet[Organisation]:
    standing = Case(
        When(status__in=(Status.OPEN, Status.CLOSING), then=Value(0)),
        When(status=Status.CLOSED, then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    nearness = Case(
        When(search_text__startswith=f" {words} ", then=Value(0)),
        When(search_text__startswith=f" {words}", then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    teaching = Case(When(kind=Kind.OTHER, then=Value(1)), default=Value(0), output_field=IntegerField())
    return places.annotate(standing=standing, nearness=nearness, teaching=teaching).order_by(
        "standing", "teaching", "nearness", F("name").asc(), "urn", "pk"
    )
