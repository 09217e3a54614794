"""The files that a school's figures rest on, by their SHA-256: what a document names so that it can be checked."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from waymark.access.permissions import Permission
from waymark.access.scope import acting, active_scope, everything
from waymark.evaluation.evaluated import remembered
from waymark.intake.models import Delivery
from waymark.kernel.vocabulary import Kind
from waymark.ledger.models import STANDING, Encounter
from waymark.ledger.queries import revision_of
from waymark.places.models import Organisation

_ROLLS = ("learners", "ctf", "exchange")


def files_behind(school: Organisation, *, on: date) -> Mapping[str, tuple[str, ...]]:
    """For each kind of activity, the checksums of the rolls and of the files that its standing marks came from."""
    active_scope().require(Permission.FIGURES_VIEW, school.pk)
    with acting(everything("figures of a school")):
        return remembered("files", school, "", on, revision_of(school.pk), _files)


def _files(school: Organisation, _framework_name: str, on: date, _revision: int) -> Mapping[str, tuple[str, ...]]:
    speaks = Q(speaks_for=None) | Q(speaks_for__lte=on)
    merged = Delivery.objects.filter(speaks, organisation=school, kind__in=_ROLLS, state=Delivery.State.MERGED)
    rolls = set(merged.values_list("sha256", flat=True))
    marks = Encounter.objects.filter(STANDING, activity__organisation=school, activity__held_on__lte=on)
    pairs = set(
        marks.exclude(delivery=None).order_by().values_list("activity__kinds__kind", "delivery__sha256").distinct()
    )
    return {kind.value: tuple(sorted(rolls | {sha for each, sha in pairs if each == kind.value})) for kind in Kind}
