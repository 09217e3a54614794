"""Cutting by itself: every school, at each measurement point, in the night after it or a later one."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Min
from django.utils import timezone

from waymark.access.scope import Scope
from waymark.evaluation.cuts.actions import CutRefused, cut
from waymark.evaluation.models import Cut
from waymark.kernel.measurement import passed_between
from waymark.ledger.models import Touch
from waymark.ledger.queries.institutions import institutions_with_records
from waymark.places.models import Organisation

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Night:
    """What a night's cutting came to: the cuts made, and the schools where it failed."""

    made: tuple[Cut, ...]
    failed: tuple[str, ...]


def cut_due_points(on: date, *, by: Scope) -> Night:
    """Cut, for every school, each measurement point that was over before `on` and has no cut made since it was over.

    As at the point's own day, however late the night comes. From the day the school's first records came in: what was
    before is cut by hand. A school where it fails is left for the next night.
    """
    made, failed = [], []
    for school in institutions_with_records():
        try:
            made += [cut(school=school, on=day, by=by) for day in due_points(school, on)]
        except CutRefused:
            continue
        except Exception:
            _log.exception("The evaluation of %s could not be cut.", school.slug)
            failed.append(school.slug)
    return Night(tuple(made), tuple(failed))


def due_points(school: Organisation, on: date) -> Iterator[date]:
    """The points passed since the school's first records came in, that no cut was made of once they were over."""
    begun = Touch.objects.filter(organisation=school).aggregate(first=Min("at"))["first"]
    if begun is None:
        return
    for day in passed_between(timezone.localtime(begun).date(), on):
        if not Cut.objects.filter(organisation=school, on=day, made_at__date__gt=day).exists():
            yield day
