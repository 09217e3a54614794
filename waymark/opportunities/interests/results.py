"""What scoring a quiz gives, whichever way it is scored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from waymark.opportunities.interests.quiz import Answers, Quiz

_SHOWN = 3


@dataclass(frozen=True)
class TraitResult:
    """A trait, the sum of what was said about it, and whether it is one of those shown."""

    name: str
    total: int
    shown: bool


@dataclass(frozen=True)
class CategoryResult:
    """A suggested category, its score, how many questions tell its jobs apart, and why it is suggested."""

    name: str
    slug: str
    score: float
    followup_questions: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """Traits and categories, each best first."""

    traits: tuple[TraitResult, ...]
    categories: tuple[CategoryResult, ...]

    def as_json(self) -> dict[str, Any]:
        """The document of `quiz score --json`."""
        return {
            "traits": [{"name": each.name, "total": each.total, "shown": each.shown} for each in self.traits],
            "categories": [
                {
                    "name": each.name,
                    "score": each.score,
                    "followup_questions": each.followup_questions,
                    "reasons": list(each.reasons),
                }
                for each in self.categories
            ],
        }


def totals_of(quiz: Quiz, answers: Answers) -> dict[str, int]:
    """The sum for each trait, a reversed statement with its sign turned; one left out adds nothing."""
    totals = dict.fromkeys(quiz.trait_names, 0)
    for statement in quiz.statements:
        said = answers.get(statement.number, 0)
        totals[statement.trait] += -said if statement.is_reversed else said
    return totals


def traits_shown(totals: Mapping[str, int], standing: Mapping[str, float]) -> tuple[TraitResult, ...]:
    """Traits by how they stand, those that tie in the order asked; three that stand above nothing are shown, four
    where the third and fourth tie."""
    ordered = sorted(totals, key=lambda name: -standing[name])
    above = [name for name in ordered if standing[name] > 0]
    tie = len(above) > _SHOWN and standing[above[_SHOWN - 1]] == standing[above[_SHOWN]]
    shown = above[: _SHOWN + tie]
    return tuple(TraitResult(name, totals[name], name in shown) for name in ordered)


def first_of(categories: Sequence[CategoryResult], top: int | None) -> tuple[CategoryResult, ...]:
    return tuple(categories if top is None else categories[:top])
