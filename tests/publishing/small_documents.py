"""A small document by hand, and one kept, for tests of what is done with documents."""

from datetime import date

from waymark.access.scope import Scope
from waymark.places.models import Organisation
from waymark.publishing.actions.documents import keep_document
from waymark.publishing.documents.bundles import with_manifest
from waymark.publishing.documents.making import Made
from waymark.publishing.documents.shape import (
    Chart,
    Column,
    Document,
    Facts,
    Link,
    Note,
    Number,
    Paragraph,
    Section,
    Source,
    Table,
)
from waymark.publishing.documents.wanted import Wanted
from waymark.publishing.models import MadeDocument

ON = date(2026, 11, 20)


def a_document(*words: str, **facts) -> Document:
    """A document with one of everything; `words` are more paragraphs."""
    blocks = (
        Paragraph("First.\n\n- one\n- two"),
        *(Paragraph(each) for each in words),
        Note("Mind this."),
        Facts((("On roll", Number("1,040", 1040, 1)), ("Town", "Harrowbeck"))),
        Chart("Have had it", (("Year 9", Number("50% (5 of 10)", 50, 2, 50)), ("Year 10", Number("Hidden", None, 2)))),
        Table(
            "Files", (Column("File"), Column("How many", numeric=True)), ((Link("a.txt", "a.txt"), Number("3", 3, 1)),)
        ),
        Table("Nothing", (Column("What"),), (), empty="Nothing is recorded."),
    )
    said = {
        "kind": "governors",
        "title": "A page for governors",
        "school": "Fernhill School",
        "institution": "900001",
        "place": "Harrowbeck",
        "on": ON,
        "made_on": ON,
        "rules": "Gatsby Benchmarks, version 2024.1",
        "revision": 7,
        "leaves_school": True,
        "summary": "What it is for.",
        "sections": (Section("one", "One", blocks, (Section("in-it", "Within", (Paragraph("Deep."),)),)),),
        "sources": (
            Source("The roll", as_at=ON, where="/schools/fernhill-school/files/"),
            Source("An employer", "gb5.employer_year", "Gatsby", ON, "10 pupils", "All held", "/x/", ("ab" * 32,)),
        ),
    }
    return Document(**{**said, **facts})


def keep_small_document(school: Organisation, by: Scope, **facts) -> MadeDocument:
    """A kept document whose files are of no size."""
    document = a_document(**facts)
    files = {f"governors.{ending}": b"<main>Said</main>" for ending in ("pdf", "html", "csv", "xlsx")}
    made = Made(document, with_manifest(files, document), "governors")
    wanted = Wanted("governors", document.on, document.made_on, document.leaves_school)
    return keep_document(school=school, wanted=wanted, made=made, by=by)
