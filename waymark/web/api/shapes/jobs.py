"""Jobs as the API shows them, under the names that `waymark jobs` gives them."""

from datetime import date
from typing import Annotated, Any, Self

from ninja import Schema
from pydantic import Field

from waymark.opportunities.models import Earnings, JobProfile
from waymark.opportunities.queries.job_map import Neighbour, job_map
from waymark.opportunities.queries.jobs import standards_of
from waymark.opportunities.queries.occupations import Occupation, earnings_of, occupations_of
from waymark.web.api.shapes.values import Limit, ShortWords, Start

Family = Annotated[str, Field(pattern=r"^[a-z0-9-]{0,80}$")]


class JobSearchAsked(Schema):
    """What jobs are looked for, and which part of the list."""

    text: ShortWords = Field("", description="A job, a part of its name, or something one does there.")
    family: Family = Field("", description="The name of a family of jobs.")
    limit: Limit = 20
    start: Start = 0


class JobSummary(Schema):
    """A job in a list; “name” is its word in addresses."""

    name: str
    title: str
    overview: str | None


class JobsFound(Schema):
    """Some of the jobs that answer; “total” counts all. “did_you_mean”: the words asked for instead, else null."""

    total: int
    did_you_mean: str | None
    results: list[JobSummary]


class JobFamily(Schema):
    name: str
    title: str


class JobFamilyCounted(JobFamily):
    """A family of jobs, and how many it has."""

    jobs: int


class JobFamilies(Schema):
    results: list[JobFamilyCounted]


class OccupationOfJob(Schema):
    """A unit group of SOC 2020 that a job may be in. Where “sure” is false others may be as likely."""

    code: str
    title: str
    sure: bool
    named: bool = Field(description="Whether the classification names the job's very title in this group.")
    share: float | None = Field(description="Of the people of its SOC 2010 group, by a published table.")
    according_to: str | None


class PayOfOccupation(Schema):
    """What the newest survey says of an occupation, in pounds a year; a median that it keeps back is null."""

    soc2020: str
    median: float | None
    source: str
    year: int


class Hours(Schema):
    least: float | None
    most: float | None
    details: str | None
    pattern: str | None
    pattern_details: str | None


class NamedStandard(Schema):
    """An apprenticeship standard that a job's description names."""

    reference: str
    title: str
    level: int | None


class WordsLink(Schema):
    text: str
    href: str


class NeighbouringJob(JobFamily):
    """A job to walk on to. “shared” of “of” skills are common to both; “named”: the job's own words name it."""

    shared: int
    of: int
    named: bool


class JobMapShown(Schema):
    """Where one can walk from a job: near by, a step up, and across to other families by skills in common."""

    related: list[NeighbouringJob]
    up: list[NeighbouringJob]
    across: list[NeighbouringJob]


class JobDetail(Schema):
    """One job as its publisher describes it on a day; what is unknown is null or empty."""

    name: str
    title: str
    overview: str | None
    families: list[JobFamily]
    soc2010: str | None
    soc2020: list[OccupationOfJob] = Field(description="The likeliest first; more than one where it is doubtful.")
    salary_starter: int | None = Field(description="The publisher's own, in pounds a year, of “published_on”.")
    salary_experienced: int | None
    salary_words: str | None
    hours: Hours
    tasks: list[str]
    tasks_words: str | None
    places: list[str]
    routes: dict[str, list[Any]] = Field(
        description="By way in: sentences, or an object of subjects, requirements and links."
    )
    skills: list[str] = Field(description="The most wanted first.")
    skills_said: list[str]
    digital_skills: str | None
    conditions: list[str]
    apprenticeships: list[NamedStandard]
    career_path: str | None
    further: str | None
    links: list[WordsLink]
    earnings: list[PayOfOccupation] = Field(description="Of each occupation it may be, the likeliest first.")
    map: JobMapShown
    published_on: date
    source: str

    @classmethod
    def of(cls, job: JobProfile) -> Self:
        occupations = occupations_of(job)
        pay = earnings_of([each.soc for each in occupations])
        walks = job_map(job)
        return cls(
            **_said_of(job),
            families=[JobFamily(name=each.name, title=each.title) for each in job.categories.all()],
            soc2020=[_occupation(each) for each in occupations],
            hours=Hours(
                least=_number(job.hours_min),
                most=_number(job.hours_max),
                details=job.hours_details or None,
                pattern=job.working_pattern or None,
                pattern_details=job.working_pattern_details or None,
            ),
            skills=[each.skill for each in job.skills.all()],
            apprenticeships=[
                NamedStandard(reference=each.reference, title=each.title, level=each.level)
                for each in standards_of(job)
            ],
            links=[WordsLink(text=text, href=href) for text, href in job.links],
            earnings=[_pay(pay[each.soc]) for each in occupations if each.soc in pay],
            map=JobMapShown(
                related=[_neighbour(each) for each in walks.related],
                up=[_neighbour(each) for each in walks.up],
                across=[_neighbour(each) for each in walks.across],
            ),
        )


_TEXTS = ("overview", "soc2010", "salary_words", "tasks_words", "digital_skills", "career_path", "further")
_AS_THEY_ARE = ("name", "title", "salary_starter", "salary_experienced", "tasks", "places", "routes", "skills_said",
                "conditions", "published_on", "source")  # fmt: skip


def _said_of(job: JobProfile) -> dict[str, Any]:
    texts = {name: getattr(job, name) or None for name in _TEXTS}
    return texts | {name: getattr(job, name) for name in _AS_THEY_ARE}


def _occupation(found: Occupation) -> OccupationOfJob:
    return OccupationOfJob(
        code=found.soc,
        title=found.title,
        sure=found.is_sure,
        named=found.named,
        share=_number(found.share),
        according_to=found.source or None,
    )


def _pay(pay: Earnings) -> PayOfOccupation:
    return PayOfOccupation(soc2020=pay.soc2020, median=_number(pay.median), source=pay.source, year=pay.year)


def _neighbour(each: Neighbour) -> NeighbouringJob:
    return NeighbouringJob(
        name=each.job.name, title=each.job.title, shared=each.shared, of=each.of, named=each.is_named
    )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
