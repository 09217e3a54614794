"""A school evaluated as at a day, kept in this process until its ledger changes."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock

from waymark.evaluation.frameworks import framework
from waymark.evaluation.plain import evaluate
from waymark.ledger.exchange import exchange_rows
from waymark.places.models import Organisation

_MOST_KEPT = 64

_kept: OrderedDict[tuple[int, str, date, int], "Evaluated"] = OrderedDict()
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


def evaluated(school: Organisation, framework_name: str, on: date, *, revision: int) -> Evaluated:
    """The evaluation of a school's own rows; made again only when its ledger's revision has moved on.

    A ledger at revision 0 was never touched by an action, so nothing would say when it changed: it is not kept.
    """
    key = (school.pk, framework_name, on, revision)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = _make(school, framework_name, on, revision)
    if revision:
        with _lock:
            _kept[key] = made
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
    return made


def forget_everything() -> None:
    """Keep nothing: for tests, whose databases come and go under one process."""
    with _lock:
        _kept.clear()


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
