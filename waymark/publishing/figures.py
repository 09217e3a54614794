"""The figures a school chooses to show, and what of them may be told.

Three rules, one after the other:

1. Within one release, `kernel.disclosure` hides cohorts under six, counts of one to five, their complements, and what
   would give them away by subtraction. It is asked about every figure chosen now together with every one told before
   in the same academic year. Where even one told before would now be hidden, no figure is told for the first time.
2. Across releases: a figure is told afresh only if it differs from each time it was told this academic year by nobody
   or by at least six, in those counted, in those who have it and in those who have not. Otherwise two releases, taken
   from one another, would say what a few learners did in between. It is told again as it was last told, with its day.

3. The public is told no count that a governor or the school's hub would not see that day: they see more figures, of
   groups and year groups, and a count told here could stand in for one hidden there.

A release that was withdrawn was public, and counts. Cohorts of different academic years are different people at
different ages, and are not compared.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from waymark.evaluation.frameworks import benchmarks_in_force, framework
from waymark.evaluation.queries import Figure, figures_of
from waymark.kernel.academic_year import academic_year
from waymark.kernel.disclosure import Shown, release
from waymark.kernel.entitlement import Entitlement
from waymark.kernel.facts import Institution
from waymark.kernel.figures import WHOLE_COHORT, FigureKey, Tally
from waymark.kernel.framework import Framework
from waymark.kernel.vocabulary import Answer, Setting
from waymark.ledger.exchange import setting_of
from waymark.places.models import Organisation
from waymark.publishing.content import ShownFigure
from waymark.publishing.models import Publication

FEW = range(1, 6)
_ANSWERS = (Answer.MET, Answer.NOT_YET, Answer.MISSED, Answer.UNKNOWN)
NOT_SHOWN = "Not shown, so that nobody can be recognised"


@dataclass(frozen=True)
class ToldCell:
    """A count and its size as the public was told them on a day; `year` is the academic year."""

    framework: str
    year: int
    entitlement: str
    n: int
    met: int
    on: date

    def is_close_to(self, n: int, met: int) -> bool:
        """Whether taking one from the other leaves a few learners and not nobody."""
        left = (n - self.n, met - self.met, (n - met) - (self.n - self.met))
        return any(abs(difference) in FEW for difference in left)


@dataclass(frozen=True)
class ChosenFigure:
    """A figure as it would be shown, and for the school's own eyes why, where that is not the true one of the day."""

    shown: ShownFigure
    why: str = ""


def frameworks_for(on: date) -> tuple[Framework, ...]:
    """The frameworks whose figures may be shown: the benchmarks in force, and provider access."""
    access = framework("provider-access")
    return (benchmarks_in_force(on), access) if access.is_in_force(on) else (benchmarks_in_force(on),)


def may_be_chosen(school: Organisation, *, on: date) -> list[tuple[Framework, Entitlement]]:
    """The entitlements a school of this setting has figures for, in the frameworks' order."""
    return [(each, due) for each in frameworks_for(on) for due in each.entitlements if school.setting in due.settings]


def told_this_year(school: Organisation, *, on: date) -> list[ToldCell]:
    """Every cell the public has been told in the academic year of the day, earliest first."""
    stored = Publication.objects.filter(organisation=school).order_by("number").values_list("cells", flat=True)
    cells = [ToldCell(**{**cell, "on": date.fromisoformat(cell["on"])}) for told in stored for cell in told]
    return [cell for cell in cells if cell.year == academic_year(on)]


def chosen_figures(school: Organisation, codes: Collection[str], *, on: date) -> list[ChosenFigure]:
    """What may be told of the entitlements the school chose; one with nobody in its cohort is left out."""
    told = told_this_year(school, on=on)
    before = {cell.entitlement for cell in told}
    offered = [(each, due) for each, due in may_be_chosen(school, on=on) if due.code in {*codes, *before}]
    true = _true_figures(school, offered, on)
    safe = _released_together(school, [due for _, due in offered], true, on)
    seen = _seen_by_governors(school, offered, on)
    safe = {code: shown for code, shown in safe.items() if code in seen}
    nothing_new = any(safe[code].met is None for code in before if code in safe)
    found = []
    for each, due in offered:
        if due.code in codes and due.code in true:
            cells = [cell for cell in told if (cell.framework, cell.entitlement) == (each.name, due.code)]
            found.append(_choose(due, each, safe.get(due.code), cells, nothing_new, on))
    return found


def cells_of(figures: Iterable[ShownFigure], *, on: date) -> list[dict[str, Any]]:
    """What to remember of the figures a release tells: every count and its size, with the day it was first told."""
    names = {due.code: each.name for each in frameworks_for(on) for due in each.entitlements}
    return [
        {
            "framework": names[figure.code],
            "year": academic_year(on),
            "entitlement": figure.code,
            "n": figure.of,
            "met": figure.met,
            "on": figure.as_at.isoformat(),
        }
        for figure in figures
        if not figure.hidden_because
    ]


def _choose(
    due: Entitlement, of: Framework, safe: Shown | None, told: list[ToldCell], nothing_new: bool, on: date
) -> ChosenFigure:
    """What to tell of one figure. `safe` is the kernel's answer, none where its reader may not see the true number."""
    benchmark = of.benchmark(due.benchmark).title
    n, met = (safe.n, safe.met) if safe else (None, None)
    if told and (n is None or met is None or any(cell.is_close_to(n, met) for cell in told)):
        last = told[-1]
        why = "Told as before: too few learners have changed since then to tell the new figure."
        return ChosenFigure(_shown(due, benchmark, last.met, last.n, last.on), why)
    if n is None or met is None:
        why = "Fewer than six learners are in it, have it or have not, or could be worked out from the others shown."
        return ChosenFigure(_hidden(due, benchmark, on), why)
    if nothing_new and not told:
        why = "Beside the figures already told, it would give a few learners away."
        return ChosenFigure(_hidden(due, benchmark, on), why)
    return ChosenFigure(_shown(due, benchmark, met, n, on))


def _true_figures(school: Organisation, offered: list[tuple[Framework, Entitlement]], on: date) -> dict[str, Figure]:
    figures = {name: figures_of(school, name, on=on) for name in dict.fromkeys(each.name for each, _ in offered)}
    found = {due.code: figures[each.name].figure(due.code) for each, due in offered}
    return {code: figure for code, figure in found.items() if figure is not None}


def _seen_by_governors(school: Organisation, offered: list[tuple[Framework, Entitlement]], on: date) -> set[str]:
    """The entitlements of which those who see no learner are shown how many there are and how many have met it."""
    names = dict.fromkeys(each.name for each, _ in offered)
    figures = {name: figures_of(school, name, on=on, hiding_small=True) for name in names}
    found = {due.code: figures[each.name].figure(due.code) for each, due in offered}
    return {code for code, figure in found.items() if figure and figure.n is not None and figure.met is not None}


def _released_together(
    school: Organisation, dues: list[Entitlement], true: dict[str, Figure], on: date
) -> dict[str, Shown]:
    """The kernel's answer by entitlement; what its reader may not see the true number of is not in it."""
    unit = school.institution_id
    tallies = {}
    for code, figure in true.items():
        counts = (figure.met, figure.not_yet, figure.missed, figure.unknown)
        known = [count for count in counts if count is not None]
        if len(known) == len(_ANSWERS):
            key = FigureKey("institution", unit, "all", WHOLE_COHORT, code)
            tallies[key] = Tally(dict(zip(_ANSWERS, known, strict=True)))
    shown = release(
        tallies,
        entitlements=dues,
        institutions=[Institution(unit, Setting(setting_of(school)))],
        scale=benchmarks_in_force(on).scale,
        answers=(Answer.MET,),
    )
    return {key.entitlement: figure for key, figure in shown.items()}


def _shown(due: Entitlement, benchmark: str, met: int, of: int, as_at: date) -> ShownFigure:
    return ShownFigure(due.code, benchmark, due.title, _percent(met, of), met, of, as_at)


def _hidden(due: Entitlement, benchmark: str, on: date) -> ShownFigure:
    return ShownFigure(due.code, benchmark, due.title, None, None, None, on, NOT_SHOWN)


def _percent(met: int, of: int) -> int:
    """Whole percent; only nobody is 0 and only everybody 100."""
    if met in (0, of):
        return 100 * met // of
    return min(max((200 * met + of) // (2 * of), 1), 99)
