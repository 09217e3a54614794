"""Cutting a school's evaluation: what stands as at a day, kept for good."""

import copy
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope, acting, everything
from waymark.evaluation.assessing.queries import latest_assessment, read
from waymark.evaluation.cuts.content import canonical, content_of, sha256_of
from waymark.evaluation.evaluated import hide
from waymark.evaluation.figures import SchoolFigures
from waymark.evaluation.frameworks import benchmarks_in_force, framework
from waymark.evaluation.models import Assessment, Cut, CutInFull
from waymark.evaluation.reckoning import figures_in, reckoned_once
from waymark.kernel.academic_year import academic_year
from waymark.kernel.framework import Framework
from waymark.kernel.measurement import point_on
from waymark.ledger.queries import revision_of
from waymark.places.models import Organisation

PROVIDER_ACCESS = "provider-access"


class CutRefused(ValueError):
    """The day cannot be cut; the message says why."""


@transaction.atomic
def cut(*, school: Organisation, on: date, by: Scope) -> Cut:
    """Freeze the school's evaluation as at a day that has begun, by the benchmarks then in force.

    Where the day was cut before and nothing has changed since, that cut is returned; where something has, the new one
    replaces it and both stay. CutRefused for a day to come, or one on which nobody was on roll.
    """
    by.require(Permission.ASSESS, school.pk)
    if on > timezone.localdate():
        raise CutRefused("That day is still to come. Only a day that has begun can be kept.")
    Organisation.objects.select_for_update().get(pk=school.pk)  # two at once would both be the first
    with acting(
        everything("an evaluation is cut")
    ):  # it freezes learners' figures, and what a governor may see of them
        frozen = _Frozen.of(school, on)
        last = Cut.objects.filter(organisation=school, on=on, framework=frozen.by.name, replaced_by=None).first()
        if last is not None and frozen.is_as(last.in_full.content):
            return last
        made = _keep(school, frozen, replaces=last, by=by)
    note("evaluation cut", on=made, by=by, as_at=on.isoformat(), framework=made.framework, sha256=made.in_full.sha256)
    return made


@dataclass(frozen=True)
class _Frozen:
    by: Framework
    on: date
    revision: int
    assessment: Assessment | None
    whole: dict[str, Any]
    shown: dict[str, Any]

    @classmethod
    def of(cls, school: Organisation, on: date) -> "_Frozen":
        by, revision = _in_force(on), revision_of(school.pk)
        base = reckoned_once(school, by, on, revision=revision)
        if not base.counts:
            raise CutRefused("Nobody was on roll that day, so there is nothing to keep.")
        access = framework(PROVIDER_ACCESS)
        true = {by.name: figures_in(base, by)}
        if access.is_in_force(on):
            true[access.name] = figures_in(reckoned_once(school, access, on, revision=revision), access)
        shown = {name: hide(school, figures, base, on) for name, figures in true.items()}
        assessment = _assessment(school, by, on)
        return cls(
            by,
            on,
            revision,
            assessment,
            _content(school, by, on, revision, true, assessment, hiding_small=False),
            _content(school, by, on, revision, shown, assessment, hiding_small=True),
        )

    def is_as(self, content: str) -> bool:
        """Whether an earlier cut of the day holds the same, whatever else the ledger has been given since."""
        return canonical({**self.whole, "revision": 0}) == canonical({**json.loads(content), "revision": 0})


def _in_force(on: date) -> Framework:
    try:
        return benchmarks_in_force(on)
    except LookupError as none:
        raise CutRefused("No benchmarks were in force on that day.") from none


def _assessment(school: Organisation, by: Framework, on: date) -> Assessment | None:
    """The self-assessment that stood on the day: finished, of the whole school, about a day of that academic year."""
    found = latest_assessment(school, by.name, on)
    return found if found is not None and academic_year(found.on) == academic_year(on) else None


def _content(
    school: Organisation,
    by: Framework,
    on: date,
    revision: int,
    figures: dict[str, SchoolFigures],
    assessment: Assessment | None,
    *,
    hiding_small: bool,
) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if assessment is not None:
        as_at = copy.copy(assessment)
        as_at.on = on  # its answers beside the records of the day that is cut
        reading = read(as_at, hiding_small=hiding_small)
        said = {"items": reading.items, "result": reading.result}
    return content_of(institution_id=school.institution_id, by=by, on=on, revision=revision, figures=figures, **said)


def _keep(school: Organisation, frozen: _Frozen, *, replaces: Cut | None, by: Scope) -> Cut:
    whole, shown, point = canonical(frozen.whole), canonical(frozen.shown), point_on(frozen.on)
    made = Cut.objects.create(
        organisation=school,
        on=frozen.on,
        point=point.name if point else "",
        framework=frozen.by.name,
        version=frozen.by.version,
        revision=frozen.revision,
        assessment=frozen.assessment,
        shown=shown,
        shown_sha256=sha256_of(shown),
        replaces=replaces,
        made_by_id=by.user_id,
    )
    CutInFull.objects.create(cut=made, content=whole, sha256=sha256_of(whole))
    return made
