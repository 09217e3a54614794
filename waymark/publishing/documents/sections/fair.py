"""Is it fair: the share of what is due that was had, group beside group, with small numbers hidden."""

from dataclasses import dataclass

from waymark.evaluation.figures import SchoolFigures
from waymark.kernel.entitlement import Entitlement
from waymark.ledger.models import SensitiveField
from waymark.ledger.queries import fields_on
from waymark.publishing.documents.asking import HIDDEN, Asked, whole_percent
from waymark.publishing.documents.shape import Block, Cell, Column, Note, Number, Paragraph, Section, Table
from waymark.publishing.words import plain_list

_WIDE = 10  # points
_PAIRS = (
    ("Pupil premium", "pp:yes", "pp:no", "others", SensitiveField.PUPIL_PREMIUM),
    ("Special educational needs", "sen:any", "sen:none", "others", SensitiveField.SEN),
    ("Female", "sex:F", "sex:M", "male", None),
    ("Looked after", "lac:yes", "all", "everyone", SensitiveField.LOOKED_AFTER),
    ("English as an additional language", "eal:yes", "all", "everyone", SensitiveField.EAL),
)
_COLUMNS = (
    Column("Group", share=4),
    Column("Had", numeric=True),
    Column("Compared with", share=3),
    Column("Gap", numeric=True),
)


@dataclass(frozen=True)
class Gap:
    """Two groups over the entitlements at which both may be shown; None where there are none."""

    label: str
    beside: str
    share: int | None
    other: int | None
    over: int

    @property
    def points(self) -> int | None:
        return None if self.share is None or self.other is None else self.share - self.other


def section(asked: Asked) -> Section:
    on = fields_on(asked.school)
    gaps = [gap_of(asked, pair) for pair in _PAIRS if pair[4] is None or pair[4] in on]
    off = [label for label, *_, needs in _PAIRS if needs is not None and needs not in on]
    blocks: list[Block] = [Note(_answer(gaps)), _table(asked, gaps)]
    if off:
        without = plain_list([_small(label) for label in off])
        blocks.append(Paragraph(f"The school does not keep records of {without}, so nothing can be said of that."))
    return Section("fair", "Is it fair?", tuple(blocks))


def gap_of(asked: Asked, pair: tuple[str, str, str, str, SensitiveField | None]) -> Gap:
    label, one, other, beside, _ = pair
    figures = asked.figures
    dues = [due for due in asked.benchmarks.entitlements if due.scored and _both_shown(figures, due, one, other)]
    if not dues:
        return Gap(label, beside, None, None, 0)
    return Gap(label, beside, _share(figures, dues, one), _share(figures, dues, other), len(dues))


def _both_shown(figures: SchoolFigures, due: Entitlement, one: str, other: str) -> bool:
    found = [figures.figure(due.code, group) for group in (one, other)]
    return all(figure is not None and figure.n and figure.met is not None for figure in found)


def _share(figures: SchoolFigures, dues: list[Entitlement], group: str) -> int:
    """Of all that is due to the group, how much it has had."""
    found = [figure for due in dues if (figure := figures.figure(due.code, group))]
    return whole_percent(sum(each.met or 0 for each in found), sum(each.n or 0 for each in found))


def _table(asked: Asked, gaps: list[Gap]) -> Table:
    rules = f"{asked.benchmarks.title}, version {asked.benchmarks.version}"
    rows: list[tuple[Cell, ...]] = []
    for gap in gaps:
        over = f"{gap.over} entitlements at which both groups may be shown"
        source = asked.group_source(f"{gap.label} beside {gap.beside}", rules, over)
        if gap.points is None:
            rows.append((gap.label, Number(HIDDEN, None, source), gap.beside, HIDDEN))
            continue
        rows.append(
            (
                gap.label,
                Number(f"{gap.share}%", gap.share, source),
                f"{gap.beside} {gap.other}%",
                Number(_signed(gap.points), gap.points, source),
            )
        )
    note = "Of all the encounters due by the benchmarks, the share that was had. The gap is in percentage points."
    return Table("Share of what is due that was had", _COLUMNS, tuple(rows), note)


def _signed(points: int) -> str:
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{abs(points)}"


def _answer(gaps: list[Gap]) -> str:
    told = [(gap.points, gap) for gap in gaps if gap.points is not None]
    if not told:
        return "It cannot be said: too few are in each group to be shown."
    behind = [gap for points, gap in told if abs(points) >= _WIDE]
    if not behind:
        return f"Much alike: no group shown is {_WIDE} points or more from those it is compared with."
    widest = max(behind, key=lambda gap: abs(gap.points or 0))
    points = widest.points or 0
    where = "behind" if points < 0 else "ahead of"
    return f"Not yet: {_small(widest.label)} is {abs(points)} points {where} {widest.beside}."


def _small(label: str) -> str:
    return label if label.startswith("English") else f"{label[0].lower()}{label[1:]}"
