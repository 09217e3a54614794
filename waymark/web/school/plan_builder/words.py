"""How proposals are said: figures in words; to who sees no learner to the nearest ten, small numbers hidden."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from waymark.evaluation.frameworks import benchmarks_in_force, framework
from waymark.planner.models import Proposal, ProposedSession, StillOpen
from waymark.planner.rules.counts import TOO_FEW, told
from waymark.web.formats import day, number, plural, pounds

FEW = f"fewer than {TOO_FEW}"


@dataclass(frozen=True)
class Seen:
    """What a person may be told: everything, or no small number nor what would give one away.

    Beside the figures, which say how many there are of a year group, 16 of them who lack something would tell of the
    two who do not: so who sees no learner is told the nearest ten.

    `sensitive`: whether they may see sensitive facts; beside the list of who goes a number of them would tell whose.
    `requests`: whether they may read what the school asks of others, and what those answer.
    """

    learners: bool
    many: str  # what the school calls its learners
    sensitive: bool = False
    requests: bool = False

    def count(self, amount: int) -> str:
        return str(told(amount, exact=self.learners))

    def is_small(self, *amounts: int | None) -> bool:
        """Whether any of these may not be told."""
        return not self.learners and any(0 < amount < TOO_FEW for amount in amounts if amount)


def title_of_gap(code: str, proposal: Proposal) -> str:
    """What an entitlement is called; a subject's gap with its subject."""
    name, _, subject = code.partition(":")
    for by in (benchmarks_in_force(proposal.from_on), framework("provider-access")):
        found = next((each.title for each in by.entitlements if each.code == name), None)
        if found:
            return f"{found}: {subject}" if subject else found
    return code


def why(session: ProposedSession, seen: Seen) -> str:
    """`Closes 74 gaps: 43 for Year 10, 31 for Year 11; 31 of them of learners with pupil premium; £3.10 each.`"""
    years = {int(year): units for year, units in session.closes_by_year.items()}
    if seen.is_small(session.closes, session.learners):
        return f"Closes {FEW} gaps."
    parts = [f"Closes {plural(session.closes, 'gap') if seen.learners else f'{seen.count(session.closes)} gaps'}"]
    named = [f"Year {year}" for year in sorted(years)]
    if len(years) == 1:
        parts[0] += f" for {named[0]}"
    elif years and not seen.learners:
        parts[0] += f" for {_listed(named)}"
    elif years:
        parts[0] += ": " + ", ".join(f"{number(years[year])} for Year {year}" for year in sorted(years))
    premium = session.closes_of_premium
    if premium and seen.sensitive:
        parts.append(f"{number(premium)} of them of {seen.many} with pupil premium")
    if session.closes and session.cost and seen.learners:
        parts.append(f"{money(session.cost / session.closes)} each")
    elif not session.cost:
        parts.append("at no cost")
    return "; ".join(parts) + "."


def rival(session: ProposedSession, seen: Seen) -> str:
    """`The next best alternative, “…” on 3 December 2026, closes 52.`"""
    said = session.rival
    if not said:
        return "Nothing else could be put on in its place that would close a gap."
    return (
        f"The next best alternative, “{said['title']}” on {_iso(said['held_on'])}, closes {seen.count(said['closes'])}."
    )


def proof(proposal: Proposal) -> str:
    """How good the plan is at the least."""
    if proposal.status == Proposal.Status.OPTIMAL:
        return "Proven: no plan closes more by weight, nor as much for less money."
    if not proposal.bound:
        return "There is nothing that a plan could close."
    share = 100 * (proposal.bound - proposal.value) / proposal.bound
    return f"At most {share:.1f}% below the best plan there can be." if share else "No plan closes more by weight."


def beside_by_hand(proposal: Proposal) -> str:
    """What a plan made by hand, best value for money first, would be worth beside this one."""
    if not proposal.by_hand_value:
        return ""
    more = 100 * (proposal.value - proposal.by_hand_value) / proposal.by_hand_value
    if more < Decimal("0.1"):
        return "A plan made by hand, session by session, would close as much."
    return f"It closes {more:.1f}% more by weight than a plan made by hand, session by session."


def relaxed(row: StillOpen, seen: Seen) -> str:
    """The cheapest single thing that would close most of what is open, in words."""
    if not row.needs:
        return "Not looked into: no time was left"
    if row.needs == "offer" and not row.amount:
        return "Nothing could close any: no day is left on which it would count"
    if not seen.learners:
        what = {"offer": "Something that is not on offer yet"}.get(row.needs, f"More {row.needs}")
        return what if seen.is_small(row.closes, row.units) else f"{what} would close {seen.count(row.closes)} of them"
    closes = f"would close {number(row.closes)} of {number(row.units)}"
    if row.needs == "money":
        if row.amount:
            return f"{money(Decimal(row.amount) / 100)} more money {closes}"
        return f"{money(row.cost)} of what the budget still has {closes}"
    if row.needs == "offer":
        times = "once" if row.amount == 1 else f"on each of {row.amount} days"
        return f"Something that is not on offer yet, for {number(int(row.cost))} at a time, {times}, {closes}"
    what = {
        "places": f"{plural(row.amount, 'more place')} in the sessions there are",
        "periods": f"{plural(row.amount, 'more period')} out of lessons for each",
        "staff": f"{number(row.amount)} more staff a day",
        "rooms": f"{plural(row.amount, 'more room')} a day",
    }[row.needs]
    cost = f", for {money(row.cost)}," if row.cost else ""
    return f"{what}{cost} {closes}"


def money(amount: Decimal) -> str:
    """`£12` or `£12.50`, to the penny."""
    return pounds(float(round(amount, 2)))


def _iso(on: str) -> str:
    return day(date.fromisoformat(on))


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
