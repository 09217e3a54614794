"""Matching an area in the background: read, solved, and written down as proposals that nobody has agreed to yet."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from waymark.access.scope import Scope
from waymark.intake.jobs import Ended, WorkRefused, Writing
from waymark.intake.models import Job
from waymark.kernel.telling import Tell
from waymark.ledger.rules.facts import SECTORS
from waymark.planner.actions.matching import MatchRefused, ProposedMatch, ProposedRun, propose_matches
from waymark.planner.matching.on_site import Sides, sides_of
from waymark.planner.matching.terms import Match, Matching, Rules, Worth

KIND = "area matching"


@dataclass(frozen=True)
class Wanted:
    """For which days a matching is made, how far partners may be, and how need, sector and distance weigh."""

    first: date
    last: date
    max_miles: Decimal | None
    weights: Worth

    def as_asked(self) -> dict:
        """As a job keeps it."""
        return {
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "max_miles": None if self.max_miles is None else str(self.max_miles),
            "weights": [str(getattr(self.weights, name)) for name in ("need", "sector", "mile")],
        }

    @staticmethod
    def from_asked(asked: dict) -> "Wanted":
        miles = asked["max_miles"]
        return Wanted(
            date.fromisoformat(asked["first"]),
            date.fromisoformat(asked["last"]),
            None if miles is None else Decimal(miles),
            Worth(*(Fraction(weight) for weight in asked["weights"])),
        )


def prepared(job: Job, tell: Tell, by: Scope) -> Writing:
    """Match the area's employers and schools; returns what writes the proposals."""
    # Here, because the solver's numbers take a while to import and no page needs them.
    from waymark.planner.matching.explaining import left_over
    from waymark.planner.matching.solving import solve

    assert job.organisation is not None
    area, wanted = job.organisation, Wanted.from_asked(job.asked)
    tell(0, 0, "Reading employers, schools and what is agreed")
    sides = sides_of(area, first=wanted.first, last=wanted.last, max_miles=wanted.max_miles, weights=wanted.weights)
    if not sides.supply or not sides.demand:
        raise WorkRefused("There is nobody to match: no employer with a place, or no school, that is on the map.")
    tell(0, 0, f"Matching {len(sides.supply):,} employers with {len(sides.demand):,} schools")
    matching = solve(sides.supply, sides.demand, sides.rules)
    if not matching.is_feasible:
        raise WorkRefused("What was decided beforehand cannot all hold: some of it takes a place that another has.")
    left = left_over(matching, sides.supply, sides.demand, sides.rules)
    run = run_of(sides, matching, wanted, [[each.side, each.end_id, each.places, each.why] for each in left])

    def write() -> Ended:
        try:
            made = propose_matches(area=area, run=run, by=by)
        except MatchRefused as refused:
            raise WorkRefused(str(refused)) from refused
        return Ended(f"{len(run.matches):,} matches proposed.", {"run": made.public_id})

    return write


def run_of(sides: Sides, matching: Matching, wanted: Wanted, left: list[list]) -> ProposedRun:
    """The matching as proposals: what is agreed already is not among them."""
    agreed = {(each.employer.public_id, each.school.slug) for each in sides.agreed}
    pairs = [each for each in matching.matches if (each.supplier.supply_id, each.seeker.demand_id) not in agreed]
    return ProposedRun(
        first=wanted.first,
        last=wanted.last,
        max_miles=wanted.max_miles,
        weights={name: float(getattr(wanted.weights, name)) for name in ("need", "sector", "mile")},
        value=float(matching.value),
        upper_bound=float(matching.upper_bound),
        is_proven=matching.status == "optimal",
        left=left,
        without_place=sides.without_place,
        matches=tuple(
            ProposedMatch(
                each.supplier.supply_id,
                each.seeker.demand_id,
                each.miles,
                float(each.value),
                reasons_of(each, sides.rules),
            )
            for each in pairs
        ),
    )


def reasons_of(match: Match, rules: Rules) -> tuple[str, ...]:
    """Why these two, in sentences fit for both of them to read."""
    said = ["Decided beforehand by people."] if match.is_locked else []
    said.append(f"The school’s need is {match.seeker.need} of 9.")
    if match.shared:
        sectors = " and ".join(SECTORS.get(letter, letter).lower() for letter in match.shared)
        said.append(f"It wants somebody from {sectors}.")
    said.append(f"They are {match.miles} miles apart.")
    return tuple(said)
