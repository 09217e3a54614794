"""What a page of the directory is asked for by its address, and the choices it offers; for schools and for anybody."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest

from waymark.evaluation.frameworks import benchmarks_in_force, framework
from waymark.kernel.framework import Framework
from waymark.kernel.sectors import SECTORS
from waymark.kernel.vocabulary import YEAR_GROUPS, Setting
from waymark.places.queries import Position, position_of
from waymark.providers.models import Audience, Kind, Mode, Need, ProviderKind, Safeguarding, Stage
from waymark.providers.queries.search import NATIONWIDE, NEAR, ONLINE, UNPLACED, Asked, Found

MILES = (2, 5, 10, 15, 25, 50, 100)
SORTS = {"": "Best first", "distance": "Nearest first", "cost": "Cheapest first", "stars": "Best reviewed first"}
BENCHMARKS = {f"gb{number}": f"Benchmark {number}" for number in range(1, 9)}
FACETS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "what": ("What", {"offer": "Encounters", "resource": "Free lesson resources", "provider": "Providers"}),
    "mode": ("How", dict(Mode.choices)),
    "cost": ("Cost", {"free": "Free", "paid": "With a cost"}),
    "where": (
        "Where",
        {
            NEAR: "Within the distance",
            NATIONWIDE: "Comes to schools anywhere in England",
            ONLINE: "Online",
            UNPLACED: "Does not say where",
        },
    ),
    "kind": ("Kind of encounter", dict(Kind.choices)),
    "provider_kind": ("Who", dict(ProviderKind.choices)),
    "benchmark": ("Benchmark, as they say", BENCHMARKS),
    "needs": ("Ready for learners with", dict(Need.choices)),
    "sector": ("Sector", SECTORS),
    "subject": ("Subject", {}),
    "safeguarding": ("Safeguarding", {word: label for word, label in Safeguarding.choices if word != "unknown"}),
    "vouched": (
        "Vouched for by",
        {"mark": "A quality mark", "reviewed": "Reviews by schools", "evidence": "Evidence of impact"},
    ),
    "stage": ("Stage (resources)", dict(Stage.choices)),
    "audience": ("Audience (resources)", dict(Audience.choices)),
}
PER_PAGE = 15  # an entry takes several lines
FIRST = ("mode", "cost", "what")  # those that stand open on the page


@dataclass(frozen=True)
class Choice:
    """One thing to narrow by: its name in the address, its label, what may be chosen, and what was."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True)
class Applied:
    """One thing in force, and the address without it."""

    label: str
    href: str


@dataclass(frozen=True)
class Narrowing:
    """What was asked for, as the page's form shows it again."""

    text: str
    postcode: str
    first: tuple[Choice, ...]
    more: tuple[Choice, ...]
    applied: tuple[Applied, ...]
    trouble: str
    query: Mapping[str, str]

    @property
    def more_chosen(self) -> int:
        return sum(bool(choice.chosen) for choice in self.more)

    def link(self, **more: str) -> str:
        """The address that asks for the same, and whatever more."""
        said = {**self.query, **more}
        return f"?{urlencode({name: value for name, value in said.items() if value})}"


@dataclass(frozen=True)
class Question:
    """What an address asks: the query's words as they stand, and the same as the search understands it."""

    query: Mapping[str, str]
    asked: Asked
    rules: tuple[Framework, ...]
    page_number: int
    trouble: str

    def at(self, page_number: int) -> "Question":
        """The same, for another page of what answers it."""
        asked = replace(self.asked, start=(page_number - 1) * PER_PAGE)
        return replace(self, asked=asked, page_number=page_number)


def rules_on(on: date) -> tuple[Framework, ...]:
    """The frameworks by which a gap is one: the benchmarks in force, and the provider access law."""
    return (benchmarks_in_force(on), framework("provider-access"))


def question_of(request: HttpRequest, on: date, *, home: str = "", setting: Setting = Setting.SCHOOL) -> Question:
    """Read a page's address; words that are no choice ask for nothing. `home`: the postcode where none is given."""
    given = {name: request.GET.get(name, "").strip()[:100] for name in _NAMES}
    said = {name: value for name, value in sorted(given.items()) if value}
    if home and "postcode" not in request.GET:
        said["postcode"] = home
    rules = rules_on(on)
    place, trouble = _place(said.get("postcode", ""))
    codes = {due.code for each in rules for due in each.entitlements}
    year, miles, number = (said.get(name, "") for name in ("year", "miles", "page"))
    page_number = min(int(number), 10_000) if number.isdecimal() and int(number[:6]) > 0 else 1
    return Question(
        query={name: value for name, value in said.items() if name != "page"},
        asked=Asked(
            on=on,
            text=said.get("q", ""),
            gap=said["gap"] if said.get("gap") in codes else "",
            year_group=int(year) if year.isdecimal() and int(year) in YEAR_GROUPS else None,
            setting=setting,
            place=place,
            miles=int(miles) if miles.isdecimal() and int(miles) in MILES and place else None,
            chosen={facet: frozenset({said[facet]}) for facet in FACETS if facet in said},
            sort=said["sort"] if said.get("sort") in SORTS else "",
            start=(page_number - 1) * PER_PAGE,
            limit=PER_PAGE,
        ),
        rules=rules,
        page_number=page_number,
        trouble=trouble,
    )


_NAMES = frozenset({"q", "gap", "year", "postcode", "miles", "sort", "page", *FACETS})


def _place(postcode: str) -> tuple[Position | None, str]:
    if not postcode:
        return None, ""
    found = position_of(postcode)
    words = f"We do not know where {postcode} is, so no distance is shown. Check it, or use its first part."
    return found, "" if found else words


def narrowing_of(question: Question, found: Found) -> Narrowing:
    """The form of a page, with how many each choice would give beside all that is chosen elsewhere."""
    query, asked = question.query, question.asked
    gaps = [
        (due.code, f"{due.benchmark.removeprefix('gb')} {due.title}" if due.benchmark.startswith("gb") else due.title)
        for each in question.rules
        for due in each.entitlements
        if asked.setting in due.settings
    ]
    first = [
        Choice("gap", "Who can close", (("", "Any gap"), *gaps), asked.gap),
        Choice("year", "Year group", (("", "Any"), *((str(y), f"Year {y}") for y in YEAR_GROUPS)), _said(asked)),
        Choice("miles", "Within", (("", "Any distance"), *((str(m), f"{m} miles") for m in MILES)), _miles(asked)),
        *(_facet(name, found, query) for name in FIRST),
        Choice("sort", "Order", tuple(SORTS.items()), asked.sort),
    ]
    more = [_facet(name, found, query) for name in FACETS if name not in FIRST and found.facets.get(name)]
    applied = [
        Applied(label, _without(query, name))
        for name, label in (
            ("q", f"“{asked.text}”" if asked.text else ""),
            *((choice.name, _label(choice)) for choice in (*first, *more) if choice.name != "sort"),
        )
        if label
    ]
    return Narrowing(
        text=asked.text,
        postcode=query.get("postcode", ""),
        first=tuple(first),
        more=tuple(more),
        applied=tuple(applied),
        trouble=question.trouble,
        query=query,
    )


def _facet(name: str, found: Found, query: Mapping[str, str]) -> Choice:
    label, words = FACETS[name]
    counts = found.facets.get(name, {})
    chosen = query.get(name, "")
    known = words or {word: word.capitalize() for word in sorted(counts)}
    options = [
        (word, f"{said} ({counts.get(word, 0):,})")
        for word, said in known.items()
        if counts.get(word) or word == chosen
    ]
    return Choice(name, label, (("", "Any"), *options), chosen if chosen in known else "")


def _label(choice: Choice) -> str:
    return dict(choice.options).get(choice.chosen, "").partition(" (")[0] if choice.chosen else ""


def _said(asked: Asked) -> str:
    return "" if asked.year_group is None else str(asked.year_group)


def _miles(asked: Asked) -> str:
    return "" if asked.miles is None else str(asked.miles)


def _without(query: Mapping[str, str], name: str) -> str:
    """The address without one thing; of a postcode that stands by itself, an empty one takes it away."""
    return f"?{urlencode({key: value for key, value in query.items() if key != name})}"
