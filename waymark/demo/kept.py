"""The demonstration's past: evaluations kept at measurement points, the hub's targets, and the country's figures."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from waymark.access.scope import Scope
from waymark.demo.places import HUB
from waymark.evaluation.actions import set_target
from waymark.evaluation.cuts.actions import CutRefused, cut
from waymark.evaluation.national import take_national_figures
from waymark.kernel.measurement import last_passed, year_before
from waymark.places.models import Organisation

_NATIONAL = Path(__file__).parent / "national-figures.csv"
_WITH_OLDER_RULES = 4
_TARGETS = {"": Decimal("3.5"), "gb5": Decimal(80), "gb6": Decimal(50), "gb8": Decimal(40)}


def keep_evaluations(
    schools: dict[str, Organisation], *, today: date, by: Scope, tell: Callable[[str, int, int], None]
) -> None:
    """Each school at the last two measurement points, and the first few a year before, when the older rules were in
    force: enough for a trend and its break, and quick to make."""
    last = last_passed(today)
    for number, school in enumerate(schools.values()):
        tell(f"{school.name}: evaluations kept", number, len(schools))
        for on in sorted({last, last_passed(last), *([year_before(last)] if number < _WITH_OLDER_RULES else [])}):
            try:
                cut(school=school, on=on, by=by)
            except CutRefused:  # it had not opened yet
                continue
    hub = Organisation.objects.get(slug=HUB[1])
    for benchmark, amount in _TARGETS.items():
        set_target(area=hub, benchmark=benchmark, amount=amount, by=by)
    take_national_figures(content=_NATIONAL.read_bytes(), by=by)
    tell("Evaluations kept", len(schools), len(schools))
