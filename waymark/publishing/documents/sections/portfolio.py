"""A portfolio: the criteria of a standard as the school brought them in, and the evidence it has mapped to each."""

from waymark.publishing.documents.asking import Asked, whole_percent
from waymark.publishing.documents.queries import criteria_with_evidence
from waymark.publishing.documents.shape import Cell, Column, Note, Number, Paragraph, Section, Table
from waymark.publishing.models import CriterionEvidence, StandardCriterion
from waymark.publishing.words import day

_COVERAGE = (Column("Criterion", share=2), Column("Text", share=8), Column("Pieces of evidence", numeric=True, share=3))
_EVIDENCE = (
    Column("What", share=5),
    Column("Of", share=3),
    Column("How it shows that the criterion is met", share=5),
    Column("Figure or file", share=4),
)


def section(asked: Asked) -> Section | None:
    """None where no list of criteria is asked about."""
    if asked.criteria_list is None:
        return None
    mapped = dict(criteria_with_evidence(asked.criteria_list))
    criteria = list(mapped)
    source = asked.register_source(f"Evidence mapped to {asked.criteria_list.name}", "evidence/standards/")
    covered = sum(1 for each in criteria if mapped[each])
    share = whole_percent(covered, len(criteria)) if criteria else 0
    rows = tuple((each.code, each.text, Number(str(len(mapped[each])), len(mapped[each]), source)) for each in criteria)
    blocks = (
        Note(f"{covered} of {len(criteria)} criteria have evidence mapped to them ({share}%)."),
        Paragraph(
            f"The criteria are those of {asked.criteria_list.name}, as the school brought them in; their text "
            "belongs to its owner. Whether the evidence is enough is for an assessor to say."
        ),
        Table("Coverage", _COVERAGE, rows, empty="The list has no criteria."),
    )
    parts = tuple(_part(each, mapped[each], asked) for each in criteria)
    return Section("portfolio", "Criteria and evidence", blocks, parts)


def _part(criterion: StandardCriterion, evidence: list[CriterionEvidence], asked: Asked) -> Section:
    rows = tuple(_row(each, asked) for each in evidence)
    table = Table(f"Evidence for {criterion.code}", _EVIDENCE, rows, empty="No evidence is mapped to it yet.")
    return Section(f"criterion-{criterion.place}", criterion.code, (Paragraph(criterion.text), table))


def _row(each: CriterionEvidence, asked: Asked) -> tuple[Cell, ...]:
    if each.attachment is not None:
        return _attachment(each, asked)
    if each.activity is not None:
        return each.activity.title, day(each.activity.held_on), each.says or "–", each.activity.get_state_display()
    if each.entitlement:
        for rules in (asked.benchmarks, asked.access):
            for due in rules.entitlements if rules else ():
                if due.code == each.entitlement and rules:
                    figure = asked.figures_by(rules).figure(due.code)
                    shown = asked.share(figure, asked.source_of(due, rules))
                    return due.title, day(asked.on), each.says or "–", shown
        return each.entitlement, "–", each.says or "–", "Not in the benchmarks of this day"
    return "In the school's words", "–", each.says, "–"


def _attachment(each: CriterionEvidence, asked: Asked) -> tuple[Cell, ...]:
    assert each.attachment is not None
    there = asked.attached.get(each.attachment.pk)
    of = day(each.attachment.held_on)
    if there is None:
        return (
            "A file retired since" if each.attachment.retired_at else "A later file",
            of,
            each.says or "–",
            "Not kept",
        )
    return there.title, of, each.says or "–", "Withheld" if there.withheld else there.name
