"""What a year's programme costs: spent, committed, what is left, and what it comes to for each learner."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from waymark.ledger.models import Activity
from waymark.planner.models import BudgetLine
from waymark.planner.queries.school_year import Entry

NO_MONEY = Decimal(0)


@dataclass(frozen=True, slots=True)
class LineMoney:
    """One line of the budget, or (`key` None) what is paid from no line: then there is no amount."""

    key: int | None
    name: str
    amount: Decimal | None
    spent: Decimal
    committed: Decimal

    @property
    def left(self) -> Decimal | None:
        return None if self.amount is None else self.amount - self.spent - self.committed


@dataclass(frozen=True, slots=True)
class Money:
    """The whole: `budget` None where no line is set. `unpriced` planned or done activities have no cost said."""

    lines: tuple[LineMoney, ...]
    budget: Decimal | None
    spent: Decimal
    committed: Decimal
    unpriced: int
    places: int  # of those with a cost: learners listed, or who came

    @property
    def left(self) -> Decimal | None:
        return None if self.budget is None else self.budget - self.spent - self.committed

    @property
    def cost(self) -> Decimal:
        return self.spent + self.committed


def money_of(entries: Sequence[Entry], lines: Iterable[BudgetLine]) -> Money:
    """Spent is the cost of what is done, committed of what is planned; what was cancelled costs nothing."""
    counted = [each for each in entries if each.state != Activity.State.CANCELLED]
    listed = list(lines)
    known = {line.pk for line in listed}
    without = [each for each in counted if each.line not in known]
    found = [_line(line.pk, line.name, line.amount, [e for e in counted if e.line == line.pk]) for line in listed]
    if any(each.cost for each in without):
        found.append(_line(None, "", None, without))
    return Money(
        lines=tuple(found),
        budget=sum((line.amount for line in listed), NO_MONEY) if listed else None,
        spent=sum((line.spent for line in found), NO_MONEY),
        committed=sum((line.committed for line in found), NO_MONEY),
        unpriced=sum(each.cost is None for each in counted),
        places=sum(each.learners for each in counted if each.cost is not None),
    )


def each_costs(cost: Decimal | None, learners: int | None) -> Decimal | None:
    """What it comes to for each learner, to the penny; None where either is not known or nobody is listed."""
    return None if cost is None or not learners else (cost / learners).quantize(Decimal("0.01"))


def _line(key: int | None, name: str, amount: Decimal | None, entries: Iterable[Entry]) -> LineMoney:
    spent = committed = NO_MONEY
    for each in entries:
        if each.state == Activity.State.DONE:
            spent += each.cost or NO_MONEY
        else:
            committed += each.cost or NO_MONEY
    return LineMoney(key, name, amount, spent, committed)
