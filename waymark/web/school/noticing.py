"""What learners say in surveys, beside what records say of a benchmark."""

from waymark.surveys.queries import Noticed
from waymark.web.formats import day, percent
from waymark.web.school.words import Words


def noticed_line(noticed: Noticed | None, words: Words) -> str:
    """One benchmark's surveys in a sentence; nothing where none says anything."""
    if noticed is None:
        return ""
    return (
        f"{percent(noticed.share)} of their answers about this are positive: {words.count(noticed.learners)} "
        f"in surveys, the last closed on {day(noticed.on)}."
    )


def noticed_briefly(noticed: Noticed | None, words: Words) -> str:
    """The same for a card: `Pupils’ answers: 62% positive`."""
    return f"{words.many.capitalize()}’ answers: {percent(noticed.share)} positive" if noticed else ""
