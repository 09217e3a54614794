"""Is it legal: what the school must have on its website, and the meetings with providers that the law gives."""

from waymark.kernel.entitlement import Entitlement
from waymark.publishing.checklist import Checklist
from waymark.publishing.documents.asking import Asked
from waymark.publishing.documents.shape import Block, Chart, Note, Number, Paragraph, Section
from waymark.publishing.models import Publication
from waymark.publishing.packs import NothingToPack, public_on
from waymark.publishing.queries import checklist_of_release
from waymark.publishing.words import day, plain_list

_MOST_WANTING = 4


def section(asked: Asked) -> Section:
    publication = page_of(asked)
    listed = checklist_of_release(publication, on=asked.on) if publication else None
    blocks: list[Block] = [Note(_answer(asked, listed)), Paragraph(_page(publication, listed))]
    if chart := meetings(asked):
        blocks.append(chart)
    return Section("legal", "Is it legal?", tuple(blocks))


def page_of(asked: Asked) -> Publication | None:
    """The careers page the public saw at the end of the day."""
    try:
        return public_on(asked.school, asked.on)
    except NothingToPack:
        return None


def meetings(asked: Asked) -> Chart | None:
    """How many have had the meetings with providers of their phase; None where the law does not hold."""
    if asked.access is None:
        return None
    figures = asked.figures_by(asked.access)
    bars: list[tuple[str, Number]] = []
    for due in asked.access.entitlements:
        if due.scored and asked.school.setting in due.settings and (found := figures.figure(due.code)):
            bars.append((_phase(due), asked.share(found, asked.source_of(due, asked.access))))
    note = (
        "Section 42B of the Education Act 1997: two meetings with providers of technical education or apprenticeships "
        "in each phase. A phase is counted in its last year; whose time has not run out is counted as without."
    )
    return Chart("Have had the meetings with providers that the law gives", tuple(bars), note) if bars else None


def _phase(due: Entitlement) -> str:
    return f"Years {due.window.first} and {due.window.last}, counted in {_year_words(due.cohort)}"


def _year_words(cohort: tuple[int, ...]) -> str:
    return f"Year {cohort[0]}" if len(cohort) == 1 else f"Years {plain_list([str(year) for year in cohort])}"


def _answer(asked: Asked, listed: Checklist | None) -> str:
    if listed is None:
        return f"No: there is no careers page for the public to read. {_meetings_in_words(asked)}".rstrip()
    if listed.is_complete:
        website = f"Yes for the website: all {len(listed.asked)} things it must have are there."
    else:
        website = f"Not yet: the careers page is {listed.in_words}."
    return f"{website} {_meetings_in_words(asked)}".rstrip()


def _meetings_in_words(asked: Asked) -> str:
    """Whether anybody's time ran out without the meetings; nothing where that may not be told."""
    if asked.access is None:
        return ""
    figures = asked.figures_by(asked.access)
    dues = [due for due in asked.access.entitlements if due.scored and asked.school.setting in due.settings]
    missed = [figure.missed for due in dues if (figure := figures.figure(due.code))]
    if any(missed):
        return f"Some {asked.word} have missed meetings with providers that the law gives them."
    return "Nobody has missed a meeting with providers." if missed and None not in missed else ""


def _page(publication: Publication | None, listed: Checklist | None) -> str:
    if publication is None or listed is None:
        return "The law asks every school and college to publish its careers programme."
    said = f"Careers page: release {publication.number} of {day(publication.released_at.date())}."
    if not listed.wanting:
        return said
    few = [f"- {item.title}: {item.why}" for item in listed.wanting[:_MOST_WANTING]]
    more = len(listed.wanting) - len(few)
    return "\n".join([f"{said} Still wanting:", *few, *([f"- and {more} more"] if more else [])])
