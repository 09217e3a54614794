"""How far the figures can be leaned on: what is recorded, how much of the roll is known, and how old it is."""

from waymark.evaluation.quality import quality_of
from waymark.publishing.documents.asking import Asked
from waymark.publishing.documents.shape import Cell, Facts, Number, Paragraph, Section
from waymark.publishing.words import day, number


def section(asked: Asked) -> Section:
    quality = quality_of(asked.school, asked.benchmarks.name, on=asked.on)
    source = asked.register_source("Registers and files of the academic year", "files/")
    rows: tuple[tuple[str, Cell], ...] = (
        (f"{asked.word.capitalize()} on roll", Number(number(asked.on_roll_count), asked.on_roll_count, source)),
        ("Roll read on", day(quality.roll_read_on) or "No file of the roll was brought in"),
        ("Registers taken this year", Number(number(quality.registers_taken), quality.registers_taken, source)),
        ("Past activities without one", Number(number(quality.registers_wanting), quality.registers_wanting, source)),
        ("Where this year's records came from", quality.source or "Nothing is recorded yet"),
        ("Last recorded on", day(quality.last_recorded_on) or "–"),
        ("Ledger revision", str(asked.revision)),
    )
    words = (
        "A figure counts what is recorded. Where a record is wanting, somebody who took part is not counted: the "
        "number of its source says of how many every year is held."
    )
    return Section("records", "How far the figures can be leaned on", (Paragraph(words), Facts(rows)))
