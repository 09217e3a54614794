"""A school evaluated as at a day, kept in this process until its ledger changes."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from threading import Lock
from typing import Any

from waymark.evaluation.cuts.earlier import last_cut, shown_before
from waymark.evaluation.figures import SchoolFigures
from waymark.evaluation.frameworks import benchmarks_in_force, framework, frameworks
from waymark.evaluation.hiding import hiding_small
from waymark.evaluation.models import Reckoning
from waymark.evaluation.reckoning import answers_in, figures_in, keep_hidden, reckoned, reckoned_once, sizes_in
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
    """Its figures with small numbers hidden, and all that would give them away (`kernel.disclosure`).

    What a cut of the same academic year has hidden stays hidden. Kept beside the reckoning, for the next process.
    """
    after = last_cut(school.pk)
    return remembered(f"safe {after}", school, framework_name, on, revision, partial(_hidden, after=after))


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


def _hidden(school: Organisation, framework_name: str, on: date, revision: int, *, after: int) -> SchoolFigures:
    """What may be shown, as it is kept beside the reckoning; worked out and kept there where it is not."""
    by = framework(framework_name)
    own = reckoned(school, by, on, revision=revision)
    versions = {each.name: each.version for each in frameworks()}
    made_from = {"revision": own.revision, "after": after, "versions": versions}
    if own.hidden is not None and own.hidden["made_from"] == made_from:
        return SchoolFigures.kept(by.name, on, revision, own.hidden)
    try:
        in_force = benchmarks_in_force(on)
    except LookupError:
        in_force = by
    base = own if in_force.name == by.name else reckoned(school, in_force, on, revision=revision)
    shown = replace(hide(school, figures_in(own, by), base, on), revision=revision)
    keep_hidden(own, {"made_from": made_from, **shown.as_kept()})
    return shown


def hide(school: Organisation, true: SchoolFigures, base: Reckoning, on: date) -> SchoolFigures:
    """Figures of one framework with small numbers hidden, as all that is shown of the school allows.

    `base` is the school's reckoning of the day by any framework whose rules count everybody: it tells how many people
    the figures of the other frameworks are of.
    """
    by = framework(base.framework)
    known = {true.framework: true}
    for other in frameworks():
        if other.name not in known:
            sizes = sizes_in(base, by, other)
            known[other.name] = sizes or figures_in(reckoned_once(school, other, on, revision=base.revision), other)
    place = Institution(school.institution_id, Setting(setting_of(school)))
    return hiding_small(place, true.framework, known, shown_before(school, true.framework, on))
