"""Reads of what skills panels say."""

from collections.abc import Iterable

from django.db.models import QuerySet

from waymark.opportunities.models import MarketArea, PanelAnalysis
from waymark.places.models import Organisation


def analyses_of(areas: Iterable[MarketArea]) -> QuerySet[PanelAnalysis]:
    """What panels say of any of the areas, the latest first, without what was withdrawn."""
    rows = PanelAnalysis.objects.filter(area__in=list(areas), withdrawn_at=None)
    return rows.select_related("organisation", "area")


def analyses_by(organisation: Organisation) -> QuerySet[PanelAnalysis]:
    """All that an organisation's panel has published, withdrawn or not."""
    return PanelAnalysis.objects.filter(organisation=organisation).select_related("organisation", "area")
