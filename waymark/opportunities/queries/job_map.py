"""Jobs beside a job: close to it, a step up from it, and elsewhere with the same skills."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from django.db.models import Count

from waymark.opportunities.models import JobProfile, OnetOccupation, OnetSkill
from waymark.places.rules import plain_words

_TOO_COMMON = 0.75  # a skill that so many occupations list tells none from another
_MOST = 8
_A_RISE = 2000  # pounds a year from which better pay is a step up
_ENOUGH = 0.4  # of the skills, for a step up


@dataclass(frozen=True)
class Neighbour:
    """A job one can walk to, and what the two have in common: `shared` of `of` skills, some of them named."""

    job: JobProfile
    shared: int = 0
    of: int = 0
    skills: tuple[str, ...] = ()
    is_named: bool = False  # the job's own words name it as a next step

    @property
    def share(self) -> float:
        """Of the skills of both together."""
        return self.shared / self.of if self.of else 0.0


@dataclass(frozen=True)
class JobMap:
    """Where one can walk from a job. `counts_skills`: whether ranked skills of it were brought in at all."""

    related: tuple[Neighbour, ...]
    up: tuple[Neighbour, ...]
    across: tuple[Neighbour, ...]
    counts_skills: bool


def job_map(job: JobProfile, *, most: int = _MOST) -> JobMap:
    """The neighbours of a job, each in one of the three directions only.

    Related: coded as the same occupation, or of the same family with most skills in common. Up: named by the job's own
    words as a next step, or of the same family, with skills in common and better paid at the start and later. Across:
    of other families, with most skills in common.
    """
    families = {category.pk for category in job.categories.all()}
    others = [_Other(each, families) for each in JobProfile.objects.exclude(pk=job.pk).prefetch_related("categories")]
    skills = _Skills.of(job.onet, {other.job.onet for other in others})
    near = [skills.neighbour(other.job, _is_named(other.job, job)) for other in others]
    in_family = {other.job.pk for other in others if other.in_family}
    up = [each for each in near if each.is_named or (each.job.pk in in_family and _is_a_step_up(job, each))]
    above = _first(up, most, first=lambda each: not each.is_named)
    taken = {each.job.pk for each in above}
    same = [each for each in near if each.job.pk not in taken and (each.job.pk in in_family or _is_same(job, each.job))]
    related = _first(same, most, first=lambda each: not _is_same(job, each.job))
    apart = [
        each for each in near if each.job.pk not in in_family | taken and each.shared and not _is_same(job, each.job)
    ]
    return JobMap(tuple(related), tuple(above), tuple(_first(apart, most)), skills.is_known)


@dataclass(frozen=True)
class _Other:
    job: JobProfile
    families: set[int]

    @property
    def in_family(self) -> bool:
        return any(category.pk in self.families for category in self.job.categories.all())


def _first(found: Iterable[Neighbour], most: int, first=lambda each: False) -> list[Neighbour]:
    return sorted(found, key=lambda each: (first(each), -each.share, each.job.title))[:most]


def _is_same(job: JobProfile, other: JobProfile) -> bool:
    return bool(job.soc2010) and job.soc2010 == other.soc2010


def _is_named(other: JobProfile, job: JobProfile) -> bool:
    return f" {plain_words(other.title)} " in f" {plain_words(job.career_path)} " and " " in plain_words(other.title)


def _is_a_step_up(job: JobProfile, other: Neighbour) -> bool:
    mine, theirs = (
        (job.salary_starter, job.salary_experienced),
        (other.job.salary_starter, other.job.salary_experienced),
    )
    if None in (*mine, *theirs) or other.share < _ENOUGH:
        return False
    starts, ends = (theirs[at] - mine[at] for at in (0, 1))  # type: ignore[operator]
    return starts >= _A_RISE and ends >= _A_RISE


@dataclass(frozen=True)
class _Skills:
    """The skills that tell occupations apart: mine, how many each occupation has, and which it shares with mine."""

    mine: frozenset[str]
    counts: dict[str, int]
    shared: dict[str, tuple[str, ...]]

    @property
    def is_known(self) -> bool:
        return bool(self.mine)

    @classmethod
    def of(cls, onet: str, others: set[str]) -> "_Skills":
        occupations = OnetSkill.objects.values("onet").distinct().count()
        common = (
            OnetSkill.objects.values("skill")
            .annotate(held=Count("pk"))
            .filter(held__gte=ceil(_TOO_COMMON * occupations))
        )
        # Where only a few occupations are held, each skill is common: then all count.
        dull = {row["skill"] for row in common} if occupations > 20 else set()
        rows = (
            OnetSkill.objects.filter(onet=onet).order_by("-rank", "skill").values_list("skill", flat=True)
            if onet
            else []
        )
        ordered = [skill for skill in rows if skill not in dull]
        counts: dict[str, int] = {}
        shared: dict[str, list[str]] = {}
        for code, skill in OnetSkill.objects.filter(onet__in=others).values_list("onet", "skill"):
            if skill not in dull:
                counts[code] = counts.get(code, 0) + 1
                if skill in ordered:
                    shared.setdefault(code, []).append(skill)
        place = {skill: at for at, skill in enumerate(ordered)}
        return cls(
            frozenset(ordered),
            counts,
            {code: tuple(sorted(held, key=place.__getitem__)) for code, held in shared.items()},
        )

    def neighbour(self, other: JobProfile, is_named: bool) -> Neighbour:
        held = self.shared.get(other.onet, ())
        together = len(self.mine) + self.counts.get(other.onet, 0) - len(held)
        return Neighbour(other, len(held), together if held else 0, held[:3], is_named)


def bridge_of(job: JobProfile) -> OnetOccupation | None:
    """The American occupation that a job's skills are borrowed from."""
    return OnetOccupation.objects.filter(pk=job.onet).first() if job.onet else None
