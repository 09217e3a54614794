"""Employers in lists, as a school and a hub see them, and what the lists are narrowed by."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from waymark.kernel.sectors import SECTORS
from waymark.places.queries.positions import position_of
from waymark.providers.models import Employer, Help
from waymark.providers.queries.employers import FLAGS, EmployerSearch, FoundEmployer
from waymark.web.formats import plural

MILES = (2, 5, 10, 15, 20, 30, 50)


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_current: bool


@dataclass(frozen=True)
class Narrowing:
    """The fields a list of employers is narrowed by, as they stand, and the search they come to."""

    search: EmployerSearch
    text: str
    postcode: str
    sectors: tuple[Choice, ...]
    helps: tuple[Choice, ...]
    flags: tuple[Choice, ...]
    miles: tuple[Choice, ...]
    trouble: str
    query: str


def narrowing(request: HttpRequest, home: str = "") -> Narrowing:
    """What the address asks for. `home` is the postcode that distances are from where none is given."""
    said = {name: request.GET.get(name, "").strip() for name in ("q", "sector", "help", "flag", "postcode", "miles")}
    postcode = said["postcode"] or home
    near = position_of(postcode) if postcode else None
    miles = int(said["miles"]) if said["miles"].isdigit() and int(said["miles"]) in MILES else None
    trouble = ""
    if near is None and (said["postcode"] or miles is not None):
        trouble = "Nothing is known of that postcode, so nothing is left out by distance."
    search = EmployerSearch(
        text=said["q"],
        sector=said["sector"] if said["sector"] in SECTORS else "",
        help=said["help"] if said["help"] in Help.values else "",
        flag=said["flag"] if said["flag"] in FLAGS else "",
        near=near,
        miles=miles if near else None,
    )
    kept = request.GET.copy()
    kept.pop("page", None)
    return Narrowing(
        search=search,
        text=said["q"],
        postcode=postcode,
        sectors=_choices({"": "Any sector", **SECTORS}, search.sector),
        helps=_choices({"": "Anything", **dict(Help.choices)}, search.help),
        flags=_choices({"": "Any employer", **FLAGS}, search.flag),
        miles=_choices({"": "Any distance", **{str(n): f"Within {n} miles" for n in MILES}}, str(miles or "")),
        trouble=trouble,
        query=kept.urlencode(),
    )


def _choices(words: dict[str, str], current: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, value == current) for value, label in words.items())


@dataclass(frozen=True)
class EmployerRow:
    """One employer in a list."""

    name: str
    href: str
    sector: str
    size: str
    where: str
    offers: str
    flags: tuple[str, ...]
    places: str
    is_active: bool
    keeper: str = ""

    @classmethod
    def of(cls, found: FoundEmployer, href: str, left: int | None) -> "EmployerRow":
        employer = found.employer
        return cls(
            name=employer.name,
            href=href,
            sector=SECTORS.get(employer.sector, ""),
            size=employer.get_size_display(),
            where=miles_said(found.miles, employer.postcode),
            offers=", ".join(Help(each).label for each in employer.offers if each in Help.values),
            flags=flags_of(employer),
            places=places_said(employer, left),
            is_active=employer.is_active,
        )


def miles_said(miles: float | None, postcode: str) -> str:
    if miles is None:
        return postcode or "Place not known"
    return f"{miles:.1f} miles" if miles < 10 else f"{miles:.0f} miles"


def flags_of(employer: Employer) -> tuple[str, ...]:
    return tuple(label for name, label in FLAGS.items() if getattr(employer, name))


def places_said(employer: Employer, left: int | None) -> str:
    """How many more requests may reach them this month."""
    if employer.cap_per_month is None:
        return "As many requests as come"
    if employer.cap_per_month == 0:
        return "Takes no requests at present"
    if not left:
        return f"None of {employer.cap_per_month} places left this month: a new request waits its turn"
    return f"{left} of {plural(employer.cap_per_month, 'place')} left this month"


def employer_rows(employer: Employer) -> list[dict[str, Any]]:
    """What is kept of an employer, as rows of a summary list; nobody is named."""
    where = [
        "comes to schools" if employer.comes_to_schools else "",
        "welcomes visits" if employer.welcomes_visits else "",
        "works online" if employer.works_online else "",
    ]
    reach = "anywhere in England" if employer.is_nationwide else ""
    if employer.reach_miles is not None:
        reach = f"up to {employer.reach_miles} miles away"
    offers = [Help(each).label for each in employer.offers if each in Help.values]
    return [
        {"label": "Sector", "value": SECTORS.get(employer.sector) or None},
        {"label": "Size", "value": employer.get_size_display() or None},
        {"label": "Address", "value": ", ".join(filter(None, [employer.address, employer.postcode])) or None},
        {"label": "Known for", "value": ". ".join(flags_of(employer)) or None},
        {"label": "Can", "value": "; ".join(offers) or None},
        {"label": "In their words", "value": employer.offers_said or None},
        {"label": "Where", "value": ", ".join(filter(None, [*where, reach])).capitalize() or None},
        {"label": "When", "value": employer.when_said or None},
        {"label": "Website", "value": employer.website or None, "value_href": employer.website or None},
    ]
