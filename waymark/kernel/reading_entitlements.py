"""Reads the rules of an entitlement from a framework's data."""

from collections.abc import Mapping
from datetime import date

from waymark.kernel.entitlement import (
    AtLeast,
    Counts,
    Days,
    Different,
    Entitlement,
    EverySubject,
    Meaning,
    Need,
    Source,
    Span,
    Window,
)
from waymark.kernel.strict import FrameworkError, Strict
from waymark.kernel.vocabulary import YEAR_GROUPS, Kind, Mode, ProviderKind, Setting, Tick

# What a need may ask to be filled in, ticked or different: columns of an activity that every evaluator carries.
_FILLED = ("subject", "sector", "self_employed", "stem")
_DIFFERENT = ("sector", "provider_kind", "subject")


def read_entitlement(strict: Strict, tests: Mapping[Kind, Meaning]) -> Entitlement:
    """One entitlement; `tests` are the framework's meaning tests, used unless the entitlement has its own."""
    cohort = strict.wholes("cohort", YEAR_GROUPS)
    if not cohort:
        raise strict.refuse("cohort", cohort, "at least one year group")
    counts = _read_counts(strict.inner("counts"))
    entitlement = Entitlement(
        code=_code(strict),
        title=strict.text("title"),
        description=strict.text("description"),
        settings=strict.words("settings", Setting),
        counts=counts,
        meaning=_read_own_meaning(strict) or tests.get(counts.kind, Meaning()),
        window=_read_window(strict, cohort),
        need=_read_need(strict.inner("need")),
        cohort=cohort,
        scored=strict.flag("scored"),
        only_considering_he=strict.flag("only_considering_he", False),
        source=read_source(strict),
    )
    if entitlement.window.span is Span.EACH_YEAR and not isinstance(entitlement.need, AtLeast):
        raise FrameworkError(f"{strict.path}: an each-year window needs a count in each year")
    if entitlement.window.first > cohort[0]:
        raise strict.refuse("cohort", list(cohort), "year groups for which the window has opened")
    return entitlement


def read_source(strict: Strict) -> Source:
    """The `source` of an entitlement, criterion or item, with the day it was read."""
    inner = strict.inner("source")
    source = Source(inner.text("document"), inner.text("section"), inner.day("read_on").isoformat())
    inner.done()
    return source


def _code(strict: Strict) -> str:
    code = strict.text("code")
    if code.count(".") != 1 or not all(part.replace("_", "a").isalnum() for part in code.split(".")):
        raise strict.refuse("code", code, "a benchmark, a dot and a name")
    return code


def _read_counts(strict: Strict) -> Counts:
    counts = Counts(
        kind=strict.word("kind", Kind),
        provider_kinds=strict.words("provider_kinds", ProviderKind, ()),
        subjects=strict.texts("subjects", ()),
        modes=strict.words("modes", Mode, ()),
        stem=strict.flag("stem", False),
        pal_content=strict.flag("pal_content", False),
    )
    strict.done()
    return counts


def _read_own_meaning(strict: Strict) -> Meaning | None:
    if not strict.has("meaning"):
        return None
    inner = strict.inner("meaning")
    meaning = Meaning(
        ticks=inner.words("ticks", Tick, ()),
        modes=inner.words("modes", Mode, tuple(Mode)),
        adviser_level=inner.whole("adviser_level", range(9), 0),
    )
    inner.done()
    return meaning


def _read_window(strict: Strict, cohort: tuple[int, ...]) -> Window:
    inner = strict.inner("window")
    span = inner.word("span", Span)
    first, last, last_day = cohort[0], cohort[-1], None
    if span is Span.YEARS:
        first = inner.whole("first", YEAR_GROUPS)
        last = inner.whole("last", range(first, YEAR_GROUPS[-1] + 1))
        if inner.has("last_day"):
            last_day = _read_last_day(inner.inner("last_day"))
    elif span is Span.EACH_YEAR:
        first = inner.whole("first", YEAR_GROUPS)
    inner.done()
    return Window(span, first, last, last_day)


def _read_last_day(strict: Strict) -> tuple[int, int]:
    month, day = strict.whole("month", range(1, 13)), strict.whole("day", range(1, 32))
    strict.done()
    try:
        date(2025, month, day)  # not a leap year: the last day must exist in every year
    except ValueError:
        raise strict.refuse("day", day, f"a day that month {month} has in every year") from None
    return month, day


def _read_need(strict: Strict) -> Need:
    if strict.has("every_subject"):
        if not strict.flag("every_subject"):
            raise strict.refuse("every_subject", False, "true")
        need: Need = EverySubject()
    elif strict.has("days"):
        need = Days(strict.whole("days", range(1, 200)))
    elif strict.has("different"):
        field = strict.text("different")
        if field not in _DIFFERENT:
            raise strict.refuse("different", field, "one of " + ", ".join(_DIFFERENT))
        need = Different(field, strict.whole("at_least", range(1, 50)), _one_with(strict))
    else:
        need = AtLeast(strict.whole("at_least", range(1, 50)), _one_with(strict))
    strict.done()
    return need


def _one_with(strict: Strict) -> str:
    field = strict.text("one_with", "")
    if field and field not in _FILLED:
        raise strict.refuse("one_with", field, "one of " + ", ".join(_FILLED))
    return field
