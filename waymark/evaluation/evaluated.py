"""A school evaluated as at a day, kept in this process until its ledger changes."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import Any

from waymark.evaluation.figures import BenchmarkScore, Figure, FigureKey, SchoolFigures
from waymark.evaluation.frameworks import framework
from waymark.evaluation.plain import evaluate
from waymark.evaluation.results import WHOLE_COHORT
from waymark.kernel import figures as kernel
from waymark.kernel.disclosure import release
from waymark.kernel.facts import Institution
from waymark.kernel.vocabulary import Answer, Setting
from waymark.ledger.exchange import exchange_rows, setting_of
from waymark.places.models import Organisation

_MOST_KEPT = 128
_ANSWERS = (Answer.MET, Answer.NOT_YET, Answer.MISSED, Answer.UNKNOWN)

LearnersAnswer = tuple[str, int, str, int]  # public id, year group, answer, evidence

_kept: OrderedDict[tuple[str, int, str, date, int], Any] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What an evaluation found: the true figures, and every learner's answer by entitlement."""

    figures: SchoolFigures
    answers: Mapping[str, list[LearnersAnswer]]


def evaluated(school: Organisation, framework_name: str, on: date, *, revision: int) -> Evaluated:
    """The evaluation of a school's own rows, which the scope must be able to read."""
    return remembered("true", school, framework_name, on, revision, _evaluate)


def safe_figures(school: Organisation, framework_name: str, on: date, *, revision: int) -> SchoolFigures:
    """Its figures with small numbers hidden, and all that would give them away (`kernel.disclosure`)."""
    return remembered("safe", school, framework_name, on, revision, _hide_small)


def remembered(
    what: str,
    school: Organisation,
    framework_name: str,
    on: date,
    revision: int,
    make: Callable[[Organisation, str, date, int], Any],
) -> Any:
    """What `make` gives; made again only when the school's ledger has moved on to another revision.

    A ledger at revision 0 was never touched by an action, so nothing would say when it changed: it is not kept.
    """
    key = (what, school.pk, framework_name, on, revision)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = make(school, framework_name, on, revision)
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


def _evaluate(school: Organisation, framework_name: str, on: date, revision: int) -> Evaluated:
    results = evaluate(framework(framework_name), on, exchange_rows([school], on=on))
    answers: dict[str, list[LearnersAnswer]] = {}
    for learner, _, year_group, code, answer, evidence in results.judgements:
        answers.setdefault(code, []).append((learner, year_group, answer, evidence))
    figures = {
        (code, group, year_group): Figure(code, group, year_group, *numbers)
        for level, _, group, year_group, code, *numbers in results.figures
        if level == "institution"
    }
    scores = {code: BenchmarkScore(code, score, achieved, count) for _, code, score, achieved, count in results.scores}
    return Evaluated(SchoolFigures(framework_name, on, revision, figures, scores), answers)


def _hide_small(school: Organisation, framework_name: str, on: date, revision: int) -> SchoolFigures:
    true, by = evaluated(school, framework_name, on, revision=revision).figures, framework(framework_name)
    place = Institution(school.institution_id, Setting(setting_of(school)))
    tallies = {
        kernel.FigureKey("institution", place.institution_id, f.group, f.year_group, f.entitlement): kernel.Tally(
            {answer: getattr(f, answer.value) for answer in _ANSWERS}
        )
        for f in true.figures.values()
    }
    shown = release(tallies, entitlements=by.entitlements, institutions=[place], scale=by.scale)
    figures: dict[FigureKey, Figure] = {}
    for key, one in shown.items():
        name = (key.entitlement, key.group, key.year_group)
        figures[name] = Figure(*name, one.n, *(one.answers[answer] for answer in _ANSWERS), one.band)
    whole = {due.code: figures.get((due.code, "all", WHOLE_COHORT)) for due in by.entitlements if due.scored}
    hidden = {code.partition(".")[0] for code, figure in whole.items() if figure and figure.band is None}
    scores = {
        code: replace(score, score=None, achieved=False, is_hidden=True) if code in hidden else score
        for code, score in true.scores.items()
    }
    return replace(true, figures=figures, scores=scores)
