"""A school's figures as they may be seen by people who may see no learner."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from waymark.evaluation.figures import Figure, FigureKey, SchoolFigures
from waymark.evaluation.frameworks import framework
from waymark.evaluation.results import WHOLE_COHORT
from waymark.kernel import figures as kernel
from waymark.kernel.disclosure import Earlier, Shown, release
from waymark.kernel.facts import Institution
from waymark.kernel.vocabulary import Answer

_ANSWERS = (Answer.MET, Answer.NOT_YET, Answer.MISSED, Answer.UNKNOWN)


def hiding_small(
    institution: Institution,
    name: str,
    true: Mapping[str, SchoolFigures],
    before: Iterable[tuple[SchoolFigures, SchoolFigures]] = (),
) -> SchoolFigures:
    """The figures of one school by the framework called `name`, with small numbers hidden and what gives them away.

    `true` are its figures on that day by every framework: whoever sees one sees the others, and they count the same
    people, so that a year group hidden in one must not be told by the next. Of the others only the sizes are looked at.
    `before` are its figures by this framework on other days of the same academic year, as they were and as they were
    shown, earliest first: what was hidden of them stays hidden.
    """
    by = framework(name)
    tallies = {
        _key(institution, each, figure): kernel.Tally({answer: getattr(figure, answer.value) for answer in _ANSWERS})
        for each, figures in true.items()
        for figure in figures.figures.values()
    }
    dues = [replace(due, code=_code(each, due.code)) for each in true for due in framework(each).entitlements]
    told = {_code(name, due.code) for due in by.entitlements}
    shown = release(
        tallies,
        entitlements=dues,
        institutions=[institution],
        scale=by.scale,
        only=told,
        before=_earlier(institution, name, before),
    )
    figures: dict[FigureKey, Figure] = {}
    for key, figure in true[name].figures.items():
        one = shown[_key(institution, name, figure)]
        met, not_yet, missed, unknown = (one.answers[answer] for answer in _ANSWERS)
        figures[key] = replace(figure, n=one.n, met=met, not_yet=not_yet, missed=missed, unknown=unknown, band=one.band)
    whole = {due.code: figures.get((due.code, "all", WHOLE_COHORT)) for due in by.entitlements if due.scored}
    hidden = {code.partition(".")[0] for code, figure in whole.items() if figure and figure.band is None}
    scores = {
        code: replace(score, score=None, achieved=False, is_hidden=True) if code in hidden else score
        for code, score in true[name].scores.items()
    }
    return replace(true[name], figures=figures, scores=scores)


def _earlier(
    institution: Institution, name: str, before: Iterable[tuple[SchoolFigures, SchoolFigures]]
) -> dict[kernel.FigureKey, Earlier]:
    """Each figure as it was last shown, with nothing told of it that was hidden once."""
    found: dict[kernel.FigureKey, Earlier] = {}
    for true, shown in before:
        for at, figure in shown.figures.items():
            key, real = _key(institution, name, figure), true.figures[at]
            told = {answer: getattr(figure, answer.value) for answer in _ANSWERS}
            n = figure.n
            if key in found:
                last = found[key].shown
                n = None if last.n is None else n
                told = {answer: None if last.answers[answer] is None else count for answer, count in told.items()}
            tally = kernel.Tally({answer: getattr(real, answer.value) for answer in _ANSWERS})
            found[key] = Earlier(Shown(n, told, figure.band), tally)
    return found


def _key(institution: Institution, name: str, figure: Figure) -> kernel.FigureKey:
    code = _code(name, figure.entitlement)
    return kernel.FigureKey("institution", institution.institution_id, figure.group, figure.year_group, code)


def _code(name: str, code: str) -> str:
    """An entitlement among those of other frameworks, where the same code may mean something else."""
    return f"{name} {code}"
