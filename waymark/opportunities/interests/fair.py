"""Our way of scoring: no category gains by having more traits or fewer, and everybody gets an answer.

1. An answer counts against the person's own average of all answers, so that who agrees with everything is not made a
   reversed statement's opposite. A statement left out counts as that average.
2. A trait is the mean of its answers, counted so; a category the mean of its traits, drawn in ("shrunk") to one scale:
   divided by how far such a mean strays for somebody with no leaning, for the mean of one trait strays further than
   that of three.
3. Categories with the same traits are told apart by the skills their jobs need: to each skill belongs a leaning to
   traits (leanings.yaml, ours), which counts a fifth.
4. What still ties is drawn by lot from the answers themselves: never by the alphabet, and the same each time.

What it does to first places is measured by `make bench` (docs/reference/benchmarks.md).
"""

import hashlib
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from waymark.opportunities.interests.quiz import Answers, Category, Quiz
from waymark.opportunities.interests.results import CategoryResult, Result, first_of, totals_of, traits_shown

TOP = 10
_SKILLS_COUNT = 0.2
_PLACES = 4
_A_LEANING = 0.05  # less than this is no leaning to speak of
_A_LITTLE, _MUCH = 0.5, 1.0  # up to and from how much in words; one answer further is a step of 1


def score(quiz: Quiz, answers: Answers, *, top: int | None = TOP) -> Result:
    """Every category scored on one scale, best first; with no leaning at all every score is 0, the order drawn."""
    leanings, scales = leanings_of(quiz, answers), scales_of(quiz)
    scored = []
    for category in quiz.categories:
        value = sum(weight * leanings[name] for name, weight in scales[category.name].items())
        scored.append((round(value, _PLACES) + 0.0, category))
    scored.sort(key=lambda each: (-each[0], drawn(answers, each[1].name)))
    found = [
        CategoryResult(category.name, category.slug, value, len(category.skills), reasons_for(quiz, category, leanings))
        for value, category in scored
    ]
    return Result(traits_shown(totals_of(quiz, answers), leanings), first_of(found, top))


def leanings_of(quiz: Quiz, answers: Answers) -> dict[str, float]:
    """For each trait the mean of its answers, each counted from the person's own average; above 0 is a leaning."""
    average = sum(answers.values()) / len(answers) if answers else 0.0
    sums = dict.fromkeys(quiz.trait_names, 0.0)
    asked = dict.fromkeys(quiz.trait_names, 0)
    for statement in quiz.statements:
        asked[statement.trait] += 1
        if statement.number in answers:
            over = answers[statement.number] - average
            sums[statement.trait] += -over if statement.is_reversed else over
    return {name: round(total / max(asked[name], 1), _PLACES) for name, total in sums.items()}


@cache
def scales_of(quiz: Quiz) -> Mapping[str, dict[str, float]]:
    """For each category how much each trait counts: of one length for all, so that no category strays further."""
    by_skills = _by_skills(quiz)
    scales = {}
    for category in quiz.categories:
        ours = _of_length_one(
            _centred([1 / len(category.traits) if name in category.traits else 0.0 for name in quiz.trait_names])
        )
        theirs = by_skills[category.name]
        along = sum(a * b for a, b in zip(ours, theirs, strict=True))
        apart = [b - along * a for a, b in zip(ours, theirs, strict=True)]  # what the traits do not say already
        both = _of_length_one([a + _SKILLS_COUNT * b for a, b in zip(ours, apart, strict=True)])
        scales[category.name] = dict(zip(quiz.trait_names, both, strict=True))
    return scales


def reasons_for(quiz: Quiz, category: Category, leanings: Mapping[str, float]) -> tuple[str, ...]:
    """Why a category stands where it does, in words: each of its traits, and what tells it from its like."""
    reasons = [_leaning_in_words(name, leanings[name]) for name in category.traits]
    alike = [each.name for each in quiz.categories if set(each.traits) == set(category.traits) and each != category]
    if alike and category.skills:
        skills = ", ".join(skill.name for skill in category.skills)
        reasons.append(f"Told apart from {' and '.join(alike)} by the skills its jobs need: {skills}.")
    if not any(leanings.values()):
        reasons.append("Your answers lean no way, so the order was drawn by lot.")
    return tuple(reasons)


def drawn(answers: Answers, name: str) -> str:
    """A lot that is the same for the same answers, and favours nobody."""
    return hashlib.sha256(f"{sorted(answers.items())} {name}".encode()).hexdigest()


def _leaning_in_words(name: str, leaning: float) -> str:
    if abs(leaning) < _A_LEANING:
        return f"{name}: you agreed about as much as with the rest."
    far = "much " if abs(leaning) >= _MUCH else "" if abs(leaning) >= _A_LITTLE else "a little "
    side = "more" if leaning > 0 else "less"
    return f"{name}: you agreed with these {far}{side} than with the rest (by {abs(leaning):.1f} steps)."


def _by_skills(quiz: Quiz) -> dict[str, list[float]]:
    """For each category where the skills of its jobs lean, beside where those of all categories do."""
    said = _skill_leanings()
    rows = {}
    for category in quiz.categories:
        leans = dict.fromkeys(quiz.trait_names, 0.0)
        for skill in category.skills:
            share = len(skill.jobs) / max(len(category.jobs), 1)
            for part in parts_of_skill(skill.name):
                for trait, weight in said.get(part, {}).items():
                    if trait in leans:
                        leans[trait] += share * weight
        rows[category.name] = list(leans.values())
    middle = [sum(column) / max(len(rows), 1) for column in zip(*rows.values(), strict=True)]
    return {
        name: _of_length_one(_centred([a - b for a, b in zip(row, middle, strict=True)])) for name, row in rows.items()
    }


def parts_of_skill(name: str) -> tuple[str, ...]:
    """The skills that one name holds: "Speaking, Verbal Abilities" is two, asked together."""
    return tuple(part.strip().casefold() for part in name.split(",") if part.strip())


@cache
def _skill_leanings() -> dict[str, dict[str, float]]:
    import yaml  # read when the first quiz is scored, not when the site starts

    read = yaml.safe_load((Path(__file__).parent / "leanings.yaml").read_text(encoding="utf-8"))
    return {name.casefold(): leans for name, leans in read.items()}


def _centred(values: Sequence[float]) -> list[float]:
    middle = sum(values) / max(len(values), 1)
    return [value - middle for value in values]


def _of_length_one(values: Sequence[float]) -> list[float]:
    length = math.sqrt(sum(value * value for value in values))
    return [value / length for value in values] if length > 1e-12 else [0.0] * len(values)
