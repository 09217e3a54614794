"""Whether the interests quiz is fair: who comes first when made-up takers answer, by the published scoring and ours.

They answer in the three ways of the field's own measurement: by chance alone; mildly agreeing with statements as
worded; and with a level of their own on each trait. The quiz is the published one where WAYMARK_OPEN_DATA holds it,
else the demonstration's.
"""

import os
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from waymark.opportunities.interests import baseline, fair
from waymark.opportunities.interests.quiz import Quiz
from waymark.opportunities.interests.results import Result
from waymark.opportunities.sources.quiz.reading import read_quiz

TITLE = "Whether the interests quiz is fair"
_TAKERS = 20_000
_SEED = 20261128


def measure(folder: Path) -> str:
    quiz, which = _quiz()
    lines = [
        f"{_TAKERS:,} made-up takers a row, {which}. *First*: of those who got an answer, how many were first told a"
        " category of one, two or three traits; by their number it would be"
        f" {_mix(quiz)} %. *Rarest*: the category seldomest among anybody's first three. *No answer*: told nothing.",
        "",
        "| takers answer | scoring | first: 1 / 2 / 3 traits, % | no answer, % | rarest in a first three, %"
        " | categories under 1.5 % |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, takers in _WAYS.items():
        for label, score in (("published", baseline.score), ("ours", fair.score)):
            lines.append(f"| {name} | {label} | {_told(quiz, takers, score)} |")
    goal = (
        "Goals for ours: first places within 10 points of the mix; no category under 1.5 %; nobody without an answer."
    )
    return "\n".join([*lines, "", goal])


def _quiz() -> tuple[Quiz, str]:
    given = os.environ.get("WAYMARK_OPEN_DATA", "")
    published = Path(given) / "skills_assessment"
    if given and published.is_dir():
        return read_quiz(published).quiz, "the published quiz of 2019"
    import django  # the demonstration writes through the site's doors

    django.setup()
    from waymark.demo.interests import write_own_quiz

    with tempfile.TemporaryDirectory() as own:
        return read_quiz(write_own_quiz(Path(own))).quiz, "the demonstration's quiz"


def _mix(quiz: Quiz) -> str:
    of = Counter(len(category.traits) for category in quiz.categories)
    return " / ".join(f"{100 * of[k] / len(quiz.categories):.0f}" for k in (1, 2, 3))


def _told(quiz: Quiz, takers: Callable[[Quiz, random.Random], Iterator[dict[int, int]]], score: Callable) -> str:
    traits_of = {category.name: len(category.traits) for category in quiz.categories}
    first, in_three, unanswered = Counter[int](), Counter[str](), 0
    for answers in takers(quiz, random.Random(_SEED)):
        result: Result = score(quiz, answers, top=3)
        in_three.update(each.name for each in result.categories)
        if result.categories:
            first[traits_of[result.categories[0].name]] += 1
        else:
            unanswered += 1
    shares = {name: 100 * in_three[name] / _TAKERS for name in traits_of}
    answered = max(1, _TAKERS - unanswered)
    firsts = " / ".join(f"{100 * first[k] / answered:.0f}" for k in (1, 2, 3))
    rarest = min(shares, key=lambda name: shares[name])
    few = sum(share < 1.5 for share in shares.values())
    return f"{firsts} | {100 * unanswered / _TAKERS:.1f} | {rarest} {shares[rarest]:.1f} | {few}"


def _by_chance(quiz: Quiz, draw: random.Random) -> Iterator[dict[int, int]]:
    for _ in range(_TAKERS):
        yield {each.number: draw.randint(-2, 2) for each in quiz.statements}


def _mildly_agreeing(quiz: Quiz, draw: random.Random) -> Iterator[dict[int, int]]:
    for _ in range(_TAKERS):
        said = draw.choices((-2, -1, 0, 1, 2), (1, 2, 5, 8, 4), k=len(quiz.statements))
        yield {each.number: value for each, value in zip(quiz.statements, said, strict=True)}


def _with_levels(quiz: Quiz, draw: random.Random) -> Iterator[dict[int, int]]:
    for _ in range(_TAKERS):
        level = {name: draw.gauss(0.4, 0.7) for name in quiz.trait_names}
        said = {each.number: max(-2, min(2, round(draw.gauss(level[each.trait], 0.9)))) for each in quiz.statements}
        yield {each.number: -said[each.number] if each.is_reversed else said[each.number] for each in quiz.statements}


_WAYS = {
    "by chance": _by_chance,
    "mildly agreeing": _mildly_agreeing,
    "with levels of their own": _with_levels,
}
