"""The reference page of the frameworks, written from their data."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from waymark.evaluation.frameworks import frameworks, worked_examples
from waymark.kernel.benchmark import Benchmark, Criterion, MeaningOfKind, PublishingItem
from waymark.kernel.entitlement import Days, Different, Entitlement, EverySubject, Meaning, Source, Span, Window
from waymark.kernel.example import Example
from waymark.kernel.framework import Framework
from waymark.kernel.scale import Scale
from waymark.kernel.vocabulary import Mode

_FRONT = """# Frameworks

Written by `make docs` from `waymark/frameworks/`; change the data, not this page.

What a learner is entitled to, what an institution is asked, and what it has to publish, under each version. A criterion
with entitlements beside it has its answer computed from records; the others are for people to answer. Credits are in
quarters. The wording is our own; the sources are named.
"""


def frameworks_reference() -> str:
    """The whole page, in Markdown; the same bytes for the same data."""
    return "\n".join([_FRONT, *(line for one in frameworks() for line in _framework(one))]).rstrip() + "\n"


def _framework(framework: Framework) -> Iterator[str]:
    yield from (f"## {framework.title}", "", framework.summary, "")
    until = f"to {_day(framework.in_force_to)}" if framework.in_force_to else "and still"
    yield f"- Name: `{framework.name}`, version {framework.version}"
    yield f"- In force: from {_day(framework.in_force_from)} {until}"
    if framework.supersedes:
        yield f"- Supersedes: `{framework.supersedes}`"
    yield from ("", f"### Bands ({framework.scale.name})", "")
    yield from _table(("band", "share of learners", "credit"), _bands(framework.scale))
    if framework.agreement:
        steps = [(step.label, str(step.credit)) for step in framework.agreement]
        yield from ("Statements are answered by how far one agrees.", "", *_table(("answer", "credit"), steps))
    for meaning in framework.meanings:
        yield from _meaning(meaning)
    if framework.content_items:
        yield from ("### What each provider has to cover", "", *(f"- {item}" for item in framework.content_items), "")
    examples = worked_examples(framework.name)
    for benchmark in framework.benchmarks:
        yield from _benchmark(benchmark, examples)
    if framework.publishing:
        yield from (
            "### To be published",
            "",
            *_table(("item", "", "for", "law or guidance"), _items(framework.publishing)),
        )


def _bands(scale: Scale) -> Iterator[tuple[str, str, str]]:
    for band in scale.bands:
        share = f"{100 * band.numerator // band.denominator}%"
        share = f"up to {share}" if band.inclusive and 0 < band.numerator < band.denominator else share
        yield f"{band.label} (`{band.name}`)", share if band.inclusive else f"less than {share}", str(band.credit)


def _meaning(meaning: MeaningOfKind) -> Iterator[str]:
    yield from (f"### What counts as meaningful: {meaning.kind}", "", meaning.note, "")
    yield from (f"- {tick.label} (`{tick.tick}`). {tick.hint}" for tick in meaning.ticks)
    yield from (f"- {line}" for line in _conditions(meaning.meaning))
    yield ""


def _conditions(meaning: Meaning) -> Iterator[str]:
    if meaning.modes != tuple(Mode):
        yield "Mode: " + " or ".join(f"`{mode}`" for mode in meaning.modes)
    if meaning.adviser_level:
        yield f"Adviser of level {meaning.adviser_level} or above"


def _benchmark(benchmark: Benchmark, examples: dict[str, tuple[Example, ...]]) -> Iterator[str]:
    yield from (f"### {benchmark.code}: {benchmark.title}", "", benchmark.summary, "")
    over = f", over {' and '.join(f'`{code}`' for code in benchmark.achieved_over)}" if benchmark.achieved_over else ""
    yield from (f"Achieved at {benchmark.achieved_at}% of full credit{over}.", "")
    heads = ("criterion", "", "asked as", "settings", "year groups", "answered by", "from records", "carries over")
    yield from _table(heads, map(_criterion, benchmark.criteria))
    for due in benchmark.entitlements:
        yield from _entitlement(due, examples[due.code])


def _criterion(criterion: Criterion) -> tuple[str, ...]:
    scored = "" if criterion.scored else ", unscored"
    return (
        f"`{criterion.code}`",
        criterion.text,
        criterion.question if criterion.question != criterion.text else "",
        ", ".join(criterion.settings),
        _years(criterion.year_groups) or "all",
        criterion.answered_by.replace("_", " ") + scored,
        ", ".join(f"`{code}`" for code in criterion.entitlements),
        f"`{criterion.same_as}`" if criterion.same_as else "",
    )


def _entitlement(due: Entitlement, examples: Sequence[Example]) -> Iterator[str]:
    yield from (f"#### `{due.code}`: {due.title}", "", due.description, "")
    yield f"- Settings: {', '.join(due.settings)}; {'scored' if due.scored else 'unscored'}"
    yield f"- Counts: {_counts(due)}"
    yield f"- Window: {_window(due.window)}"
    yield f"- Need: {_need(due)}"
    only = ", only learners considering higher education" if due.only_considering_he else ""
    yield f"- In the figures of: {_years(due.cohort)}{only}"
    yield from (f"- Source: {_source(due.source)}", "")
    yield from _table(("worked example", "as at", "answer", "evidence"), map(_example, examples))


def _counts(due: Entitlement) -> str:
    counts = due.counts
    asked = [f"`{counts.kind}`"]
    if counts.provider_kinds:
        asked.append("with " + " or ".join(f"`{kind}`" for kind in counts.provider_kinds))
    if counts.subjects:
        asked.append("in " + " or ".join(counts.subjects))
    if counts.modes:
        asked.append("held " + " or ".join(f"`{mode}`" for mode in counts.modes))
    asked += [f"with `{flag}`" for flag in ("stem", "pal_content") if getattr(counts, flag)]
    ticks = [f"`{tick}`" for tick in due.meaning.ticks] + list(_conditions(due.meaning))
    return ", ".join(asked) + (f"; meaningful by {', '.join(ticks)}" if ticks else "; nothing more is asked")


def _window(window: Window) -> str:
    if window.span is Span.THIS_YEAR:
        return "this academic year"
    if window.span is Span.EACH_YEAR:
        return f"each year from Year {window.first}"
    last = (
        f", in Year {window.last} up to {window.last_day[1]} {date(2025, *window.last_day):%B}"
        if window.last_day
        else ""
    )
    return f"Years {window.first} to {window.last}{last}"


def _need(due: Entitlement) -> str:
    need = due.need
    if isinstance(need, EverySubject):
        return "one in every subject of the institution"
    if isinstance(need, Days):
        return f"{need.count} days, by the institution's own length of day"
    one_with = f", at least one with `{need.one_with}`" if need.one_with else ""
    if isinstance(need, Different):
        return f"{need.count} different values of `{need.field}`{one_with}"
    return f"{need.count}{' in each' if due.window.span is Span.EACH_YEAR else ''}{one_with}"


def _example(example: Example) -> tuple[str, ...]:
    return example.title, _day(example.as_at), example.answer.replace("_", " "), str(example.evidence)


def _items(items: Iterable[PublishingItem]) -> Iterator[tuple[str, ...]]:
    for item in items:
        yield (
            f"`{item.code}` {item.title}",
            item.description,
            ", ".join(item.settings),
            f"{'Must' if item.must else 'Should'}: {item.law}",
        )


def _source(source: Source) -> str:
    return f"{source.document}, {source.section}, read on {_day(date.fromisoformat(source.read_on))}"


def _years(year_groups: Sequence[int]) -> str:
    return ", ".join(f"Year {year_group}" for year_group in year_groups)


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    listed = list(rows)
    if listed:
        yield f"| {' | '.join(heads)} |"
        yield "|" + " --- |" * len(heads)
        yield from (f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |" for row in listed)
        yield ""
