"""What the public could read on the day, and what the law asks of it."""

from waymark.publishing.documents.asking import Asked
from waymark.publishing.documents.sections.legal import page_of
from waymark.publishing.documents.shape import Column, Facts, Note, Section, Table
from waymark.publishing.queries import checklist_of_release
from waymark.publishing.words import day

_ITEMS = (
    Column("What it must or should say", share=5),
    Column("Must", share=2),
    Column("Is it there", share=3),
    Column("Law", share=4),
)


def section(asked: Asked) -> Section:
    title, publication = "Careers page", page_of(asked)
    if publication is None:
        return Section("careers-page", title, (Note("There was no careers page for the public to read on this day."),))
    listed = checklist_of_release(publication, on=asked.on)
    rows = tuple(
        (
            item.title,
            "Must" if item.must else "Should",
            "Yes" if item.is_there else f"{item.state.value.capitalize()}. {item.why}".strip(),
            item.law,
        )
        for item in listed.items
    )
    facts = (
        ("Release", f"Number {publication.number}, {day(publication.released_at.date())}"),
        ("It is", listed.in_words),
        ("SHA-256 of what it said", f"{publication.sha256[:16]}…"),
    )
    return Section("careers-page", title, (Facts(facts), Table("What the law asks of it", _ITEMS, rows)))
