"""A benchmark framework as frozen values, and the one way in: `parse_framework`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from waymark.kernel.benchmark import (
    AgreementStep,
    AnsweredBy,
    Benchmark,
    Criterion,
    MeaningOfKind,
    PublishingItem,
    TickLabel,
)
from waymark.kernel.entitlement import Entitlement, Meaning
from waymark.kernel.reading_entitlements import read_entitlement, read_source
from waymark.kernel.scale import Band, Scale
from waymark.kernel.strict import FrameworkError, Strict
from waymark.kernel.vocabulary import YEAR_GROUPS, Kind, Mode, Setting, Tick

__all__ = ["Framework", "FrameworkError", "parse_framework"]


@dataclass(frozen=True, slots=True)
class Framework:
    """One version of a benchmark framework. `in_force_to` is its last day, None while it stands."""

    name: str
    version: str
    title: str
    summary: str
    in_force_from: date
    in_force_to: date | None
    supersedes: str | None
    scale: Scale
    agreement: tuple[AgreementStep, ...]
    meanings: tuple[MeaningOfKind, ...]
    content_items: tuple[str, ...]
    benchmarks: tuple[Benchmark, ...]
    publishing: tuple[PublishingItem, ...]

    @property
    def entitlements(self) -> tuple[Entitlement, ...]:
        """Every entitlement, benchmark by benchmark, in the order of the files."""
        return tuple(entitlement for benchmark in self.benchmarks for entitlement in benchmark.entitlements)

    def entitlement(self, code: str) -> Entitlement:
        """The one with this code; KeyError if the framework has none."""
        for entitlement in self.entitlements:
            if entitlement.code == code:
                return entitlement
        raise KeyError(code)

    def benchmark(self, code: str) -> Benchmark:
        """The one with this code; KeyError if the framework has none."""
        for benchmark in self.benchmarks:
            if benchmark.code == code:
                return benchmark
        raise KeyError(code)

    def meaning_of(self, kind: Kind) -> MeaningOfKind:
        """What this framework asks of a kind; a kind it does not mention is always meaningful."""
        for meaning in self.meanings:
            if meaning.kind == kind:
                return meaning
        return MeaningOfKind(kind, Meaning(), (), "")

    def is_in_force(self, on: date) -> bool:
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)

    @property
    def scored_benchmarks(self) -> tuple[str, ...]:
        """Codes of the benchmarks with a scored entitlement, in any setting, in text order."""
        return tuple(sorted({entitlement.benchmark for entitlement in self.entitlements if entitlement.scored}))


def parse_framework(mapping: Mapping[str, Any]) -> Framework:
    """Turn a version's data into values; FrameworkError names the place of the first thing that breaks the schema."""
    name = mapping.get("name") if isinstance(mapping, Mapping) else None
    strict = Strict(mapping, str(name or "framework"))
    meanings = strict.each("meanings", _read_meaning, ())
    tests = {meaning.kind: meaning.meaning for meaning in meanings}
    framework = Framework(
        name=strict.text("name"),
        version=strict.text("version"),
        title=strict.text("title"),
        summary=strict.text("summary"),
        in_force_from=strict.day("in_force_from"),
        in_force_to=strict.day_or_none("in_force_to"),
        supersedes=strict.text("supersedes", "") or None,
        scale=_read_scale(strict.inner("scale")),
        agreement=strict.each("agreement", _read_step, ()),
        meanings=meanings,
        content_items=strict.texts("content_items", ()),
        benchmarks=strict.each("benchmarks", lambda inner: _read_benchmark(inner, tests)),
        publishing=strict.each("publishing", _read_publishing, ()),
    )
    strict.done()
    _check_codes(framework)
    return framework


def _read_meaning(strict: Strict) -> MeaningOfKind:
    ticks = strict.each("ticks", _read_tick, ())
    return MeaningOfKind(
        kind=strict.word("kind", Kind),
        ticks=ticks,
        meaning=Meaning(
            ticks=tuple(label.tick for label in ticks),
            modes=strict.words("modes", Mode, tuple(Mode)),
            adviser_level=strict.whole("adviser_level", range(9), 0),
        ),
        note=strict.text("note", ""),
    )


def _read_tick(strict: Strict) -> TickLabel:
    return TickLabel(strict.word("tick", Tick), strict.text("label"), strict.text("hint", ""))


def _read_step(strict: Strict) -> AgreementStep:
    return AgreementStep(strict.text("name"), strict.text("label"), strict.whole("credit", range(5)))


def _read_scale(strict: Strict) -> Scale:
    scale = Scale(strict.text("name"), strict.each("bands", _read_band))
    strict.done()
    first, last = scale.bands[0], scale.bands[-1]
    if (first.numerator, last.numerator, last.inclusive) != (0, last.denominator, True):
        raise FrameworkError(f"{strict.path}.bands: the first must hold nobody and the last everybody")
    return scale


def _read_band(strict: Strict) -> Band:
    inclusive = strict.has("up_to")
    numerator, denominator = strict.share("up_to" if inclusive else "below")
    return Band(
        strict.text("name"), strict.text("label"), strict.whole("credit", range(5)), numerator, denominator, inclusive
    )


def _read_benchmark(strict: Strict, tests: Mapping[Kind, Meaning]) -> Benchmark:
    rule = strict.inner("achieved_rule") if strict.has("achieved_rule") else Strict({}, strict.path)
    at, over = rule.whole("at", range(1, 101), 100), rule.texts("over", ())
    rule.done()
    return Benchmark(
        code=strict.text("code"),
        title=strict.text("title"),
        summary=strict.text("summary"),
        achieved_at=at,
        achieved_over=over,
        criteria=strict.each("criteria", _read_criterion, ()),
        entitlements=strict.each("entitlements", lambda inner: read_entitlement(inner, tests), ()),
    )


def _read_criterion(strict: Strict) -> Criterion:
    code, text = strict.text("code"), strict.text("text")
    return Criterion(
        code=code,
        text=text,
        question=strict.text("question", "") or text,
        settings=strict.words("settings", Setting),
        answered_by=strict.word("answered_by", AnsweredBy),
        scored=strict.flag("scored", True),
        entitlements=strict.texts("entitlements", ()),
        year_groups=strict.wholes("year_groups", YEAR_GROUPS, ()),
        same_as=strict.text("same_as", ""),
        source=read_source(strict),
    )


def _read_publishing(strict: Strict) -> PublishingItem:
    return PublishingItem(
        code=strict.text("code"),
        title=strict.text("title"),
        description=strict.text("description"),
        page=strict.text("page"),
        settings=strict.words("settings", Setting),
        must=strict.flag("must"),
        law=strict.text("law"),
        source=read_source(strict),
    )


def _check_codes(framework: Framework) -> None:
    """Codes are unique, sit under their own benchmark, and every one a criterion names exists."""
    codes = [entitlement.code for entitlement in framework.entitlements]
    criteria = [criterion for benchmark in framework.benchmarks for criterion in benchmark.criteria]
    items = [criterion.code for criterion in criteria] + [item.code for item in framework.publishing]
    for kind, listed in (
        ("benchmark", [b.code for b in framework.benchmarks]),
        ("entitlement", codes),
        ("item", items),
    ):
        twice = sorted({code for code in listed if listed.count(code) > 1})
        if twice:
            raise FrameworkError(f"{framework.name}: {kind} {twice[0]} is given twice")
    for benchmark in framework.benchmarks:
        for entitlement in benchmark.entitlements:
            if entitlement.benchmark != benchmark.code:
                raise FrameworkError(f"{framework.name}: {entitlement.code} does not belong under {benchmark.code}")
        scored = {criterion.code for criterion in benchmark.criteria if criterion.scored}
        for code in benchmark.achieved_over:
            if code not in scored:
                raise FrameworkError(f"{framework.name}: {benchmark.code} is achieved over {code}, no scored criterion")
    for criterion in criteria:
        for code in criterion.entitlements:
            if code not in codes:
                raise FrameworkError(f"{framework.name}: {criterion.code} names {code}, which does not exist")
