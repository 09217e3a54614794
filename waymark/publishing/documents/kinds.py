"""The documents there are: what each is called, what it is for, and the sections it is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from waymark.places.models import Organisation
from waymark.publishing.documents.asking import Asked, Sources
from waymark.publishing.documents.sections import cost, fair, improving, legal
from waymark.publishing.documents.shape import Document, Section
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
    )
}


def made(kind: str, school: Organisation, *, on: date, made_on: date, leaves_school: bool = True) -> Document:
    """A document of this kind as at a day, from what is recorded then. KeyError for a kind there is not."""
    of = KINDS[kind]
    asked = Asked(school, on, made_on, leaves_school, Sources())
    sections = tuple(section for make in of.sections if (section := make(asked)) is not None)
    return Document(
        kind=of.name,
        title=of.title,
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
