"""How entries of the year plan are spoken of, to those at the school and to those who see it from above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from waymark.ledger.models import Activity
from waymark.planner.queries.closing import Closed
from waymark.planner.queries.money import each_costs
from waymark.planner.queries.school_year import Entry
from waymark.planner.rules.clashes import BLOCK, SORTS, Clash
from waymark.planner.rules.counts import told
from waymark.web.formats import NOTHING, clock, pounds
from waymark.web.school.activities.words import kinds_in_words
from waymark.web.school.words import year_words

SEVERITIES = {"block": "Do not allow it", "warn": "Warn", "ignore": "Say nothing"}


@dataclass(frozen=True)
class Speaking:
    """For whom the plan is put into words. `exact`: they see learners. `open_words`: they see what people typed.

    `titles`: for members of the school who see no learner, titles without a learner's name, by key of the entry.
    """

    one: str
    many: str
    exact: bool
    open_words: bool
    titles: Mapping[int, str] = field(default_factory=dict)

    def learners(self, n: int) -> str:
        """`74 pupils`, `about 70 pupils`, `fewer than 10 pupils`."""
        said = told(n, exact=self.exact)
        return f"{said} {self.one if said.n == 1 else self.many}"

    def gaps(self, n: int) -> str:
        """`74 gaps`."""
        said = told(n, exact=self.exact)
        return f"{said} {'gap' if said.n == 1 else 'gaps'}"

    def title(self, entry: Entry) -> str:
        """What it is called; to those who do not see what people typed, what kind of thing it is."""
        if not self.open_words:
            return kinds_in_words(entry.kinds) or "An activity"
        return self.titles.get(entry.key, entry.title)

    def closes(self, closed: Closed | None) -> str:
        """`Closes 74 gaps of 62 pupils`; blank where nothing is known of it."""
        if closed is None:
            return ""
        if not closed.units and self.exact:
            return "Closes no gap"
        return f"Closes {self.gaps(closed.units)} of {self.learners(closed.learners)}"

    def cost(self, entry: Entry) -> str:
        """`£120, £1.62 each`; a dash where no cost was said."""
        if entry.cost is None:
            return NOTHING
        each = self.each(entry.cost, entry.learners)
        return pounds(entry.cost) if each is None else f"{pounds(entry.cost)}, {pounds(each)} each"

    def each(self, cost: Decimal, learners: int) -> Decimal | None:
        """What it costs for each learner, by the number that the reader is told."""
        return each_costs(cost, told(learners, exact=self.exact).n) if cost else None

    def clashes(self, found: Sequence[Clash]) -> tuple[str, ...]:
        """What is in the way, in words; for those who see no learner without titles, which may name one."""
        return tuple(dict.fromkeys(each.words if self.exact else f"{SORTS[each.sort]}." for each in found))

    def came(self, entry: Entry) -> str:
        """`22 of 28 came`."""
        all_marks = entry.came.total()
        if not all_marks:
            return ""
        attended = told(entry.came["attended"], exact=self.exact)
        return f"{attended} of {told(all_marks, exact=self.exact)} came"


def for_whom(entry: Entry) -> str:
    """`Years 9 and 10`; `Nobody yet`."""
    return year_words(entry.year_groups) if entry.year_groups else "Nobody yet"


def hours(starts: time | None, ends: time | None) -> str:
    """`9am to 11:30am`; `All day`."""
    return f"{clock(starts)} to {clock(ends)}" if starts and ends else "All day"


def stands(entry: Entry, on: date) -> tuple[str, str]:
    """How an entry stands: a status, and its words."""
    if entry.state == Activity.State.DONE:
        return "met", "Done"
    if entry.state == Activity.State.CANCELLED:
        return "unknown", "Cancelled"
    return ("missed", "Register not taken") if entry.held_on < on else ("in_progress", "Planned")


def clash_status(found: Sequence[Clash]) -> tuple[str, str] | None:
    """A status and its words for what is in an entry's way; None where nothing is."""
    if not found:
        return None
    return ("missed", "Not allowed") if any(each.severity == BLOCK for each in found) else ("not_yet", "Clash")
