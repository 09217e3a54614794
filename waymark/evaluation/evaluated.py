"""A school evaluated as at a day, kept in this process until its ledger changes."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from threading import Lock
from typing import Any

from waymark.evaluation.figures import SchoolFigures
from waymark.evaluation.frameworks import framework, framework_names
from waymark.evaluation.hiding import hiding_small
from waymark.evaluation.reckoning import answers_in, figures_in, reckoned
from waymark.kernel.facts import Institution
from waymark.kernel.vocabulary import Setting
from waymark.ledger.exchange import setting_of
from waymark.places.models import Organisation

_MOST_KEPT = 128

LearnersAnswer = tuple[str, int, str, int]  # public id, year group, answer, evidence

_kept: OrderedDict[tuple[str, int, str, date, int], Any] = OrderedDict()
_lock = Lock()


def true_figures(school: Organisation, framework_name: str, on: date, *, revision: int) -> SchoolFigures:
    """A school's figures from its own rows, which the scope must be able to read."""
    return remembered("true", school, framework_name, on, revision, _figures)


def learners_answers(
    school: Organisation, framework_name: str, on: date, *, revision: int
) -> Mapping[str, list[LearnersAnswer]]:
    """Every learner's answer, by entitlement."""
    return remembered("answers", school, framework_name, on, revision, _answers)


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


def _figures(school: Organisation, framework_name: str, on: date, revision: int) -> SchoolFigures:
    by = framework(framework_name)
    return replace(figures_in(reckoned(school, by, on, revision=revision), by), revision=revision)


def _answers(school: Organisation, framework_name: str, on: date, revision: int) -> Mapping[str, list[LearnersAnswer]]:
    by = framework(framework_name)
    answers: dict[str, list[LearnersAnswer]] = {}
    for learner, code, year_group, answer, had in answers_in(reckoned(school, by, on, revision=revision), by):
        answers.setdefault(code, []).append((learner, year_group, answer, had))
    return answers


def _hide_small(school: Organisation, framework_name: str, on: date, revision: int) -> SchoolFigures:
    true = {name: true_figures(school, name, on, revision=revision) for name in framework_names()}
    place = Institution(school.institution_id, Setting(setting_of(school)))
    return hiding_small(place, framework_name, true)
