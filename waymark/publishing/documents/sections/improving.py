"""Is it improving: the benchmarks achieved on records, now and at the end of each year before."""

from waymark.evaluation.queries import YearOfFigures, trend_of
from waymark.kernel.academic_year import in_words
from waymark.publishing.documents.asking import HIDDEN, Asked
from waymark.publishing.documents.shape import Block, Chart, Column, Note, Number, Section, Table
from waymark.publishing.words import day

YEARS = 4


def section(asked: Asked) -> Section:
    years = points_of(asked)
    return Section("improving", "Is it improving?", (Note(answer_to(years)), *blocks_of(asked, years)))


def points_of(asked: Asked, years: int = YEARS) -> list[YearOfFigures]:
    """The figures on 31 July of each year before and on the day."""
    return trend_of(asked.school, on=asked.on, years=years, hiding_small=asked.leaves_school)


def achieved(year: YearOfFigures) -> int | None:
    """How many of the eight are achieved on records; None where one of them may not be told."""
    scores = year.figures.scores.values()
    return None if any(score.is_hidden for score in scores) else sum(score.achieved for score in scores)


def blocks_of(asked: Asked, years: list[YearOfFigures]) -> list[Block]:
    """The chart of benchmarks achieved, and the scores beside those of the year before."""
    blocks: list[Block] = [
        Chart(
            "Benchmarks achieved on records, of 8",
            tuple((when(year, asked), _achieved(asked, year)) for year in years),
            "Evidenced by the school's own records alone, each year by the rules then in force; the last as it stands.",
        )
    ]
    if len(years) > 1:
        blocks.append(_by_benchmark(asked, years[-2], years[-1]))
    return blocks


def when(year: YearOfFigures, asked: Asked) -> str:
    """The day of a year's figures, in words."""
    return day(asked.on) if year.figures.on == asked.on else f"31 July {year.academic_year + 1}"


def _achieved(asked: Asked, year: YearOfFigures) -> Number:
    source = asked.score_source(year.framework, year.figures.on)
    found = achieved(year)
    return Number(HIDDEN, None, source) if found is None else Number(str(found), found, source, 100 * found / 8)


def _by_benchmark(asked: Asked, before: YearOfFigures, now: YearOfFigures) -> Table:
    titles = {benchmark.code: benchmark.title for benchmark in asked.benchmarks.benchmarks}
    rows = []
    for code, score in now.figures.scores.items():
        then = before.figures.scores.get(code)
        was = then.score if then and not then.is_hidden else None
        is_now = None if score.is_hidden else score.score
        source = asked.score_source(now.framework, now.figures.on)
        earlier = asked.score_source(before.framework, before.figures.on)
        change = "" if was is None or is_now is None else f"{is_now - was:+d}".replace("-", "−").replace("+0", "0")
        rows.append((f"{code[2:]}. {titles.get(code, code)}", _score(was, earlier), _score(is_now, source), change))
    columns = (
        Column("Benchmark", share=6),
        Column(in_words(before.academic_year), numeric=True, share=2),
        Column("Now", numeric=True, share=2),
        Column("Change", numeric=True, share=2),
    )
    return Table("Score on records, of 100", columns, tuple(rows))


def _score(score: int | None, source: int) -> Number:
    return Number("–", None, source) if score is None else Number(str(score), score, source)


def answer_to(years: list[YearOfFigures]) -> str:
    """Whether it is improving, in a sentence."""
    told = [(year, found) for year in years if (found := achieved(year)) is not None]
    if len(told) < 2 or told[-1][0] is not years[-1]:
        return "It cannot be said yet: there are no two years of records that may be compared."
    (before, was), (now, found) = told[-2], told[-1]
    when = f"at the end of {in_words(before.academic_year)}"
    alike = "" if before.framework == now.framework else " The rules have changed in between."
    if found > was:
        return f"Yes: {found} of 8 benchmarks achieved on records, {was} {when}.{alike}"
    if found < was:
        return f"No: {found} of 8 benchmarks achieved on records, {was} {when}.{alike}"
    return f"It is as it was: {found} of 8 benchmarks achieved on records, as {when}.{alike}"
