"""How the figures moved: each year's end by the rules then in force, and the evaluations cut at measurement points."""

from waymark.evaluation.cuts.queries import content_at, standing_cuts
from waymark.evaluation.frameworks import framework
from waymark.evaluation.queries import YearOfFigures
from waymark.publishing.documents.asking import HIDDEN, Asked
from waymark.publishing.documents.sections import improving
from waymark.publishing.documents.shape import Block, Chart, Column, Note, Number, Paragraph, Section, Table
from waymark.publishing.words import day

YEARS = 6
_MOST_CUTS = 9


def section(asked: Asked) -> Section:
    years = improving.points_of(asked, YEARS)
    before = improving.a_year_ago(asked, years)
    chart, *tables = improving.blocks_of(asked, years, before)
    parts = tuple(part for code in _codes(years) if (part := _benchmark(asked, code, years)))
    blocks: tuple[Block, ...] = (
        Note(improving.answer_to(before, years[-1])),
        _rules(years),
        chart,
        *tables,
        *_cuts(asked),
    )
    return Section("trend", "Progress over time", blocks, parts)


def _rules(years: list[YearOfFigures]) -> Paragraph:
    named = list(dict.fromkeys(framework(year.framework).title for year in years))
    if len(named) == 1:
        return Paragraph(f"Every year is judged by {named[0]}.")
    return Paragraph(
        f"Earlier years are judged by {named[0]}, later ones by {named[-1]}, which ask for more: a fall where the "
        "rules change need not mean that less was done."
    )


def _codes(years: list[YearOfFigures]) -> list[str]:
    return sorted({code for year in years for code in year.figures.scores})


def _benchmark(asked: Asked, code: str, years: list[YearOfFigures]) -> Section | None:
    bars = []
    for year in years:
        score = year.figures.scores.get(code)
        if score is None:
            continue
        source = asked.score_source(year.framework, year.figures.on)
        label = improving.when(year, asked)
        if score.score is None:
            bars.append((label, Number(HIDDEN if score.is_hidden else "–", None, source)))
        else:
            said = f"{score.score}{', achieved' if score.achieved else ''}"
            bars.append((label, Number(said, score.score, source, score.score)))
    if not bars:
        return None
    title = next((b.title for b in asked.benchmarks.benchmarks if b.code == code), code)
    return Section(f"trend-{code}", f"{code[2:]}. {title}", (Chart("Score on records, of 100", tuple(bars)),))


def _cuts(asked: Asked) -> list[Block]:
    cuts = [cut for cut in standing_cuts(asked.school) if cut.on <= asked.on and cut.point][:_MOST_CUTS]
    rows = []
    for cut in cuts:
        content = content_at(cut, hiding_small=asked.leaves_school)
        source = asked.register_source("Evaluations cut at measurement points", "self-assessment/", cut.on)
        said = content.answers_achieved
        rows.append(
            (
                day(cut.on),
                framework(cut.framework).title,
                Number(str(content.achieved), content.achieved, source),
                Number("–" if said is None else str(said), said, source),
                cut.shown_sha256[:12],
            )
        )
    columns = (
        Column("Cut on", share=3),
        Column("By", share=4),
        Column("On records", numeric=True, share=2),
        Column("By answers", numeric=True, share=2),
        Column("SHA-256", share=3),
    )
    note = "Frozen as the school's evaluation then stood: what people answered, with the records of the day."
    return [
        Table(
            "Benchmarks achieved at measurement points",
            columns,
            tuple(rows),
            note,
            empty="No evaluation was cut by this day.",
        )
    ]
