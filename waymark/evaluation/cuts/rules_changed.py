"""Old evidence scored by the next rules: each benchmark before and after, and what explains the difference."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from waymark.evaluation.figures import Figure, SchoolFigures
from waymark.evaluation.frameworks import benchmarks_in_force, frameworks
from waymark.evaluation.queries import figures_of
from waymark.kernel.entitlement import AtLeast, Entitlement, Need
from waymark.kernel.framework import Framework
from waymark.kernel.rules_change import Fate, Part, parts_of_change
from waymark.kernel.scale import Band, Scale
from waymark.kernel.vocabulary import Mode, Setting
from waymark.ledger.exchange import setting_of
from waymark.places.models import Organisation


@dataclass(frozen=True, slots=True)
class ExplainedPart:
    """One entitlement's share of the difference: its bands by both rules, and in words what the new ones ask."""

    title: str
    fate: Fate
    before: str
    after: str
    points: int
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedBenchmark:
    """One benchmark on the same evidence by both rules. `was` and `now` are None where hidden or nothing is counted.

    `new_questions` and `gone_questions` are what people are asked in one version and not in the other.
    """

    code: str
    title: str
    was: int | None
    now: int | None
    was_achieved: bool
    now_achieved: bool
    is_hidden: bool
    parts: tuple[ExplainedPart, ...]
    new_questions: tuple[str, ...]
    gone_questions: tuple[str, ...]

    @property
    def difference(self) -> int | None:
        return None if self.was is None or self.now is None else self.now - self.was


def next_rules(by: Framework) -> Framework | None:
    """The version that took the place of this one."""
    return next((each for each in frameworks() if each.supersedes == by.name), None)


def changed_rules_on(school: Organisation, *, on: date) -> list[ChangedBenchmark]:
    """The evidence of a day scored by the rules then in force and by the next; nothing where there are none later."""
    old = benchmarks_in_force(on)
    new = next_rules(old)
    if new is None:
        return []
    figures = {each.name: figures_of(school, each.name, on=on) for each in (old, new)}
    setting = Setting(setting_of(school))
    return [_changed(old, new, benchmark.code, figures, setting) for benchmark in new.benchmarks]


def _changed(
    old: Framework, new: Framework, code: str, figures: dict[str, SchoolFigures], setting: Setting
) -> ChangedBenchmark:
    was, now = figures[old.name].scores.get(code), figures[new.name].scores.get(code)
    counted = [_counted(each, code, figures[each.name]) for each in (old, new)]
    hidden = any(figure.band is None for each in counted for _, figure in each.values())
    parts: tuple[ExplainedPart, ...] = ()
    if not hidden:
        credits = [
            {name: _band(each.scale, figure).credit for name, (_, figure) in of.items()}
            for each, of in zip((old, new), counted, strict=True)
        ]
        parts = tuple(_explained(part, old, new, *counted) for part in parts_of_change(*credits))
    asked, ask = (_questions(each, code, setting) for each in (old, new))
    kept = {criterion.same_as for criterion in new.benchmark(code).criteria} | ask.keys()
    return ChangedBenchmark(
        code=code,
        title=new.benchmark(code).title,
        was=was.score if was and not hidden else None,
        now=now.score if now and not hidden else None,
        was_achieved=bool(was and was.achieved and not hidden),
        now_achieved=bool(now and now.achieved and not hidden),
        is_hidden=hidden,
        parts=parts,
        new_questions=tuple(text for name, (text, same) in ask.items() if not same and name not in asked),
        gone_questions=tuple(text for name, (text, _) in asked.items() if name not in kept),
    )


_Counted = dict[str, tuple[Entitlement, Figure]]


def _counted(by: Framework, code: str, figures: SchoolFigures) -> _Counted:
    """The scored entitlements of a benchmark that have anybody to count here, with the whole cohort's figure."""
    found = {due.code: (due, figures.figure(due.code)) for due in by.benchmark(code).entitlements if due.scored}
    return {name: (due, figure) for name, (due, figure) in found.items() if figure is not None}


def _questions(by: Framework, code: str, setting: Setting) -> dict[str, tuple[str, str]]:
    """What people of this setting are asked, and the older item each is the same as."""
    return {c.code: (c.text, c.same_as) for c in by.benchmark(code).criteria if setting in c.settings}


def _band(scale: Scale, figure: Figure) -> Band:
    return next(band for band in scale.bands if band.name == figure.band)


def _explained(part: Part, old: Framework, new: Framework, before: _Counted, after: _Counted) -> ExplainedPart:
    was, now = before.get(part.code), after.get(part.code)
    due = (now or was or (None,))[0]
    return ExplainedPart(
        title=due.title if due else part.code,
        fate=part.fate,
        before=_band(old.scale, was[1]).label if was else "",
        after=_band(new.scale, now[1]).label if now else "",
        points=part.points,
        because=tuple(_because(old, new, was[0], now[0])) if was and now else (),
    )


def _because(old: Framework, new: Framework, was: Entitlement, now: Entitlement) -> Iterator[str]:
    """What an entitlement asks now that it did not ask before, and how its share is banded."""
    labels = {tick.tick: tick.label for tick in new.meaning_of(now.counts.kind).ticks}
    if more := [labels[tick] for tick in now.meaning.ticks if tick not in was.meaning.ticks and tick in labels]:
        yield f"Each must now also show: {'; '.join(label[0].lower() + label[1:] for label in more)}."
    if Mode.VIRTUAL in was.meaning.modes and Mode.VIRTUAL not in now.meaning.modes:
        yield "One that was only online no longer counts."
    if now.meaning.adviser_level > was.meaning.adviser_level:
        yield f"The adviser must be qualified to level {now.meaning.adviser_level}, not {was.meaning.adviser_level}."
    if _number(now.need) != _number(was.need):
        yield f"{_number(now.need)} are needed, not {_number(was.need)}."
    if was.cohort != now.cohort:
        yield "It is counted in other year groups."
    if old.scale.name != new.scale.name:
        yield f"Full credit now takes {_full(new.scale)} of learners; it took {_full(old.scale)}."


def _number(need: Need) -> int:
    return need.count if isinstance(need, AtLeast) else 0


def _full(scale: Scale) -> str:
    """The share from which a band earns all there is to earn, in words."""
    place = next(place for place, band in enumerate(scale.bands) if band.credit == scale.bands[-1].credit)
    below = scale.bands[place - 1]
    return f"more than {100 * below.numerator // below.denominator}%"
