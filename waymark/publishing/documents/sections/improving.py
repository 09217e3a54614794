"""Is it improving: the benchmarks achieved on records, now and at the end of each year before."""

from datetime import date

from waymark.evaluation.frameworks import benchmarks_in_force
from waymark.evaluation.queries import YearOfFigures, trend_of
from waymark.kernel.academic_year import academic_year
from waymark.publishing.documents.asking import HIDDEN, Asked
from waymark.publishing.documents.shape import Block, Chart, Column, Note, Number, Section, Table
from waymark.publishing.words import day

YEARS = 4


def section(asked: Asked) -> Section:
    years = points_of(asked)
    before = a_year_ago(asked, years)
    return Section(
        "improving", "Is it improving?", (Note(answer_to(before, years[-1])), *blocks_of(asked, years, before))
    )


def points_of(asked: Asked, years: int = YEARS) -> list[YearOfFigures]:
    """The figures on 31 July of each year before and on the day."""
    return trend_of(asked.school, on=asked.on, years=years, hiding_small=asked.leaves_school)


def a_year_ago(asked: Asked, years: list[YearOfFigures]) -> YearOfFigures | None:
    """The figures of the same day of the year before: much of what is due begins again each September."""
    day = date(asked.on.year - 1, asked.on.month, min(asked.on.day, 28 if asked.on.month == 2 else 31))
    if not years or academic_year(day) < years[0].academic_year:
        return None
    rules = benchmarks_in_force(day)
    return YearOfFigures(academic_year(day), rules.name, asked.figures_by(rules, day))


def achieved(year: YearOfFigures) -> tuple[int, int]:
    """How many of the benchmarks whose score may be told are achieved on records, and how many may not be told."""
    scores = year.figures.scores.values()
    return sum(score.achieved for score in scores), sum(score.is_hidden for score in scores)


def blocks_of(asked: Asked, years: list[YearOfFigures], before: YearOfFigures | None) -> list[Block]:
    """The chart of benchmarks achieved, and the scores beside those of the year before."""
    blocks: list[Block] = [
        Chart(
            "Benchmarks achieved on records, of 8",
            tuple((when(year, asked), _achieved(asked, year)) for year in years),
            "Evidenced by the school's own records alone, each year by the rules then in force; the last as it stands.",
        )
    ]
    if before is not None:
        blocks.append(_by_benchmark(asked, before, years[-1]))
    return blocks


def when(year: YearOfFigures, asked: Asked) -> str:
    """The day of a year's figures, in words."""
    return day(asked.on) if year.figures.on == asked.on else f"31 July {year.academic_year + 1}"


def _achieved(asked: Asked, year: YearOfFigures) -> Number:
    source = asked.score_source(year.framework, year.figures.on)
    found, hidden = achieved(year)
    if hidden == len(year.figures.scores):
        return Number(HIDDEN, None, source)
    return Number(f"{found}, and {hidden} hidden" if hidden else str(found), found, source, 100 * found / 8)


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
        Column("A year ago", numeric=True, share=2),
        Column("Now", numeric=True, share=2),
        Column("Change", numeric=True, share=2),
    )
    return Table("Score on records, of 100", columns, tuple(rows))


def _score(score: int | None, source: int) -> Number:
    return Number("–", None, source) if score is None else Number(str(score), score, source)


def answer_to(before: YearOfFigures | None, now: YearOfFigures) -> str:
    """Whether it is improving, in a sentence: made of what may be shown on both days and of nothing else."""
    if before is None:
        return "It cannot be said yet: there are no records of a year ago."
    shown = [pair for code in now.figures.scores if (pair := _both(before, now, code))]
    if not shown:
        return "It cannot be said: no benchmark's score may be shown both now and a year ago."
    up, down = sum(was < now_is for was, now_is in shown), sum(was > now_is for was, now_is in shown)
    said = "Yes" if up > down else "No" if down > up else "It is much as it was"
    alike = "" if before.framework == now.framework else " The rules have changed in between."
    (found, hidden), (was, was_hidden) = achieved(now), achieved(before)
    if not hidden and not was_hidden:
        return f"{said}: {found} of 8 benchmarks achieved on records, {was} a year ago; {up} up, {down} down.{alike}"
    return f"{said}: {len(shown)} benchmarks may be shown now and a year ago: {up} up, {down} down.{alike}"


def _both(before: YearOfFigures, now: YearOfFigures, code: str) -> tuple[int, int] | None:
    """A benchmark's score then and now, where both may be told."""
    then, this = before.figures.scores.get(code), now.figures.scores[code]
    if then is None or then.score is None or this.score is None:
        return None
    return then.score, this.score
