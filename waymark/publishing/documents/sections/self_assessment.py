"""The self-assessment: what people say beside what the records show, item by item."""

from waymark.evaluation.assessing.queries import AssessedItem, Outcome, Reading, latest_assessment, read
from waymark.evaluation.frameworks import framework
from waymark.publishing.documents.asking import HIDDEN, Asked
from waymark.publishing.documents.shape import Block, Column, Note, Number, Paragraph, Section, Table
from waymark.publishing.words import day, number

OUTCOMES = {
    Outcome.EVIDENCED: "Shown by records",
    Outcome.CLAIMED_ONLY: "Said, without a record",
    Outcome.CONTRADICTED: "Records say otherwise",
    Outcome.UNANSWERED: "Not answered",
    Outcome.HIDDEN: HIDDEN,
}
_ITEMS = (
    Column("What is asked", share=6),
    Column("What people say", share=3),
    Column("What records show", share=4),
    Column("So", share=3),
)
_SCORES = (
    Column("Benchmark", share=5),
    Column("By the answers", numeric=True),
    Column("By records alone", numeric=True),
    Column("Shown by records", numeric=True),
    Column("Otherwise", numeric=True),
)


def section(asked: Asked) -> Section:
    title = "Self-assessment: claim beside evidence"
    assessment = latest_assessment(asked.school, on=asked.on)
    if assessment is None:
        return Section("self-assessment", title, (Note("No self-assessment had been finished by this day."),))
    reading = read(assessment, hiding_small=asked.leaves_school)
    rules = framework(assessment.framework)
    where = f"self-assessment/{assessment.public_id}/"
    source = asked.register_source(f"Self-assessment by {rules.title}, version {rules.version}", where, assessment.on)
    said = (
        f"About {day(assessment.on)}, by {rules.title}. Where records can answer, they do; where people say otherwise, "
        "both stand here. A claim without a record is called so."
    )
    blocks: tuple[Block, ...] = (Paragraph(said), _scores(reading, source))
    parts = tuple(
        Section(f"answers-{code}", f"{code[2:]}. {one.title}", (_items(reading.of(code), source),))
        for code, one in reading.result.by_benchmark.items()
    )
    return Section("self-assessment", title, blocks, parts)


def _scores(reading: Reading, source: int) -> Table:
    rows = []
    for code, one in reading.result.by_benchmark.items():
        shown = one.counts.get(Outcome.EVIDENCED, 0)
        otherwise = one.counts.get(Outcome.CONTRADICTED, 0)
        rows.append(
            (
                f"{code[2:]}. {one.title}",
                _score(one.score.score, one.is_hidden, source),
                _score(one.evidenced.score, one.evidenced_is_hidden, source),
                Number(f"{shown} of {one.asked}", shown, source),
                Number(str(otherwise), otherwise, source),
            )
        )
    note = "“Otherwise” counts the items where people say one thing and the records another."
    return Table("Scores, of 100", _SCORES, tuple(rows), note)


def _score(score: int | None, is_hidden: bool, source: int) -> Number:
    if score is None:
        return Number(HIDDEN if is_hidden else "–", None, source)
    return Number(str(score), score, source)


def _items(items: list[AssessedItem], source: int) -> Table:
    rows = tuple((item.criterion.text, _claimed(item), _recorded(item), OUTCOMES[item.outcome]) for item in items)
    return Table("Items", _ITEMS, rows, empty="Nothing of it is asked here.")


def _claimed(item: AssessedItem) -> str:
    if item.claimed is None:
        return "–"
    reason = f" ({item.claimed.reason})" if item.claimed.reason else ""
    return f"{item.label(item.claimed.answer)}{reason}"


def _recorded(item: AssessedItem) -> str:
    record = item.recorded
    if record is None:
        return "No record can say"
    if record.answer is None:
        return HIDDEN
    of = f" ({number(record.met)} of {number(record.of)})" if record.met is not None and record.of else ""
    label, words = item.label(record.answer), record.words
    if of or not words:
        return f"{label}{of}"
    return words if words.casefold().startswith(label.casefold()) else f"{label}: {words}"
