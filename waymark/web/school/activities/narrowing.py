"""What the list of activities is narrowed by, as the address says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from waymark.kernel.academic_year import academic_year, in_words, last_day
from waymark.ledger.models import Activity, ActivityKind, Audience, Encounter
from waymark.ledger.queries.activities import activities_in, forms_of_year, terms_of, years_with_activities
from waymark.places.models import Organisation
from waymark.web.school.activities.words import KINDS, benchmark_titles, benchmarks_on

STATES = {"planned": "Planned", "due": "Register not taken", "done": "Register taken", "cancelled": "Cancelled"}


@dataclass(frozen=True)
class Choice:
    """One thing to narrow by: its name in the address, its label, what may be chosen, and what was."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True)
class Applied:
    label: str
    href: str


@dataclass(frozen=True)
class Narrowing:
    """The list as asked for: an academic year, perhaps narrowed further. Words that are no choice ask for nothing."""

    today: date
    year: int
    text: str
    asked: Mapping[str, str]
    choices: tuple[Choice, ...]
    terms: Mapping[str, tuple[date, date]]

    def of(self, school: Organisation) -> QuerySet[Activity]:
        """The activities asked for."""
        found = activities_in(school, self.year)
        if self.text:
            found = found.filter(Q(title__icontains=self.text) | Q(provider_name__icontains=self.text))
        for name, narrow in _NARROWED.items():
            if chosen := self.asked.get(name):
                found = found.filter(narrow(self, school, chosen))
        return found

    @property
    def applied(self) -> tuple[Applied, ...]:
        """What is in force besides the year, each with the address without it."""
        said = [(choice, dict(choice.options)[choice.chosen]) for choice in self.choices[1:] if choice.chosen]
        found = [Applied(label, self._without(choice.name)) for choice, label in said]
        return (*([Applied(f"“{self.text}”", self._without("q"))] if self.text else []), *found)

    @property
    def clear_href(self) -> str:
        return f"?{urlencode({'year': self.year})}"

    def link(self, address: str, **more: str) -> str:
        """The address that asks for the same list, and whatever more."""
        return f"{address}?{urlencode({**self._said, **more})}"

    @property
    def _said(self) -> dict[str, str]:
        return {"year": str(self.year), **({"q": self.text} if self.text else {}), **self.asked}

    def _without(self, name: str) -> str:
        return f"?{urlencode({key: value for key, value in self._said.items() if key != name})}"


def narrowing_asked(request: HttpRequest, school: Organisation, today: date) -> Narrowing:
    """What the address asks for; this academic year where it names none that has activities."""
    now = academic_year(today)
    years = sorted({now, *years_with_activities(school)}, reverse=True)
    wanted = request.GET.get("year", "")
    year = int(wanted) if wanted.isdecimal() and int(wanted) in years else now
    terms = terms_of(school, year)
    offered = {
        "term": ("Term", tuple((name, name) for name in terms)),
        "group": ("Year group", tuple((str(group), f"Year {group}") for group in range(7, 15))),
        "kind": ("Kind", tuple(KINDS.items())),
        "benchmark": ("Benchmark", tuple(benchmark_titles(benchmarks_on(last_day(year))).items())),
        "state": ("State", tuple(STATES.items())),
    }
    asked = {
        name: request.GET[name] for name, (_, options) in offered.items() if request.GET.get(name) in dict(options)
    }
    choices = (
        Choice("year", "Academic year", tuple((str(each), in_words(each)) for each in years), str(year)),
        *(
            Choice(name, label, (("", "All"), *options), asked.get(name, ""))
            for name, (label, options) in offered.items()
        ),
    )
    return Narrowing(today, year, request.GET.get("q", "").strip()[:100], asked, choices, terms)


def _by_term(narrowing: Narrowing, school: Organisation, chosen: str) -> Q:
    return Q(held_on__range=narrowing.terms[chosen])


def _by_group(narrowing: Narrowing, school: Organisation, chosen: str) -> Q:
    """For that year group, for a form of it, or attended by one of it."""
    here = Audience.objects.filter(activity=OuterRef("pk"))
    forms = forms_of_year(school, narrowing.year, int(chosen))
    said = Q(what=Audience.What.YEAR_GROUP, value=chosen) | Q(what=Audience.What.FORM, value__in=forms)
    came = Encounter.objects.filter(
        activity=OuterRef("pk"),
        learner__enrolments__academic_year=narrowing.year,
        learner__enrolments__year_group=int(chosen),
    )
    return Q(Exists(here.filter(said))) | Q(Exists(came))


def _by_kind(narrowing: Narrowing, school: Organisation, chosen: str) -> Q:
    return Q(Exists(ActivityKind.objects.filter(activity=OuterRef("pk"), kind=chosen)))


def _by_benchmark(narrowing: Narrowing, school: Organisation, chosen: str) -> Q:
    # A list in JSON cannot be searched alike in both databases; a year's activities are some hundreds at most.
    year = activities_in(school, narrowing.year).values_list("pk", "benchmarks")
    return Q(pk__in=[pk for pk, served in year if chosen in served])


def _by_state(narrowing: Narrowing, school: Organisation, chosen: str) -> Q:
    if chosen == "due":
        return Q(state=Activity.State.PLANNED, held_on__lt=narrowing.today)
    if chosen == "planned":
        return Q(state=Activity.State.PLANNED, held_on__gte=narrowing.today)
    return Q(state=chosen)


_NARROWED = {
    "term": _by_term,
    "group": _by_group,
    "kind": _by_kind,
    "benchmark": _by_benchmark,
    "state": _by_state,
}
