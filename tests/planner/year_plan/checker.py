"""Checks a plan from its files alone: what PLANNING.md says a plan must hold, its value and its cost, counted anew.

Shares no code with the planner. Gaps come from the plain evaluator's judgements; what an offer counts for is written
out here once more, for the 2024 benchmarks and provider access.
"""

import csv
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path

from waymark.evaluation import plain
from waymark.evaluation.frameworks import framework
from waymark.intake.exchange.reading import read_rows
from waymark.intake.exchange.workbench import workbench

_SHARED = ("purpose_shared", "outcomes_set")
_EMPLOYER = (*_SHARED, "two_way", "reflection")
_WORKPLACE = (*_EMPLOYER, "task_set", "employer_feedback")
_PROVIDER = (*_SHARED, "met_staff_and_learners", "reflection")
# need, first and last year of the window (None: this year), kind
RULES = {
    "gb2.lmi_ks3": (1, (7, 9), "lmi"), "gb2.lmi_ks4": (1, (10, 11), "lmi"), "gb2.lmi_post16": (1, (12, 13), "lmi"),
    "gb4.subjects": (1, None, "curriculum"), "gb5.employer_year": (1, None, "employer"),
    "gb6.workplace_by_16": (2, (7, 11), "workplace"), "gb6.workplace_by_18": (1, (12, 13), "workplace"),
    "gb6.workplace_college": (1, (12, 13), "workplace"),
    "gb7.sixth_form": (1, (7, 11), "provider"), "gb7.fe_college": (1, (7, 11), "provider"),
    "gb7.university": (1, (7, 11), "provider"), "gb7.itp": (1, (7, 11), "provider"),
    "gb7.he_visits": (2, (12, 13), "provider"), "gb8.guidance_by_16": (1, (7, 11), "guidance"),
    "gb8.guidance_by_18": (1, (12, 13), "guidance"), "gb8.guidance_college": (1, (12, 13), "guidance"),
    "pal.first": (2, (8, 9), "provider"), "pal.second": (2, (10, 11), "provider"),
    "pal.third": (2, (12, 13), "provider"),
}  # fmt: skip


def _true(cell: str) -> bool:
    return cell.lower() in ("true", "1", "yes")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def _pence(cell: str) -> int:
    return int(Fraction(cell or "0") * 100)


@dataclass
class Problem:
    """The files of a folder, and the gaps in them."""

    folder: Path
    institution: str
    first: date
    last: date
    frameworks: tuple[str, ...] = ("gatsby-2024", "provider-access")

    def __post_init__(self) -> None:
        self.offers = {row["offer_id"]: row for row in _rows(self.folder / "offers.csv")}
        self.limits = json.loads((self.folder / "limits.json").read_text(encoding="utf-8"), parse_float=Fraction)
        self.stays = defaultdict(list)
        for row in _rows(self.folder / "enrolments.csv"):
            self.stays[row["learner_id"]].append(row)
        self.learners = {row["learner_id"]: row for row in _rows(self.folder / "learners.csv")}
        self.year_groups: dict[str, int] = {}
        self.gaps = self._gaps()
        closed = {date.fromisoformat(day) for day in self.limits.get("closed_dates", [])}
        self.slots = [
            (offer, day)
            for offer in sorted(self.offers)
            for day in sorted({date.fromisoformat(d.strip()) for d in self.offers[offer]["dates"].split(";") if d})
            if self.first <= day <= self.last and day not in closed
        ]
        self.locks = {(lock["offer_id"], date.fromisoformat(lock["date"])): lock["run"] for lock in self._locks()}

    def _locks(self) -> list[dict]:
        return self.limits.get("locks", [])

    def number(self, offer: str, name: str) -> int | None:
        cell = self.offers[offer][name]
        return int(cell) if cell else None

    def _gaps(self) -> dict[tuple[str, str], tuple[int, Fraction]]:
        weights = {"last_chance": Fraction(4), "otherwise": Fraction(2), "disadvantaged_factor": Fraction(3, 2)}
        weights |= {name: Fraction(value) for name, value in self.limits.get("weights", {}).items()}
        with workbench() as bench:
            tables = read_rows(self.folder, bench, lambda words: None)
        subjects = next(r["subjects"] for r in tables["institutions"] if r["institution_id"] == self.institution)
        listed = sorted({s.strip() for s in subjects.split(";") if s.strip()}) or ["english", "maths", "science"]
        had = defaultdict(set)
        activities = {row["activity_id"]: row for row in tables["activities"]}
        for row in tables["participations"]:
            activity = activities[row["activity_id"]]
            is_link = row["status"] == "attended" and activity["kind"] == "curriculum"
            if is_link and date(self.year, 9, 1) <= activity["held_on"] <= self.first:
                had[row["learner_id"]].add(activity["subject"])
        gaps = {}
        for name in self.frameworks:
            for learner, institution, year_group, code, answer, evidence in plain.evaluate(
                framework(name), self.first, tables
            ).judgements:
                if institution == self.institution:
                    self.year_groups[learner] = year_group
                if institution != self.institution or answer != "not_yet" or code not in RULES:
                    continue
                need, window, _ = RULES[code]
                weight = weights["last_chance" if window is None or window[1] == year_group else "otherwise"]
                row = self.learners[learner]
                if _true(row["pupil_premium"]) or _true(row["looked_after"]) or row["sen"] == "E":
                    weight *= weights["disadvantaged_factor"]
                if code == "gb4.subjects":
                    gaps |= {(learner, f"{code}:{s}"): (1, weight) for s in listed if s not in had[learner]}
                else:
                    gaps[learner, code] = (need - evidence, weight)
        return gaps

    @property
    def year(self) -> int:
        return self.first.year if self.first.month >= 9 else self.first.year - 1

    def on_roll(self, learner: str, day: date) -> bool:
        for stay in self.stays[learner]:
            year = int(stay["academic_year"])
            start = max(date.fromisoformat(stay["from"]), date(year, 9, 1))
            end = min(date.fromisoformat(stay["to"] or "9999-12-31"), date(year + 1, 8, 31))
            if stay["institution_id"] == self.institution and start <= day <= end:
                return True
        return False

    def may_go(self, learner: str, offer: str, day: date) -> bool:
        low, high = self.number(offer, "year_from") or 0, self.number(offer, "year_to") or 99
        return learner in self.year_groups and low <= self.year_groups[learner] <= high and self.on_roll(learner, day)

    def counts(self, learner: str, offer: str, day: date, gap: str) -> bool:
        """Whether a session would add a unit; year groups do not change within a year in what is checked."""
        row, (code, _, subject), year = self.offers[offer], gap.partition(":"), self.year_groups[learner]
        _, window, kind = RULES[code]
        if row["kind"] != kind or (window is not None and not window[0] <= year <= window[1]):
            return False
        if code.startswith("pal."):
            in_time = year < window[1] or (day.month >= 9 or (day.month, day.day) <= (2, 28))
            return in_time and row["provider_kind"] in ("fe_college", "itp") and _true(row["pal_content"])
        if kind == "curriculum":
            return row["subject"] == subject
        asked = {"employer": _EMPLOYER, "workplace": _WORKPLACE, "provider": _PROVIDER}.get(kind, ())
        if not all(_true(row[tick]) for tick in asked):
            return False
        if kind in ("employer", "workplace") and row["mode"] == "virtual":
            return False
        if code == "gb7.he_visits":
            return row["provider_kind"] == "university" and row["mode"] == "in_person"
        if kind == "provider":
            return row["provider_kind"] == code.partition(".")[2]
        return kind != "guidance" or int(row["adviser_level"]) >= 6

    # A plan here is a mapping from slot to a set of learners.

    def cost(self, plan) -> int:
        each = (
            _pence(self.offers[offer]["fixed_cost"])
            + len(learners) * _pence(self.offers[offer]["cost_per_learner"])
            for (offer, _), learners in plan.items()
        )  # fmt: skip
        return sum(each)

    def closed(self, plan) -> dict[tuple[str, str], int]:
        """Units of each gap closed, where any are."""
        units = defaultdict(int)
        for (learner, gap), (most, _) in self.gaps.items():
            for (offer, day), learners in plan.items():
                if learner in learners and self.counts(learner, offer, day, gap):
                    units[learner, gap] = min(units[learner, gap] + 1, most)
        return dict(units)

    def value(self, plan) -> Fraction:
        return sum((self.gaps[key][1] * units for key, units in self.closed(plan).items()), Fraction(0))

    def broken(self, plan) -> list[str]:
        """Every rule of a plan that this one breaks."""
        return [*self._broken_for_learners(plan), *self._broken_by_sessions(plan)]

    def _broken_for_learners(self, plan):
        periods, days, offers = defaultdict(int), defaultdict(list), defaultdict(list)
        for (offer, day), learners in plan.items():
            for learner in learners:
                periods[learner] += self.number(offer, "periods") or 0
                days[learner].append(day)
                offers[learner].append(offer)
                if not self.may_go(learner, offer, day):
                    yield f"{learner} may not go to {offer} on {day}"
        for learner in days:
            most = self.limits.get("periods_per_learner", {}).get(str(self.year_groups[learner]))
            if most is not None and periods[learner] > most:
                yield f"{learner} misses {periods[learner]} periods"
            for taken in (days[learner], offers[learner]):
                if len(set(taken)) < len(taken):
                    yield f"{learner} twice on {taken}"

    def _broken_by_sessions(self, plan):
        rooms, staff, sessions = defaultdict(int), defaultdict(int), defaultdict(int)
        for (offer, day), learners in plan.items():
            sessions[offer] += 1
            rooms[day] += self.number(offer, "rooms") or 0
            staff[day] += self.number(offer, "staff") or 0
            if (offer, day) not in self.slots or self.locks.get((offer, day)) is False:
                yield f"{offer} on {day} cannot be"
            if len(learners) > (self.number(offer, "capacity") or 10**9):
                yield f"{offer} on {day} is too full"
            if not learners and not self.locks.get((offer, day)):
                yield f"{offer} on {day} is empty"
        yield from (f"{slot} is locked in" for slot, run in self.locks.items() if run and slot not in plan)
        said = {(lock["offer_id"], lock["date"], lock["run"]) for lock in self._locks()}
        yield from (f"{lock} is locked both ways" for lock in said if (*lock[:2], not lock[2]) in said)
        for offer, many in sessions.items():
            if many > (self.number(offer, "sessions") or 10**9):
                yield f"{offer} runs {many} times"
        for name, taken in (("rooms_per_day", rooms), ("staff_per_day", staff)):
            most = self.limits.get(name)
            yield from (f"{name} on {day}" for day, many in taken.items() if most is not None and many > most)
        budget = self.limits.get("budget")
        if budget is not None and self.cost(plan) > int(Fraction(budget) * 100):
            yield f"costs {self.cost(plan)}"

    def rank(self, plan) -> tuple[Fraction, int, int, int]:
        places = sum(len(learners) for learners in plan.values())
        return self.value(plan), -self.cost(plan), -len(plan), -places

    def plans(self):
        """Every plan there is: only for the smallest of worlds."""
        learners = sorted(self.year_groups)
        able = [[x for x in learners if self.may_go(x, *slot)] for slot in self.slots]
        for seats in product(*(_subsets(each) for each in able)):
            plan = {slot: set(who) for slot, who in zip(self.slots, seats, strict=True) if who}
            plan |= {slot: plan.get(slot, set()) for slot, run in self.locks.items() if run}
            if not self.broken(plan):
                yield plan

    def greedy(self) -> dict:
        """The plan made by hand, as slowly and plainly as it can be said."""
        plan: dict = {slot: set() for slot in sorted(slot for slot, run in self.locks.items() if run)}
        for slot in list(plan):
            for learner, gain in self._gainers(plan, slot):
                if gain > 0 and not self.broken(more := {**plan, slot: plan[slot] | {learner}}):
                    plan = more
        while True:
            best = None
            for slot in self.slots:
                filled = self._filled(plan, slot)
                if filled is None:
                    continue
                weight, cost = self.value(filled) - self.value(plan), self.cost(filled) - self.cost(plan)
                rate = (1, weight) if cost == 0 else (0, weight / cost)
                if weight > 0 and (best is None or rate > best[0]):
                    best = rate, filled
            if best is None:
                return plan
            plan = best[1]

    def _gainers(self, plan, slot):
        gains = []
        for learner in sorted(self.year_groups):
            if self.may_go(learner, *slot):
                more = {**plan, slot: plan.get(slot, set()) | {learner}}
                gains.append((self.value(more) - self.value(plan), learner))
        return [(learner, gain) for gain, learner in sorted(gains, key=lambda pair: (-pair[0], pair[1]))]

    def _filled(self, plan, slot):
        if slot in plan:
            return None
        filled = plan
        for learner, gain in self._gainers(plan, slot):
            more = {**filled, slot: filled.get(slot, set()) | {learner}}
            if gain > 0 and not self.broken(more):
                filled = more
        return filled if slot in filled else None


def _subsets(things):
    return [[x for bit, x in enumerate(things) if mask >> bit & 1] for mask in range(1 << len(things))]


def plan_in(out: Path) -> dict:
    """The plan of an output folder: slots and who goes."""
    plan: dict = {(row["offer_id"], date.fromisoformat(row["date"])): set() for row in _rows(out / "sessions.csv")}
    for row in _rows(out / "allocations.csv"):
        plan[row["offer_id"], date.fromisoformat(row["date"])].add(row["learner_id"])
    return plan


def check(problem: Problem, out: Path) -> dict:
    """Assert that a folder holds a plan, and says of itself what can be counted from it; its plan."""
    plan, told = plan_in(out), json.loads((out / "plan.json").read_text(), parse_float=Fraction)
    assert problem.broken(plan) == []
    assert told["value"] == problem.value(plan)
    assert told["cost"] * 100 == problem.cost(plan)
    assert (told["sessions"], told["places"]) == (len(plan), sum(map(len, plan.values())))
    assert told["greedy_value"] <= told["upper_bound"]
    assert told["value"] <= told["upper_bound"]
    units = problem.closed(plan)
    rows = sorted((x, gap, problem.gaps[x, gap][0], problem.gaps[x, gap][0] - n) for (x, gap), n in units.items())
    closed = [tuple(row.values()) for row in _rows(out / "closed.csv")]
    assert closed == [tuple(map(str, row)) for row in rows]
    left = defaultdict(lambda: [0, 0])
    for (learner, gap), (most, _) in problem.gaps.items():
        open_units = most - units.get((learner, gap), 0)
        if open_units:
            left[gap, problem.year_groups[learner]][0] += 1
            left[gap, problem.year_groups[learner]][1] += open_units
    unmet = [
        (r["entitlement"], int(r["year_group"]), int(r["learners"]), int(r["units"])) for r in _rows(out / "unmet.csv")
    ]
    assert unmet == sorted((*key, *counts) for key, counts in left.items())
    sessions = [(r["offer_id"], r["date"], int(r["learners"]), _pence(r["cost"])) for r in _rows(out / "sessions.csv")]
    assert sessions == sorted(
        (offer, day.isoformat(), len(who), problem.cost({(offer, day): who})) for (offer, day), who in plan.items()
    )
    return plan
