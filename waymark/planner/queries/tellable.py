"""What a plan closes, as whoever sees no learner may be told it beside the figures they see."""

from dataclasses import replace
from datetime import date

from waymark.evaluation.queries import figures_of
from waymark.places.models import Organisation
from waymark.planner.queries.closing import Closed, Closing, Part
from waymark.planner.queries.site_needs import planned_for
from waymark.planner.rules.counts import told


def tellable(true: Closing, school: Organisation, *, on: date) -> Closing:
    """The same to the nearest ten, so that it says no more of a few than the figures of the day do.

    A figure may be exact where a part here is rounded, and the roundings of a whole, of its parts and of what is left
    of it could be set against it. So a part whose figure is hidden is left out, what is left is worked out from what is
    told, and so is every sum of parts.
    """
    hidden = hidden_parts(school, on=on)
    before = [part for part in true.before if (part.name, part.year_group) not in hidden]
    after = {(part.name, part.year_group): part.units for part in true.left}
    closed = {key: part.units - after.get(key, 0) for part in before for key in [(part.name, part.year_group)]}
    left = (
        replace(_rounded(part), units=max(_near(part.units) - _near(closed[part.name, part.year_group]), 0))
        for part in before
    )
    return Closing(
        {key: _without(each, hidden) for key, each in true.of.items()},
        tuple(_rounded(part) for part in before),
        tuple(part for part in left if part.units),
    )


def hidden_parts(school: Organisation, *, on: date) -> set[tuple[str, int]]:
    """The entitlements and year groups of which the figures of a day do not say how many have not met it yet."""
    return {
        (code, year_group)
        for by in planned_for(on)
        for (code, group, year_group), figure in figures_of(school, by.name, on=on, hiding_small=True).figures.items()
        if group == "all" and figure.not_yet is None
    }


def _without(closed: Closed, hidden: set[tuple[str, int]]) -> Closed:
    return replace(closed, parts=tuple(part for part in closed.parts if (part.name, part.year_group) not in hidden))


def _rounded(part: Part) -> Part:
    return replace(part, units=_near(part.units), learners=_near(part.learners))


def _near(n: int) -> int:
    """To the nearest ten; nought for too few to tell, which is how it is told again."""
    return told(n, exact=False).n or 0
