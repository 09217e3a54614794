"""The parts of a job's page that need joining: ways in, pay, what lies ahead, work near a place."""

from dataclasses import dataclass, field
from typing import Any

from waymark.opportunities.models import Earnings, JobProfile
from waymark.opportunities.queries.areas import PlaceFound, england, first_told, place_found, with_wholes
from waymark.opportunities.queries.market import Adverts, Growth, adverts_of, growth_of
from waymark.opportunities.queries.occupations import Occupation, earnings_of
from waymark.opportunities.rules.market import SIGNS
from waymark.publishing.words import runs
from waymark.web.formats import pounds

Blocks = tuple[tuple[bool, tuple[str, ...]], ...]
# In order of the words, so that no way in comes first because somebody likes it best.
WAYS_IN = {
    "apprenticeship": "Apprenticeship",
    "college": "College",
    "direct": "Going straight to employers",
    "other": "Other ways",
    "university": "University",
    "volunteering": "Volunteering",
    "work": "Starting in another job and working up",
}


@dataclass(frozen=True)
class WordsLink:
    text: str
    href: str


@dataclass(frozen=True)
class WayInPart:
    """What is said of one way in: sentences and lists, what one usually needs, where to read more."""

    blocks: Blocks
    needs_words: str = ""
    needs: tuple[str, ...] = ()
    links: tuple[WordsLink, ...] = ()


@dataclass(frozen=True)
class WayIn:
    title: str
    parts: tuple[WayInPart, ...]


def blocks_of(text: str) -> Blocks:
    """A text's lines as sentences and lists."""
    return tuple((is_list, tuple(lines)) for is_list, lines in runs(text.splitlines()))


def ways_in(job: JobProfile) -> tuple[WayIn, ...]:
    """The ways in that anything is said of."""
    found = ((title, job.routes.get(name) or ()) for name, title in WAYS_IN.items())
    return tuple(WayIn(title, tuple(_part(each) for each in parts)) for title, parts in found if parts)


def _part(part: str | dict[str, Any]) -> WayInPart:
    if isinstance(part, str):
        return WayInPart(blocks_of(part))
    text = "\n".join(filter(None, (part.get("relevant_subjects"), part.get("further_info"))))
    # Addresses that only the service the words come from has are left out of `links` when they are read.
    links = tuple(WordsLink(words, href) for words, href in part.get("links") or ())
    return WayInPart(
        blocks_of(text), part.get("requirements_prefix") or "", tuple(part.get("requirements") or ()), links
    )


@dataclass(frozen=True)
class PayRow:
    """What the survey says of one occupation that the job may be: pounds in words, or why there is none."""

    occupation: str
    middle: str
    low: str
    high: str
    note: str


@dataclass(frozen=True)
class PayTable:
    """Pay by occupation. `year` None: the survey says nothing we hold of any of them."""

    rows: tuple[PayRow, ...]
    source: str = ""
    year: int | None = None


def pay_table(occupations: tuple[Occupation, ...]) -> PayTable:
    """What employees earn in each occupation the job may be, in the newest survey."""
    held = earnings_of([each.soc for each in occupations])
    rows = tuple(_pay_row(each, held.get(each.soc)) for each in occupations)
    newest = max(held.values(), key=lambda pay: pay.year, default=None)
    return PayTable(rows, newest.source, newest.year) if newest else PayTable(rows if occupations else ())


def _pay_row(occupation: Occupation, pay: Earnings | None) -> PayRow:
    name = f"{occupation.title} ({occupation.soc})"
    if pay is None:
        return PayRow(name, "–", "–", "–", "We hold no pay for this occupation.")
    low, high = (pay.percentiles.get(tenth) for tenth in ("20", "80"))
    middle = "–" if pay.median is None else pounds(float(pay.median))
    why = SIGNS.get(pay.why.get("median", ""), "") if pay.median is None else ""
    return PayRow(name, middle, _pounds(low), _pounds(high), f"Not given: {why}." if why else "")


def _pounds(text: str | None) -> str:
    return "–" if text is None else pounds(float(text))


@dataclass(frozen=True)
class Near:
    """Work of this kind near a place: where that is, and why there is nothing where there is nothing."""

    asked: str
    place: str = ""
    problem: str = ""
    growth: Growth | None = None
    growth_place: str = ""
    adverts: Adverts | None = None
    adverts_place: str = ""
    area_slug: str = ""
    found: PlaceFound = field(default_factory=PlaceFound)


def growth_in_england(occupations: tuple[Occupation, ...]) -> Growth | None:
    """The forecast for the whole country, of the wider group that the likeliest occupation is in."""
    country = england()
    return growth_of(country, occupations[0].soc) if country and occupations else None


def near(text: str, occupations: tuple[Occupation, ...]) -> Near:
    """What is known near a postcode or in a place named: of the smallest area that figures are about."""
    if not text:
        return Near("")
    found = place_found(text)
    if not found.areas:
        problem = (
            "We do not know which area that postcode is in."
            if found.is_postcode
            else "We do not know that place. Try a postcode, or the name of a council."
        )
        return Near(text, problem=problem, found=found)
    areas = found.areas if found.is_postcode else with_wholes(found.areas[:1])
    soc = occupations[0].soc if occupations else ""
    growth_place, growth = first_told(areas if soc else (), lambda area: growth_of(area, soc))
    adverts_place, adverts = first_told(areas if soc else (), lambda area: adverts_of(area, soc))
    return Near(
        text,
        place=areas[0].name,
        growth=growth,
        growth_place=growth_place,
        adverts=adverts,
        adverts_place=adverts_place,
        area_slug=areas[0].slug,
        found=found,
    )
