"""Reads of cuts. They need `FIGURES_VIEW`; who may see no learner gets what each cut shows, at measurement points."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet

from waymark.access.permissions import Permission
from waymark.access.scope import active_scope
from waymark.evaluation.cuts.content import CutContent, read_content
from waymark.evaluation.frameworks import framework
from waymark.evaluation.models import Cut, CutInFull
from waymark.places.models import Organisation


def cuts_of(school: Organisation) -> QuerySet[Cut]:
    """The school's cuts, the latest day first, replaced ones too.

    Who may see no learner gets those of measurement points that stand: from days next to each other what is hidden
    could be worked out.
    """
    scope = active_scope()
    scope.require(Permission.FIGURES_VIEW, school.pk)
    rows = Cut.objects.filter(organisation=school).select_related("made_by").order_by("-on", "-pk")
    if scope.holds(Permission.LEARNER_VIEW, school.pk):
        return rows
    return rows.filter(replaced_by=None).exclude(point="")


def standing_cuts(school: Organisation) -> QuerySet[Cut]:
    """Of each day the cut that nothing has replaced, the latest day first."""
    return cuts_of(school).filter(replaced_by=None)


def cut_on(school: Organisation, on: date) -> Cut | None:
    """The cut of a day that stands; none where the day was not cut, or is not for this reader."""
    return standing_cuts(school).filter(on=on).first()


def content_at(cut: Cut, *, hiding_small: bool | None = None) -> CutContent:
    """What a cut holds; what it shows, to whoever may see no learner or asks for that."""
    return contents_of([cut], hiding_small=hiding_small)[cut.pk]


def contents_of(cuts: Sequence[Cut], *, hiding_small: bool | None = None) -> dict[int, CutContent]:
    """What several cuts hold, by their keys, in one query; whole where the scope may read them whole."""
    rows = () if hiding_small else CutInFull.objects.filter(cut__in=[cut.pk for cut in cuts])
    whole = {row.cut_id: row.content for row in rows}
    return {cut.pk: _read(cut, whole.get(cut.pk, cut.shown)) for cut in cuts}


def shown_at_points(schools: Sequence[Organisation], days: Iterable[date]) -> dict[date, dict[int, CutContent]]:
    """What the standing cuts of these schools show at these measurement points: by day, by the school's key.

    Schools whose figures the scope may not see are left out, as are those with no cut.
    """
    days = list(days)
    found: dict[date, dict[int, CutContent]] = {day: {} for day in days}
    rows = Cut.objects.filter(organisation__in=schools, on__in=days, replaced_by=None).exclude(point="")
    for cut in rows:
        found[cut.on][cut.organisation_id] = _read(cut, cut.shown)
    return found


def points_cut(schools: Sequence[Organisation]) -> list[date]:
    """The measurement points of which any of these schools has a cut, the latest first."""
    rows = Cut.objects.filter(organisation__in=schools).exclude(point="")
    return list(rows.order_by("-on").values_list("on", flat=True).distinct())


def whole_text(cut: Cut) -> tuple[str, str]:
    """The canonical text a reader may have of a cut, and its SHA-256: whole or as shown."""
    whole = CutInFull.objects.filter(cut=cut).first()
    return (whole.content, whole.sha256) if whole else (cut.shown, cut.shown_sha256)


def _read(cut: Cut, text: str) -> CutContent:
    return read_content(text, [benchmark.code for benchmark in framework(cut.framework).benchmarks])
