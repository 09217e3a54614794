"""What the pages, the paper and the files of one year's plan have in common."""

from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.kernel.academic_year import academic_year, first_day, in_words, last_day
from waymark.ledger.models import Activity
from waymark.ledger.queries.activities import terms_of
from waymark.places.models import Organisation
from waymark.planner.queries.clashing import clashes_of
from waymark.planner.queries.closing import NOTHING, Closed, Closing, closing
from waymark.planner.queries.discreet import discreet_titles
from waymark.planner.queries.money import Money, money_of
from waymark.planner.queries.plan import words_open_to
from waymark.planner.queries.school_year import Entry, busy_in, entries_of, lines_of, school_days, terms_in
from waymark.planner.queries.tellable import tellable
from waymark.planner.rules.clashes import Clash
from waymark.planner.rules.counts import told
from waymark.planner.rules.same_place import monday_of
from waymark.web.school.lists import Applied
from waymark.web.school.planning.words import benchmarks_of, titled
from waymark.web.school.words import words_of, year_words
from waymark.web.school.year_plan.finding import sees_learners, today, years_offered
from waymark.web.school.year_plan.grid import Card, Half, Span, Week, lanes_of, spans_of, weeks_between, with_one_open
from waymark.web.school.year_plan.words import Speaking, clash_status, stands

BY_YEAR, BY_BENCHMARK, BY_DAY = "years", "benchmarks", "days"
_SHOWN_AS = ((BY_YEAR, "Weeks by year group"), (BY_BENCHMARK, "Weeks by benchmark"), (BY_DAY, "A list in order of day"))
NO_COLUMN = "none"


class YearPlanMaker:
    """One year's plan, as it is asked for and for whom."""

    def __init__(self, request: HttpRequest, school: Organisation, year: int) -> None:
        self.request, self.school, self.year, self.on = request, school, year, today()
        self.is_now = year == academic_year(self.on)
        words = words_of(school)
        exact, opened = sees_learners(request, school), words_open_to(school)
        self.everything = entries_of(school, year)
        titles = discreet_titles(school, self.everything) if opened and not exact else {}
        self.speaking = Speaking(words.one, words.many, exact, opened, titles)
        self.lines = lines_of(school, year)
        self.terms = terms_in(school, year)
        self.by = request.GET["by"] if request.GET.get("by") in dict(_SHOWN_AS) else BY_YEAR
        self.asked = self._asked()
        self.entries = [entry for entry in self.everything if self._fits(entry)]

    def may(self, permission: Permission) -> bool:
        return self.request.scope.holds(permission, self.school.pk)

    def may_move(self, entry: Entry) -> bool:
        return entry.is_planned and self.may(Permission.PLAN_WRITE)

    def link(self, name: str, **more: str) -> str:
        """A page of this year's plan."""
        kwargs = {part: more.pop(part) for part in ("kind",) if part in more}
        asked = urlencode({"year": self.year, **more})
        return f"{reverse(name, kwargs={'slug': self.school.slug, **kwargs})}?{asked}"

    def number(self, n: int) -> int | str:
        """A number for a file: as it is, or as it may be told."""
        return n if self.speaking.exact else str(told(n, exact=False))

    @cached_property
    def line_names(self) -> dict[int | None, str]:
        return {line.pk: line.name for line in self.lines}

    @cached_property
    def money(self) -> Money:
        return money_of(self.everything, self.lines)

    @cached_property
    def clashes(self) -> dict[int, tuple[Clash, ...]]:
        return dict(clashes_of(self.school, self.year, self.everything))

    @cached_property
    def closing(self) -> Closing | None:
        """What the plan closes: of this year's alone, for who lacks what next year is known when it begins."""
        if not self.is_now:
            return None
        true = closing(self.school, on=self.on)
        return true if self.speaking.exact else tellable(true, self.school, on=self.on)

    def closed_by(self, entry: Entry) -> Closed | None:
        if self.closing is None or not entry.is_planned:
            return None
        return self.closing.of.get(entry.key, NOTHING)

    @cached_property
    def half_names(self) -> dict[str, tuple[date, date]]:
        """The school's half-terms, or the usual terms where it has set none."""
        return {term.name: (term.from_on, term.to_on) for term in self.terms} or terms_of(self.school, self.year)

    @cached_property
    def columns(self) -> list[tuple[str, str]]:
        """Key and heading of each column of the grid; the last, if anything needs it, for what is in none of them."""
        if self.by == BY_BENCHMARK:
            known = benchmarks_of(self.year)
            found = [(code, _short(code)) for code in known if code.startswith("gb")]
        else:
            years = sorted({year for entry in self.everything for year in entry.year_groups})
            found = [(str(year), f"Year {year}") for year in years]
        if asked := self.asked.get("benchmark" if self.by == BY_BENCHMARK else "year_group"):
            found = [column for column in found if column[0] == asked] or found
        keys = {key for key, _ in found}
        if any(not keys & set(self._keys(entry)) for entry in self.entries):
            found.append((NO_COLUMN, "None" if self.by == BY_BENCHMARK else "No year"))
        return found

    def choices(self) -> list[tuple[str, str, tuple[tuple[str, str], ...], str]]:
        """What the plan can be narrowed by: name, label, options and what is chosen."""
        asked = self.asked
        years = tuple((str(year), in_words(year)) for year in years_offered(self.school))
        groups = sorted({year for entry in self.everything for year in entry.year_groups})
        known = benchmarks_of(self.year)
        return [
            ("year", "Academic year", years, str(self.year)),
            ("term", "Term", (("", "All"), *((name, name) for name in self.half_names)), asked.get("term", "")),
            (
                "year_group",
                "Year group",
                (("", "All"), *((str(year), year_words([year])) for year in groups)),
                asked.get("year_group", ""),
            ),
            (
                "benchmark",
                "Benchmark",
                (("", "All"), *((code, titled(code, known)) for code in known)),
                asked.get("benchmark", ""),
            ),
            ("by", "Show as", _SHOWN_AS, self.by),
        ]

    @property
    def narrowed_by(self) -> dict[str, str]:
        return {name: value for name, value in self.asked.items() if name != "year"}

    def applied(self) -> tuple[Applied, ...]:
        options = {name: dict(each) for name, _, each, _ in self.choices()}
        rest = {"year": str(self.year), "by": self.by, **self.asked}
        return tuple(
            Applied(
                options[name][value],
                f"?{urlencode({other: said for other, said in rest.items() if other != name})}",
            )
            for name, value in self.asked.items()
        )

    @cached_property
    def spans(self) -> list[Span]:
        """The weeks of each term that is shown, in order, and between them those outside term that hold anything."""
        term = self.asked.get("term")
        shown = {term: self.half_names[term]} if term else self.half_names
        return spans_of(shown, {monday_of(entry.held_on) for entry in self.entries})

    def halves(self) -> tuple[Half, ...]:
        """The weeks of each term with what is in them, and weeks between terms that have anything; one of them open."""
        by_week: dict[date, list[Entry]] = {}
        for entry in self.entries:
            if entry.state != Activity.State.CANCELLED:
                by_week.setdefault(monday_of(entry.held_on), []).append(entry)
        notes = self._notes()
        halves = [
            Half(span.title, tuple(self._week(monday, number, by_week, notes) for number, monday in span.weeks))
            for span in self.spans
        ]
        return with_one_open(halves, self.on)

    def by_term(self) -> list[tuple[Span, list[Entry]]]:
        """The entries in order of day, under the terms whose weeks they are in."""
        return [(span, [e for e in self.entries if monday_of(e.held_on) in span.mondays]) for span in self.spans]

    def _week(self, monday: date, number: int, by_week: dict[date, list[Entry]], notes: dict[date, list[str]]) -> Week:
        keys = [key for key, _ in self.columns]
        cards = [self._card(entry, keys) for entry in by_week.get(monday, [])]
        return Week(
            monday=monday,
            label=f"Week {number}" if number else "Week of",
            notes=tuple(notes.get(monday, ())),
            is_now=monday == monday_of(self.on),
            lanes=lanes_of([card for card in cards if card.columns], len(keys)),
            key=monday.isoformat(),
        )

    def _card(self, entry: Entry, keys: list[str]) -> Card:
        status, said = stands(entry, self.on)
        here = {"slug": self.school.slug, "public_id": entry.public_id}
        clash = clash_status(self.clashes.get(entry.key, ())) or ("", "")
        mine = [number for number, key in enumerate(keys) if key in self._keys(entry)]
        if not mine and NO_COLUMN in keys:
            mine = [keys.index(NO_COLUMN)]
        return Card(
            public_id=entry.public_id,
            title=self.speaking.title(entry),
            day=f"{entry.held_on:%a} {entry.held_on.day}",
            href=reverse("year_plan_entry", kwargs=here),
            move_href=reverse("move_entry", kwargs=here) if self.may_move(entry) else "",
            status=status,
            status_said=said,
            clash=clash[0],
            clash_said=clash[1],
            on=entry.held_on,
            columns=tuple(mine),
        )

    def _keys(self, entry: Entry) -> tuple[str, ...]:
        return entry.benchmarks if self.by == BY_BENCHMARK else tuple(map(str, entry.year_groups))

    def _notes(self) -> dict[date, list[str]]:
        """What else is on in each week: closed days, exams, trips."""
        first, last = first_day(self.year), last_day(self.year)
        found: dict[date, list[str]] = {}
        for on, reason in (school_days(self.school, self.year).closed or {}).items():
            found.setdefault(monday_of(on), []).append(f"{on:%a} {on.day}: {self._open(reason, 'closed')}")
        for each in busy_in(self.school, first, last):
            title = self._open(each.title, each.get_what_display())
            whom = f" ({year_words(each.year_groups)})" if each.year_groups else ""
            for monday in weeks_between(each.from_on, each.to_on):
                found.setdefault(monday, []).append(f"{title}{whom}")
        return found

    def _open(self, typed: str, instead: str) -> str:
        return typed if self.speaking.open_words else instead

    def _asked(self) -> dict[str, str]:
        years = {str(year) for entry in self.everything for year in entry.year_groups}
        offered = {"term": set(self.half_names), "year_group": years, "benchmark": set(benchmarks_of(self.year))}
        asked = {name: self.request.GET.get(name, "") for name in offered}
        return {name: value for name, value in asked.items() if value in offered[name]}

    def _fits(self, entry: Entry) -> bool:
        if (term := self.asked.get("term")) and not self._is_in(entry, term):
            return False
        if (year_group := self.asked.get("year_group")) and int(year_group) not in entry.year_groups:
            return False
        benchmark = self.asked.get("benchmark")
        return not benchmark or benchmark in entry.benchmarks

    def _is_in(self, entry: Entry, term: str) -> bool:
        first, last = self.half_names[term]
        return first <= entry.held_on <= last


def _short(code: str) -> str:
    return f"Benchmark {code.removeprefix('gb')}"
