"""How an item can be answered, what an answer earns, and how a claim stands beside what the records say."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from waymark.kernel.benchmark import AnsweredBy, Criterion
from waymark.kernel.framework import Framework
from waymark.kernel.scores import FULL_CREDIT

YES, NO = "yes", "no"


class Outcome(StrEnum):
    """What there is to say of an item. `HIDDEN`: few learners are behind what the records say of it."""

    EVIDENCED = "evidenced"
    CLAIMED_ONLY = "claimed_only"
    CONTRADICTED = "contradicted"
    UNANSWERED = "unanswered"
    NOT_APPLICABLE = "not_applicable"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that an item may be given: its name, its words, and what it earns in quarters."""

    name: str
    label: str
    credit: int


def choices_of(by: Framework, criterion: Criterion) -> tuple[Choice, ...]:
    """The answers to choose from, from the least to the greatest; yes comes before no."""
    match criterion.answered_by:
        case AnsweredBy.YES_NO:
            return Choice(YES, "Yes", FULL_CREDIT), Choice(NO, "No", 0)
        case AnsweredBy.BANDED:
            return tuple(Choice(band.name, band.label, band.credit) for band in by.scale.bands)
        case AnsweredBy.AGREEMENT:
            return tuple(Choice(step.name, step.label, step.credit) for step in by.agreement)


def chosen(choices: Sequence[Choice], answer: str) -> Choice | None:
    """The choice of this name; None for a blank, or one there is none of."""
    return next((choice for choice in choices if choice.name == answer), None)


def outcome_of(*, applies: bool, claimed: str, recorded: str | None, is_hidden: bool = False) -> Outcome:
    """Claim beside record. `claimed` blank: nobody says anything. `recorded` None: the records say nothing.

    Who may see no learner is not told whether a claim agrees with records that are hidden from them.
    """
    if not applies:
        return Outcome.NOT_APPLICABLE
    if is_hidden:
        return Outcome.HIDDEN
    if recorded is None:
        return Outcome.CLAIMED_ONLY if claimed else Outcome.UNANSWERED
    return Outcome.EVIDENCED if claimed in ("", recorded) else Outcome.CONTRADICTED


def is_above(choices: Sequence[Choice], claimed: str, recorded: str) -> bool:
    """Whether a claim says more than the records show: a greater share, or a yes where they say no."""
    places = {choice.name: number for number, choice in enumerate(sorted(choices, key=lambda each: each.credit))}
    return places[claimed] > places[recorded]
