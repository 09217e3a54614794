"""What a cut holds: canonical JSON, its SHA-256, and the values read back from it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from waymark.evaluation.assessing.items import AssessedItem, AssessmentResult
from waymark.evaluation.figures import SchoolFigures
from waymark.kernel.framework import Framework

FORMAT = 1


@dataclass(frozen=True, slots=True)
class BenchmarkAtCut:
    """One benchmark as it was cut: its score from records, and from the answers where a self-assessment stood.

    A score is None where there was nothing to count, or it is hidden.
    """

    code: str
    score: int | None
    achieved: bool
    is_hidden: bool
    answered: int | None
    answers_achieve: bool
    answered_is_hidden: bool


@dataclass(frozen=True, slots=True)
class ItemAtCut:
    """One item of the self-assessment as it was cut; `recorded` and `claimed` are answers' names, None for none."""

    code: str
    benchmark: str
    claimed: str | None
    recorded: str | None
    met: int | None
    of: int | None
    outcome: str
    quarters: int | None


@dataclass(frozen=True, slots=True)
class CutContent:
    """All that a cut holds, or what it shows of it. `has_answers`: whether a self-assessment stood that day."""

    framework: str
    version: str
    on: date
    revision: int
    benchmarks: Mapping[str, BenchmarkAtCut]
    figures: Mapping[str, SchoolFigures]
    items: tuple[ItemAtCut, ...]
    has_answers: bool

    @property
    def achieved(self) -> int:
        """How many benchmarks the records achieve, of those whose score is shown."""
        return sum(one.achieved for one in self.benchmarks.values())

    @property
    def counted(self) -> int:
        """Of how many benchmarks a score from records is shown."""
        return sum(one.score is not None for one in self.benchmarks.values())

    @property
    def answers_achieved(self) -> int | None:
        """How many of the eight the answers achieve; None without a self-assessment, or where one of them is hidden."""
        if not self.has_answers or any(one.answered_is_hidden for one in self.benchmarks.values()):
            return None
        return sum(one.answers_achieve for one in self.benchmarks.values())


def canonical(content: Mapping[str, Any]) -> str:
    """One text for one content: keys in order, no spaces, nothing escaped that need not be."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256_of(text: str) -> str:
    """Of the text's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def content_of(
    *,
    institution_id: str,
    by: Framework,
    on: date,
    revision: int,
    figures: Mapping[str, SchoolFigures],
    items: Sequence[AssessedItem] = (),
    result: AssessmentResult | None = None,
) -> dict[str, Any]:
    """What is kept of an evaluation, as plain values. No person is in it: who answered stays with the answers."""
    return {
        "format": FORMAT,
        "institution": institution_id,
        "framework": by.name,
        "version": by.version,
        "on": on.isoformat(),
        "revision": revision,
        "frameworks": {name: each.as_kept() for name, each in figures.items()},
        "answers": None if result is None else _answers(result),
        "items": [_item(item) for item in items if item.applies],
    }


def _answers(result: AssessmentResult) -> dict[str, Any]:
    return {
        code: {"score": one.score.score, "achieved": one.score.achieved, "hidden": one.is_hidden}
        for code, one in result.by_benchmark.items()
    }


def _item(item: AssessedItem) -> dict[str, Any]:
    recorded = item.recorded
    return {
        "item": item.criterion.code,
        "benchmark": item.benchmark,
        "claimed": item.claimed.answer if item.claimed else None,
        "recorded": recorded.answer if recorded else None,
        "met": recorded.met if recorded else None,
        "of": recorded.of if recorded else None,
        "outcome": item.outcome.value,
        "quarters": item.quarters,
    }


def read_content(text: str, codes: Sequence[str]) -> CutContent:
    """The values in a cut's text; `codes` are the benchmarks of its framework, in their order."""
    kept = json.loads(text)
    on = date.fromisoformat(kept["on"])
    figures = {name: SchoolFigures.kept(name, on, kept["revision"], each) for name, each in kept["frameworks"].items()}
    own, answers = figures[kept["framework"]].scores, kept["answers"] or {}
    benchmarks = {}
    for code in codes:
        score, given = own.get(code), answers.get(code, {})
        benchmarks[code] = BenchmarkAtCut(
            code=code,
            score=score.score if score else None,
            achieved=score is not None and score.achieved,
            is_hidden=score is not None and score.is_hidden,
            answered=given.get("score"),
            answers_achieve=bool(given.get("achieved")),
            answered_is_hidden=bool(given.get("hidden")),
        )
    items = tuple(
        ItemAtCut(
            i["item"], i["benchmark"], i["claimed"], i["recorded"], i["met"], i["of"], i["outcome"], i["quarters"]
        )
        for i in kept["items"]
    )
    return CutContent(
        framework=kept["framework"],
        version=kept["version"],
        on=on,
        revision=kept["revision"],
        benchmarks=benchmarks,
        figures=figures,
        items=items,
        has_answers=kept["answers"] is not None,
    )
