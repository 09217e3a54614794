"""What the plan builder is asked, as a value, and as JSON for the background and for the proposal it leads to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

USUAL_SECONDS = 60


@dataclass(frozen=True, slots=True)
class SessionLock:
    """A session that must run, or must not."""

    offer_id: str
    on: date
    run: bool


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What is changed against a proposal: `kind` is budget (percent `less`), staff (fewer), withdrawal or closed."""

    kind: str
    less: int = 0
    provider: str = ""
    on: date | None = None

    @property
    def in_words(self) -> str:
        """What happens, as it is said after “If”."""
        if self.kind == "budget":
            return f"there is {self.less}% less money"
        if self.kind == "staff":
            one = self.less == 1
            return f"there {'is' if one else 'are'} {self.less} fewer {'member' if one else 'members'} of staff a day"
        if self.kind == "withdrawal":
            return f"{self.provider} withdraws"
        return f"the school is closed on {self.on.day} {self.on:%B %Y}" if self.on else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A year to be planned for one school: its days, what there is to spend, and which offers to choose from.

    None is no limit. `budget` is pounds for everything in these days, agreed activities among it. `own`: the school's
    own offers; `miles`: the directory's that reach so far, None for none of them; `arranged`: the weekdays, from 0 for
    Monday, on which those of them whose day is by arrangement may be asked for, none for none of these. `close_to` is
    the public id of a proposal to stay close to.
    """

    first: date
    last: date
    budget: Decimal | None = None
    periods: Mapping[int, int] = field(default_factory=dict)  # year group -> most periods a learner may miss
    rooms: int | None = None
    staff: int | None = None
    closed: tuple[date, ...] = ()  # beside the holidays and closed days of the school's calendar
    last_chance: Decimal = Decimal(4)
    otherwise: Decimal = Decimal(2)
    disadvantaged: Decimal = Decimal("1.5")
    own: bool = True
    miles: int | None = None
    arranged: tuple[int, ...] = ()
    free_only: bool = False
    without: tuple[str, ...] = ()  # names of providers
    locks: tuple[SessionLock, ...] = ()
    close_to: str = ""
    what_if: WhatIf | None = None
    seconds: int = USUAL_SECONDS

    def changed(self, change: WhatIf) -> "Asked":
        """The same with what would be if: less money, fewer staff, a provider gone, a day closed."""
        asked = replace(self, what_if=change)
        if change.kind == "budget" and self.budget is not None:
            return replace(asked, budget=(self.budget * (100 - change.less) / 100).quantize(Decimal("0.01")))
        if change.kind == "staff" and self.staff is not None:
            return replace(asked, staff=max(self.staff - change.less, 0))
        if change.kind == "withdrawal":
            return replace(asked, without=(*self.without, change.provider))
        if change.kind == "closed" and change.on is not None:
            return replace(asked, closed=tuple(sorted({*self.closed, change.on})))
        return asked


def as_json(asked: Asked) -> dict[str, Any]:
    """As JSON holds it: days in ISO, amounts as text."""
    change = asked.what_if
    return {
        "first": asked.first.isoformat(),
        "last": asked.last.isoformat(),
        "budget": _text(asked.budget),
        "periods": {str(year): most for year, most in sorted(asked.periods.items())},
        "rooms": asked.rooms,
        "staff": asked.staff,
        "closed": [day.isoformat() for day in asked.closed],
        "weights": [str(asked.last_chance), str(asked.otherwise), str(asked.disadvantaged)],
        "own": asked.own,
        "miles": asked.miles,
        "arranged": list(asked.arranged),
        "free_only": asked.free_only,
        "without": list(asked.without),
        "locks": [[lock.offer_id, lock.on.isoformat(), lock.run] for lock in asked.locks],
        "close_to": asked.close_to,
        "what_if": change and [change.kind, change.less, change.provider, change.on and change.on.isoformat()],
        "seconds": asked.seconds,
    }


def asked_of(said: Mapping[str, Any]) -> Asked:
    """What `as_json` gave."""
    change = said["what_if"]
    return Asked(
        first=date.fromisoformat(said["first"]),
        last=date.fromisoformat(said["last"]),
        budget=None if said["budget"] is None else Decimal(said["budget"]),
        periods={int(year): most for year, most in said["periods"].items()},
        rooms=said["rooms"],
        staff=said["staff"],
        closed=tuple(date.fromisoformat(day) for day in said["closed"]),
        last_chance=Decimal(said["weights"][0]),
        otherwise=Decimal(said["weights"][1]),
        disadvantaged=Decimal(said["weights"][2]),
        own=said["own"],
        miles=said["miles"],
        arranged=tuple(said.get("arranged", ())),  # what was asked before there was this says nothing of it
        free_only=said["free_only"],
        without=tuple(said["without"]),
        locks=tuple(SessionLock(offer, date.fromisoformat(on), run) for offer, on, run in said["locks"]),
        close_to=said["close_to"],
        what_if=None
        if change is None
        else WhatIf(change[0], change[1], change[2], date.fromisoformat(change[3]) if change[3] else None),
        seconds=said["seconds"],
    )


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)
