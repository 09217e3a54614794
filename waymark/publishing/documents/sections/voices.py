"""What learners, parents, staff and employers said when they were asked."""

from waymark.publishing.documents.asking import Asked, whole_percent
from waymark.publishing.documents.shape import Block, Column, Note, Number, Paragraph, Section, Table
from waymark.publishing.words import day, number
from waymark.surveys.queries import last_asked, noticed_of_all
from waymark.surveys.questionnaire import AUDIENCE_WORDS

_NOTICED = (Column("Benchmark", share=5), Column("Positive", numeric=True, share=4), Column("Asked until", share=3))
_ASKED = (Column("Who was asked", share=3), Column("Until", share=3), Column("Answered", numeric=True, share=2))


def section(asked: Asked) -> Section:
    noticed, last = noticed_of_all(asked.school, on=asked.on), last_asked(asked.school, on=asked.on)
    if not last:
        return Section("voices", "What people say", (Note("Nobody was asked in the year up to this day."),))
    source = asked.register_source("Surveys closed in the year up to the day", "surveys/")
    titles = {benchmark.code: benchmark.title for benchmark in asked.benchmarks.benchmarks}
    rows = tuple(
        (
            f"{code[2:]}. {titles.get(code, code)}",
            Number(_share(one.positive, one.answers), whole_percent(one.positive, one.answers), source),
            day(one.on),
        )
        for code, one in sorted(noticed.items())
    )
    who = tuple(
        (
            AUDIENCE_WORDS[audience],
            day(one.on),
            Number("fewer than 6" if one.forms is None else number(one.forms), one.forms, source),
        )
        for audience, one in last.items()
    )
    blocks: tuple[Block, ...] = (
        Paragraph("Surveys are answered without names. Nothing is shown of fewer than six answers."),
        Table("Who was asked", _ASKED, who),
        Table(
            f"Do {asked.word} notice? Positive answers to the questions about each benchmark",
            _NOTICED,
            rows,
            empty="Too few have answered for anything to be shown.",
        ),
    )
    return Section("voices", "What people say", blocks)


def _share(positive: int, answers: int) -> str:
    return f"{whole_percent(positive, answers)}% ({number(positive)} of {number(answers)} answers)"
