"""The documents there are: what each is called, what it is for, and the sections it is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from waymark.places.models import Organisation
from waymark.publishing.documents.asking import Asked, Sources
from waymark.publishing.documents.sections import (
    access_log,
    benchmarks,
    careers_page,
    cost,
    fair,
    improving,
    kept,
    legal,
    plan,
    portfolio,
    programme,
    records,
    self_assessment,
    team,
    trend,
    voices,
)
from waymark.publishing.documents.shape import Document, Section
from waymark.publishing.models import CriteriaList
from waymark.publishing.words import day

MakesSection = Callable[[Asked], Section | None]


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document: its name in commands and files, its title, whom it is for, and its sections in order."""

    name: str
    title: str
    purpose: str
    sections: tuple[MakesSection, ...]
    one_page: bool = False


KINDS: dict[str, DocumentKind] = {
    kind.name: kind
    for kind in (
        DocumentKind(
            "governors",
            "Careers guidance: one page for governors",
            "One page that answers four questions: is it legal, is it fair, is it improving, and what does it cost?",
            (legal.section, fair.section, improving.section, cost.section),
            one_page=True,
        ),
        DocumentKind(
            "progress",
            "Progress in careers guidance",
            "How the school has moved over the years by the benchmarks, and group beside group.",
            (trend.section, benchmarks.section, fair.section, voices.section, records.section),
        ),
        DocumentKind(
            "provider-access",
            "Provider access log",
            "Every provider who asked to meet learners this year, every meeting, and what was decided.",
            (access_log.section, careers_page.section),
        ),
        DocumentKind(
            "inspection",
            "Careers guidance: evidence for inspection",
            "What the school does for careers guidance, how it knows, and where each figure comes from.",
            (
                legal.section,
                careers_page.section,
                benchmarks.section,
                self_assessment.section,
                fair.section,
                improving.section,
                programme.section,
                access_log.section,
                voices.section,
                plan.section,
                team.section,
                cost.section,
                kept.section,
                records.section,
            ),
        ),
        DocumentKind(
            "quality-standard",
            "Portfolio for a quality standard",
            "Evidence mapped to each criterion of a quality standard, as the school brought its criteria in.",
            (portfolio.section, benchmarks.section, self_assessment.section, kept.section, records.section),
        ),
        DocumentKind(
            "matrix",
            "File for a standard of advice and guidance",
            "Evidence mapped to each criterion of a standard for those who give advice and guidance.",
            (portfolio.section, team.section, voices.section, kept.section, records.section),
        ),
    )
}


def made(
    kind: str,
    school: Organisation,
    *,
    on: date,
    made_on: date,
    leaves_school: bool = True,
    criteria_list: CriteriaList | None = None,
) -> Document:
    """A document of this kind as at a day, from what is recorded then. KeyError for a kind there is not."""
    of = KINDS[kind]
    asked = Asked(school, on, made_on, leaves_school, criteria_list, Sources())
    sections = tuple(section for make in of.sections if (section := make(asked)) is not None)
    return Document(
        kind=of.name,
        title=f"{criteria_list.name}: portfolio of evidence" if criteria_list else of.title,
        school=school.name,
        institution=school.institution_id,
        place=", ".join(part for part in (school.town, school.postcode) if part),
        on=on,
        made_on=made_on,
        rules=f"{asked.benchmarks.title}, version {asked.benchmarks.version}",
        revision=asked.revision,
        leaves_school=leaves_school,
        summary=f"{of.purpose} As at {day(on)}.",
        sections=sections,
        sources=tuple(asked.sources.listed),
        one_page=of.one_page,
    )
