"""What cuts of the same academic year have shown before: a later release must not undo what they hid."""

import json
from datetime import date

from waymark.evaluation.figures import SchoolFigures
from waymark.evaluation.models import CutInFull
from waymark.kernel.academic_year import academic_year, first_day
from waymark.places.models import Organisation


def last_cut(organisation_id: int) -> int:
    """The number of the school's last cut; 0 before the first. With it changes what may be shown of other days."""
    latest = CutInFull.objects.filter(cut__organisation=organisation_id).order_by("-cut_id")
    return latest.values_list("cut_id", flat=True).first() or 0


def shown_before(school: Organisation, framework_name: str, on: date) -> list[tuple[SchoolFigures, SchoolFigures]]:
    """The figures by this framework of every cut of the academic year up to the day, as they were and as shown."""
    cuts = CutInFull.objects.filter(cut__organisation=school, cut__on__range=(first_day(academic_year(on)), on))
    rows = cuts.order_by("cut__on", "cut_id").values_list("content", "cut__shown")
    pairs = [tuple(_figures(text, framework_name) for text in row) for row in rows]
    return [(true, shown) for true, shown in pairs if true is not None and shown is not None]


def _figures(text: str, name: str) -> SchoolFigures | None:
    kept = json.loads(text)
    found = kept["frameworks"].get(name)
    on = date.fromisoformat(kept["on"])
    return SchoolFigures.kept(name, on, kept["revision"], found) if found else None
