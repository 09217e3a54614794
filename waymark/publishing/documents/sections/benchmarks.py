"""How the school stands by the benchmarks on its records: the scores, and every entitlement behind them."""

from waymark.publishing.documents.asking import HIDDEN, Asked
from waymark.publishing.documents.shape import Block, Chart, Column, Note, Number, Section, Table

_COLUMNS = (Column("What each is entitled to", share=5), Column("Have had it", numeric=True, share=3))


def section(asked: Asked) -> Section:
    rules = asked.benchmarks
    scores = asked.figures.scores
    source = asked.score_source(rules.name, asked.on)
    bars = tuple(
        (f"{benchmark.code[2:]}. {benchmark.title}", _score(scores.get(benchmark.code), source))
        for benchmark in rules.benchmarks
    )
    note = (
        "The score of a benchmark on records is the share of what its figures can earn. What only people can say "
        "(benchmark 1, for one) has no score on records."
    )
    blocks: tuple[Block, ...] = (
        Note(f"Judged by {rules.title}, version {rules.version}, in force on the day."),
        Chart("Score on records, of 100", bars, note),
    )
    parts = tuple(
        part for number, benchmark in enumerate(rules.benchmarks, 1) if (part := _part(asked, benchmark.code, number))
    )
    return Section("benchmarks", "The eight benchmarks on records", blocks, parts)


def _score(score, source: int) -> Number:
    if score is None or (score.score is None and not score.is_hidden):
        return Number("No figure of this kind", None, source)
    if score.score is None:
        return Number(HIDDEN, None, source)
    said = f"{score.score}, achieved" if score.achieved else f"{score.score}, not yet achieved"
    return Number(said, score.score, source, score.score)


def _part(asked: Asked, code: str, number: int) -> Section | None:
    benchmark = asked.benchmarks.benchmark(code)
    rows = []
    for due in benchmark.entitlements:
        figure = asked.figures.figure(due.code)
        if figure is not None:
            rows.append((due.title, asked.share(figure, asked.source_of(due, asked.benchmarks))))
    if not rows:
        return None
    table = Table("How many have had what they are entitled to", _COLUMNS, tuple(rows))
    return Section(f"benchmark-{number}", f"{code[2:]}. {benchmark.title}", (table,))
