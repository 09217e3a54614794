"""An order that favours nobody: in each turn of as many days as there are routes, each stands in each place once.

By the alphabet A levels would always come first; by choice, whatever somebody wants filled. So the order turns: each
day begins one further on, and for each turn the ring itself is drawn anew from the turn's number.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

Thing = TypeVar("Thing")


def of_the_day(things: Sequence[Thing], on: date, name_of: Callable[[Thing], str]) -> tuple[Thing, ...]:
    """The things in the order of a day: the same for everybody that day."""
    if not things:
        return ()
    turn, begins = divmod(on.toordinal(), len(things))
    ring = sorted(things, key=lambda thing: hashlib.sha256(f"{turn} {name_of(thing)}".encode()).hexdigest())
    return tuple(ring[begins:] + ring[:begins])
