"""The handover as a document, to be written down in every way a document is."""

from datetime import date

from waymark.evaluation.frameworks import benchmarks_in_force
from waymark.ledger.queries import revision_of
from waymark.places.models import Organisation
from waymark.publishing.documents.shape import Column, Document, Note, Paragraph, Section, Table
from waymark.publishing.handover.shape import Handover, HandoverPart

CLOSED_TO_READER = "Whoever made this copy may not see this part. Ask the careers leader or a senior leader for theirs."


def handover_document(school: Organisation, handover: Handover, *, made_on: date) -> Document:
    """The handover in the shape of every document. It stays in the school: it names colleagues and contacts."""
    rules = benchmarks_in_force(handover.on)
    to = f" to {handover.to}" if handover.to else ""
    return Document(
        kind="handover",
        title="Careers handover",
        school=school.name,
        institution=school.institution_id,
        place=school.town,
        on=handover.on,
        made_on=made_on,
        rules=f"{rules.title}, version {rules.version}",
        revision=revision_of(school.pk),
        leaves_school=True,
        summary=(
            f"What is promised to whom and by when, for handing careers over{to}. "
            "No password and no learner's name is in it; colleagues and contacts of providers are."
        ),
        sections=tuple(_section(part) for part in handover.parts),
        sources=(),
    )


def _section(part: HandoverPart) -> Section:
    if not part.may_see:
        return Section(part.name, part.title, (Note(CLOSED_TO_READER),))
    if not part.rows:
        return Section(part.name, part.title, (Paragraph(part.empty),))
    columns = tuple(Column(label, share=_share(part, number)) for number, label in enumerate(part.columns))
    return Section(part.name, part.title, (Table(part.lede, columns, part.rows),))


def _share(part: HandoverPart, number: int) -> int:
    """Room for a column by what stands in it: its longest word has to fit, and long words want few lines."""
    longest = max(len(row[number]) for row in part.rows)
    return min(5, max(2 if number else 3, longest // 8))
