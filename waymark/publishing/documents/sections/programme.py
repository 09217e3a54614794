"""The year's programme: what was done and what is planned, for which year groups."""

from waymark.kernel.academic_year import in_words
from waymark.publishing.documents.asking import Asked
from waymark.publishing.documents.shape import Column, Number, Paragraph, Section, Table
from waymark.publishing.programme import TERMS, programme_of, words_for
from waymark.publishing.words import day, plain_list

_COLUMNS = (
    Column("Activity", share=5),
    Column("On", share=3),
    Column("What it is", share=4),
    Column("Year groups", share=2),
    Column("State", share=2),
)


def section(asked: Asked) -> Section:
    activities = programme_of(asked.school, asked.year)
    source = asked.register_source(f"Activities of {in_words(asked.year)}", "activities/")
    done = sum(1 for each in activities if each.is_done and each.held_on <= asked.on)
    tables = []
    for term in TERMS:
        rows = tuple(
            (
                each.title,
                day(each.held_on),
                ", ".join(words_for(each.kinds)) or "Something else",
                plain_list([str(group) for group in each.year_groups]),
                "Done" if each.is_done and each.held_on <= asked.on else "Planned",
            )
            for each in activities
            if each.term == term
        )
        tables.append(Table(term, _COLUMNS, rows, empty="Nothing is planned."))
    said = (
        "Activities for a whole year group, or that at least six of one were listed for. What was held for a few is "
        "left out, since to list it would tell of them."
    )
    counted = Table(
        "How many",
        (Column("What", share=4), Column("Activities", numeric=True)),
        (
            ("Done by the day", Number(str(done), done, source)),
            ("In the year's programme", Number(str(len(activities)), len(activities), source)),
        ),
    )
    return Section("programme", f"Programme of {in_words(asked.year)}", (Paragraph(said), counted, *tables))
