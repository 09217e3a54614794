"""A school evaluated as at a day, kept in this process until its ledger changes."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TypeVar

from waymark.evaluation.frameworks import framework
from waymark.evaluation.plain import evaluate
from waymark.kernel.disclosure import release
from waymark.kernel.facts import Institution
from waymark.kernel.figures import WHOLE_COHORT, FigureKey, Tally
from waymark.kernel.vocabulary import Answer, Setting
from waymark.ledger.exchange import exchange_rows, setting_of
from waymark.places.models import Organisation

_MOST_KEPT = 64
_ANSWERS = (Answer.MET, Answer.NOT_YET, Answer.MISSED, Answer.UNKNOWN)

Made = TypeVar("Made", "Evaluated", "Safe")

_kept: OrderedDict[tuple[str, int, str, date, int], "Evaluated | Safe"] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What an evaluation found, keyed for reading.

    `figures`: (entitlement, group, year group) to n, met, not yet, missed, unknown and band. `scores`: benchmark to
    score, achieved and number of entitlements. `answers`: entitlement to (learner, year group, answer, evidence).
    """

    revision: int
    figures: Mapping[tuple[str, str, int], tuple[int, int, int, int, int, str]]
    scores: Mapping[str, tuple[int | None, bool, int]]
    answers: Mapping[str, list[tuple[str, int, str, int]]]


@dataclass(frozen=True, slots=True)
class Safe:
    """The same figures and scores as they may be shown to people who may see no learner; None is a hidden number."""

    figures: Mapping[
        tuple[str, str, int], tuple[int | None, int | None, int | None, int | None, int | None, str | None]
    ]
    scores: Mapping[str, tuple[int | None, bool, int]]
    hidden_scores: frozenset[str]


def evaluated(school: Organisation, framework_name: str, on: date, *, revision: int) -> Evaluated:
    """The evaluation of a school's own rows; made again only when its ledger's revision has moved on.

    A ledger at revision 0 was never touched by an action, so nothing would say when it changed: it is not kept.
    """
    return _remembered("true", school, framework_name, on, revision, _make)


def safe(school: Organisation, framework_name: str, on: date, *, revision: int) -> Safe:
    """The evaluation with small numbers hidden, and all that would give them away (`kernel.disclosure`)."""
    return _remembered("safe", school, framework_name, on, revision, _make_safe)


def forget_everything() -> None:
    """Keep nothing: for tests, whose databases come and go under one process."""
    with _lock:
        _kept.clear()


def _remembered(
    what: str,
    school: Organisation,
    framework_name: str,
    on: date,
    revision: int,
    make: Callable[[Organisation, str, date, int], Made],
) -> Made:
    key = (what, school.pk, framework_name, on, revision)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]  # type: ignore[return-value]
    made = make(school, framework_name, on, revision)
    if revision:
        with _lock:
            _kept[key] = made
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
    return made


def _make(school: Organisation, framework_name: str, on: date, revision: int) -> Evaluated:
    results = evaluate(framework(framework_name), on, exchange_rows([school], on=on))
    answers: dict[str, list[tuple[str, int, str, int]]] = {}
    for learner, _, year_group, code, answer, evidence in results.judgements:
        answers.setdefault(code, []).append((learner, year_group, answer, evidence))
    return Evaluated(
        revision=revision,
        figures={
            (code, group, year_group): tuple(numbers)  # type: ignore[misc]
            for level, _, group, year_group, code, *numbers in results.figures
            if level == "institution"
        },
        scores={benchmark: (score, achieved, count) for _, benchmark, score, achieved, count in results.scores},
        answers=answers,
    )


def _make_safe(school: Organisation, framework_name: str, on: date, revision: int) -> Safe:
    made, by = evaluated(school, framework_name, on, revision=revision), framework(framework_name)
    place = Institution(school.institution_id, Setting(setting_of(school)))
    tallies = {
        FigureKey("institution", place.institution_id, group, year_group, code): Tally(
            dict(zip(_ANSWERS, numbers[1:5], strict=True))
        )
        for (code, group, year_group), numbers in made.figures.items()
    }
    shown = release(tallies, entitlements=by.entitlements, institutions=[place], scale=by.scale)
    figures = {
        (key.entitlement, key.group, key.year_group): (one.n, *(one.answers[a] for a in _ANSWERS), one.band)
        for key, one in shown.items()
    }
    scored = [due.code for due in by.entitlements if due.scored]
    hidden = frozenset(
        code.partition(".")[0]
        for code in scored
        if (code, "all", WHOLE_COHORT) in figures
        if figures[code, "all", WHOLE_COHORT][5] is None
    )
    scores = {code: (None, False, score[2]) if code in hidden else score for code, score in made.scores.items()}
    return Safe(figures, scores, hidden)  # type: ignore[arg-type]
