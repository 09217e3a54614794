"""Adding and withdrawing what a skills panel says."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted, Scope
from waymark.opportunities.models import MarketArea, PanelAnalysis
from waymark.places.models import Kind, Organisation

PANELS_AT = frozenset({Kind.HUB, Kind.COUNCIL, Kind.TRUST})


@transaction.atomic
def add_analysis(
    *,
    organisation: Organisation,
    area: MarketArea,
    title: str,
    text: str,
    author: str,
    written_on: date,
    source: str,
    by: Scope,
) -> PanelAnalysis:
    """Publish a panel's analysis of an area as theirs. NotPermitted at a school or a provider: it has no panel."""
    by.require(Permission.SETTINGS_WRITE, organisation.pk)
    if organisation.kind not in PANELS_AT:
        raise NotPermitted(Permission.SETTINGS_WRITE)
    analysis = PanelAnalysis.objects.create(
        organisation=organisation,
        area=area,
        title=title,
        text=text,
        author=author,
        written_on=written_on,
        source=source,
        added_by_id=by.user_id,
    )
    note("panel's analysis published", on=analysis, by=by)
    return analysis


@transaction.atomic
def withdraw_analysis(*, analysis: PanelAnalysis, by: Scope) -> None:
    """Show an analysis no longer; one withdrawn already stays so."""
    by.require(Permission.SETTINGS_WRITE, analysis.organisation_id)
    if analysis.withdrawn_at is None:
        analysis.withdrawn_at = timezone.now()
        analysis.save(update_fields=["withdrawn_at"])
        note("panel's analysis withdrawn", on=analysis, by=by)
