"""The files kept as evidence on the day, what they are, and until when they hold."""

from datetime import date

from waymark.publishing.documents.asking import Asked
from waymark.publishing.documents.attached import AttachedFile
from waymark.publishing.documents.shape import Cell, Column, Paragraph, Section, Table
from waymark.publishing.words import day

_COLUMNS = (
    Column("What", share=5),
    Column("Kind", share=3),
    Column("Of", share=3),
    Column("Answers for it", share=3),
    Column("Holds until", share=3),
    Column("File", share=5),
)


def section(asked: Asked) -> Section:
    rows = tuple(_row(each, asked) for each in asked.attached.values())
    blocks = (
        Paragraph("Files the school keeps as evidence, by the day they are of. Each is in the folder under its name."),
        Table("Attachments", _COLUMNS, rows, empty="Nothing was kept by this day."),
    )
    return Section("attachments", "Kept as evidence", blocks)


def _row(each: AttachedFile, asked: Asked) -> tuple[Cell, ...]:
    kept = each.attachment
    return (
        each.title,
        kept.get_kind_display(),
        day(kept.held_on),
        (kept.owner.name if kept.owner else kept.owner_name) or "–",
        _until(kept.expires_on, asked),
        each.name if not each.withheld else "Withheld",
    )


def _until(expires_on: date | None, asked: Asked) -> str:
    if expires_on is None:
        return "No end"
    return f"{day(expires_on)}{': past' if expires_on < asked.on else ''}"
