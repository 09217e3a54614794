"""What one cut says otherwise than another."""

from collections.abc import Iterator
from dataclasses import dataclass

from waymark.evaluation.cuts.content import BenchmarkAtCut, CutContent
from waymark.evaluation.figures import Figure
from waymark.evaluation.frameworks import framework


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed, and how it was said before and after."""

    what: str
    was: str
    now: str


def differences(before: CutContent, after: CutContent) -> list[Difference]:
    """Scores that changed, by records and by answers, and the counts of the whole cohorts behind them.

    Of one framework only: between two versions it is the rules that changed, and the scores are not alike.
    """
    if before.framework != after.framework:
        return []
    found = list(_scores(before, after))
    for name in after.figures.keys() & before.figures.keys():
        for due in framework(name).entitlements:
            was, now = (content.figures[name].figure(due.code) for content in (before, after))
            if _said(was) != _said(now):
                found.append(Difference(due.title, _said(was), _said(now)))
    return found


def _scores(before: CutContent, after: CutContent) -> Iterator[Difference]:
    titles = {each.code: each.title for each in framework(after.framework).benchmarks}
    for code, now in after.benchmarks.items():
        was = before.benchmarks[code]
        name = f"Benchmark {code.removeprefix('gb')}, {titles[code]}"
        if (was.score, was.achieved, was.is_hidden) != (now.score, now.achieved, now.is_hidden):
            yield Difference(f"{name}, on records", score_said(was), score_said(now))
        if (was.answered, was.answers_achieve) != (now.answered, now.answers_achieve):
            yield Difference(f"{name}, by answers", answered_said(was), answered_said(now))


def score_said(one: BenchmarkAtCut) -> str:
    """A score from records in words."""
    if one.is_hidden:
        return "not shown"
    return "nothing to count" if one.score is None else f"{one.score}%{', achieved' if one.achieved else ''}"


def answered_said(one: BenchmarkAtCut) -> str:
    """A score from answers in words."""
    if one.answered_is_hidden:
        return "not shown"
    return "not answered" if one.answered is None else f"{one.answered}%{', achieved' if one.answers_achieve else ''}"


def _said(figure: Figure | None) -> str:
    if figure is None:
        return "nobody"
    if figure.n is None or figure.met is None:
        return "not shown"
    return f"{figure.met:,} of {figure.n:,}"
