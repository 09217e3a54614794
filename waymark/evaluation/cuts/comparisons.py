"""A school beside others at one measurement point: from what schools share, and only in groups large enough."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from waymark.access.models import Sharing
from waymark.access.permissions import Permission
from waymark.access.scope import acting, active_scope, everything
from waymark.evaluation.cuts.content import BenchmarkAtCut, CutContent
from waymark.evaluation.cuts.queries import shown_at_points
from waymark.evaluation.models import NationalFigure
from waymark.kernel.academic_year import academic_year
from waymark.kernel.comparing import LEAST, groups_to_show
from waymark.kernel.measurement import point_on
from waymark.ledger.exchange import setting_of
from waymark.places.models import Kind, Organisation
from waymark.places.queries import belongings_on

_LOWEST, _HIGHEST = 5, 95
_SIZES = ((600, "fewer than 600 learners"), (1200, "600 to 1,199 learners"))
_NEEDS = ((15, "under 15% on free meals"), (30, "15% to 29% on free meals"))


@dataclass(frozen=True, slots=True)
class Told:
    """Of `of` schools whose score is shown, that between `least` and `most` achieve a benchmark; their average score.

    Where all achieve it or none does, each one's own would be known: so all is told as all but one or all, and none as
    none or one, and an average as 5 at the least and 95 at the most.
    """

    least: int
    most: int
    of: int
    score: int


@dataclass(frozen=True, slots=True)
class GroupAverage:
    """What the schools of a group, one's own left out, come to on their records.

    `achieved`: between which two numbers lies how many benchmarks they achieve on average; it tells nothing that the
    counts by benchmark do not. `why_not` says why nothing is shown; then all else is empty.
    """

    label: str
    n: int
    achieved: tuple[float, float] | None
    by_benchmark: dict[str, Told]
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class NationalAverage:
    """Published figures for the country, the last before a point: what was measured in `year`, by which rules.

    `percent`: of the schools that reported, how many achieve each benchmark; `mean`: how many they achieve.
    """

    year: int
    percent: dict[str, float]
    mean: float | None
    source: str
    read_on: date
    framework: str


def compared(school: Organisation, *, on: date) -> tuple[GroupAverage, ...]:
    """The school's hub, trust and council, and schools like it, at the measurement point on this day.

    A school is in a group if it shares its figures with the hub, trust or council that ties it to this one. Which of
    the groups are shown is settled by `kernel.comparing`; averages are of what each school's cut shows.
    """
    active_scope().require(Permission.FIGURES_VIEW, school.pk)
    with acting(everything("a school is compared with others")):  # averages alone leave here
        groups = _groups(school, on)
        everyone = {one.pk: one for _, members in groups for one in members}
        cut = shown_at_points(list(everyone.values()), [on])[on]
    found = [(label, sorted(one.pk for one in own if one.pk in cut and one.pk != school.pk)) for label, own in groups]
    return _averages(found, cut, own=school.pk)


def national_near(on: date, framework_name: str) -> tuple[NationalAverage, ...]:
    """The country's last published percentages, and the last published mean where that is of another year.

    Of an academic year no later than the day's, and by this version of the benchmarks where there are any.
    """
    rows = list(NationalFigure.objects.filter(year__lte=academic_year(on)).order_by("-year", "-pk"))
    rows = [row for row in rows if row.framework == framework_name] or rows
    point = point_on(on)
    found: dict[tuple[int, str, str], NationalAverage] = {}
    for wanted in ("percent", "mean"):
        having = [row for row in rows if getattr(row, wanted) is not None]
        last = [row for row in having if (row.year, row.framework) == (having[0].year, having[0].framework)]
        chosen = next((row for row in last if point and row.point == point.name), last[0] if last else None)
        if chosen is not None:
            key = (chosen.year, chosen.point, chosen.framework)
            found.setdefault(key, _national([row for row in rows if (row.year, row.point, row.framework) == key]))
    return tuple(found.values())


def _national(rows: Sequence[NationalFigure]) -> NationalAverage:
    return NationalAverage(
        year=rows[0].year,
        percent={row.benchmark: float(row.percent) for row in rows if row.percent is not None},
        mean=next((float(row.mean) for row in rows if row.mean is not None), None),
        source=rows[0].source,
        read_on=max(row.read_on for row in rows),
        framework=rows[0].framework,
    )


def likeness(school: Organisation) -> tuple[str, str, str]:
    """The setting, size and disadvantage by which schools are alike, in words; blank where the register is silent."""
    size = _banded(school.pupils, _SIZES, "1,200 learners or more")
    need = _banded(school.percent_free_meals, _NEEDS, "30% or more on free meals")
    return str(setting_of(school)), size, need


def _banded(value, bands: Sequence[tuple[int, str]], beyond: str) -> str:
    if value is None:
        return ""
    return next((label for below, label in bands if value < below), beyond)


def _groups(school: Organisation, on: date) -> list[tuple[str, list[Organisation]]]:
    """The groups of schools that share, by name; the dearest first, for the later ones give way."""
    wholes = belongings_on(on).filter(member=school, whole__kind__in=(Kind.HUB, Kind.TRUST, Kind.COUNCIL))
    groups = []
    near: dict[int, Organisation] = {}
    for whole in sorted((one.whole for one in wholes.select_related("whole")), key=_dearness):
        inside = belongings_on(on).filter(whole=whole).values("member")
        sharing = Sharing.objects.filter(shared_with=whole, ended_at=None, school__in=inside).select_related("school")
        members = [each.school for each in sharing]
        near |= {one.pk: one for one in members}
        groups.append((whole.name, members))
    groups.insert(1, _alike(school, list(near.values())))
    return groups


def _dearness(whole: Organisation) -> int:
    return (Kind.HUB, Kind.TRUST, Kind.COUNCIL).index(Kind(whole.kind))


def _alike(school: Organisation, near: Sequence[Organisation]) -> tuple[str, list[Organisation]]:
    """Schools like this one: by setting, size and disadvantage, or by as many of these as leave enough of them."""
    setting, size, need = likeness(school)
    for words, wanted in (
        ((size, need), (setting, size, need)),
        ((size,), (setting, size)),
        ((need,), (setting, need)),
        ((), (setting,)),
    ):
        if "" in wanted:
            continue
        alike = [one for one in near if set(wanted) <= set(likeness(one))]
        label = f"Schools like yours: {', '.join(words)}" if words else "Schools of your kind"
        if len([one for one in alike if one.pk != school.pk]) >= LEAST:
            break
    return label, alike


def _averages(
    groups: Sequence[tuple[str, list[int]]], cut: Mapping[int, CutContent], *, own: int
) -> tuple[GroupAverage, ...]:
    """The averages that may stand beside each other, benchmark by benchmark: of the schools whose score is shown."""
    told: dict[str, list[set[int]]] = {}
    for code in dict.fromkeys(code for one in cut.values() for code in one.benchmarks):
        told[code] = [{one for one in of if cut[one].benchmarks[code].score is not None} for _, of in groups]
    shown = {code: groups_to_show(sets, own=own) for code, sets in told.items()}
    found, seen = [], []
    for place, (label, of) in enumerate(groups):
        if of in seen and of:
            continue  # the same schools under another name
        seen.append(of)
        by_benchmark = {
            code: _average([cut[one].benchmarks[code] for one in may])
            for code in told
            if (may := shown[code][place]) is not None
        }
        if not by_benchmark:
            found.append(GroupAverage(label, len(of), None, {}, _why_not(len(of))))
            continue
        whole = all(code in by_benchmark for code in told if told[code][place])
        counted = sum(cut[one].counted > 0 for one in of)
        achieved = None
        if whole and counted:
            least, most = (sum(getattr(one, end) for one in by_benchmark.values()) for end in ("least", "most"))
            achieved = least / counted, most / counted
        found.append(GroupAverage(label, len(of), achieved, by_benchmark))
    return tuple(found)


def _average(told: Sequence[BenchmarkAtCut]) -> Told:
    scores = [one.score for one in told if one.score is not None]
    achieving, of = sum(one.achieved for one in told), len(told)
    least, most = (0, 1) if achieving < 2 else (of - 1, of) if achieving > of - 2 else (achieving, achieving)
    return Told(least, most, of, min(max(sum(scores) // of, _LOWEST), _HIGHEST))


def _why_not(others: int) -> str:
    if others < LEAST:
        few = f"Only {_others(others)}" if others else "No other school"
        return f"{few} shared an evaluation of that day. Averages are of five or more."
    return "Beside the averages shown, it would tell of fewer than five schools."


def _others(others: int) -> str:
    return f"{others} other school" if others == 1 else f"{others} other schools"
