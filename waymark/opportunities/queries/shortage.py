"""Where employers may be short of people: many adverts for few who work in that kind of job."""

from dataclasses import dataclass

from waymark.opportunities.models import Breakdown, JobProfile, JobSkill, MarketArea, Projection, SocJobTitle
from waymark.opportunities.queries.market import adverts_by_group

_MOST = 3


@dataclass(frozen=True)
class Shortage:
    """A group of occupations with adverts for each hundred people in it, jobs of that kind, and what they ask for."""

    group: str
    soc2020: str
    adverts: int
    people: int
    year: int
    jobs: tuple[tuple[str, str], ...]  # name and title
    skills: tuple[str, ...]

    @property
    def rate(self) -> float:
        return 100 * self.adverts / self.people


def shortages_in(area: MarketArea) -> tuple[Shortage, ...]:
    """The groups with most adverts for each hundred people who work in them, by the area's own figures alone.

    None where the area has not both. It is a sign and no proof: some kinds of jobs are advertised more than others.
    """
    people = {row.soc2020: row for row in Projection.objects.filter(area=area, breakdown=Breakdown.SUB_MAJOR)}
    found = []
    for counted in adverts_by_group(area, Breakdown.SUB_MAJOR):
        soc = next((soc for soc, row in people.items() if row.group == counted.group), "")
        year = str(counted.month.year)
        if soc and counted.adverts and (working := people[soc].years.get(year)):
            found.append((counted.adverts / working, soc, counted, working, int(year)))
    found.sort(key=lambda row: (-row[0], row[1]))
    return tuple(
        Shortage(counted.group, soc, counted.adverts or 0, working, year, *_asked_for(soc))
        for _, soc, counted, working, year in found[:_MOST]
    )


def _asked_for(soc: str) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Some jobs whose title the group names, and the skills most of them list."""
    words = SocJobTitle.objects.filter(group__soc__startswith=soc).values_list("words", flat=True)
    jobs = list(JobProfile.objects.filter(search_text__in=[f" {each} " for each in words]).order_by("title"))
    listed: dict[str, int] = {}
    for skill in JobSkill.objects.filter(profile__in=jobs).values_list("skill", flat=True):
        listed[skill] = listed.get(skill, 0) + 1
    common = sorted(listed, key=lambda skill: (-listed[skill], skill))
    return tuple((job.name, job.title) for job in jobs[:4]), tuple(common[:3])
