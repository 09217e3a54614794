"""The careers pages of the demonstration's schools: most released, one stale, one never finished."""

from collections.abc import Callable
from datetime import date, timedelta

from waymark.access.queries import people_at
from waymark.access.scope import Scope
from waymark.demo.places import SCHOOLS
from waymark.kernel.academic_year import academic_year
from waymark.places.models import Organisation
from waymark.publishing.actions import edit_page, edit_statement, release

_UNFINISHED = "coldharrow-high-school"
_STALE = "larkrise-quay-academy"

_YEARS = {
    "7": "What is work? A first look at jobs in the town, and the words people use for them.",
    "8": "Where subjects lead, and a first meeting with a college or a training provider.",
    "9": "Choosing options with somebody to talk to, and what pay and prospects look like.",
    "10": "A week at work, and the letter and interview that come before it.",
    "11": "A meeting with a careers adviser for everybody, and help with every application.",
    "12": "Visits to universities and employers, and a further experience of work.",
    "13": "Applications, interviews, and a place to go in September.",
}


def publish_pages(
    schools: dict[str, Organisation], *, today: date, by: Scope, tell: Callable[[str, int, int], None]
) -> None:
    """Write and release every school's page but the one that has not got round to it."""
    for number, plan in enumerate(SCHOOLS):
        school = schools[plan.slug]
        tell(f"{school.name}: careers page", number, len(SCHOOLS))
        edit_page(school=school, changes=_page(school, plan.slug, today), by=by)
        if plan.slug == _UNFINISHED:
            continue
        if plan.setting != "college":
            edit_statement(school=school, changes=_statement(school, today), by=by)
        release(school=school, on=today, by=by)
    tell("Careers pages", len(SCHOOLS), len(SCHOOLS))


def _page(school: Organisation, slug: str, today: date) -> dict:
    leader = next(m.user for m in people_at(school) if m.role == "careers_leader")
    if slug == _UNFINISHED:
        return {"leader": leader, "leader_name": leader.name, "leader_email": leader.email}
    review = today - timedelta(days=20) if slug == _STALE else date(academic_year(today) + 1, 7, 10)
    return {
        "leader": leader,
        "leader_name": leader.name,
        "leader_email": leader.email,
        "leader_telephone": school.telephone or "01632 960190",
        "programme_year": academic_year(today),
        "summary": (
            f"Careers at {school.name} begins in the first term and never stops. Every year brings people from work, "
            "every subject says where it leads, and everybody talks with a qualified adviser before they choose."
        ),
        "for_pupils": "Ask your tutor, drop in to the careers room at lunch, or write to the careers leader.",
        "for_parents": (
            "We write to you before each choice. Come to the options evening in January and the pathways evening in "
            "October, or ask for a conversation at any time."
        ),
        "for_teachers": "The programme is on the staff pages; each department has a link to the careers leader.",
        "for_employers": "An hour of your time goes a long way. Write to the careers leader and say what you could do.",
        "impact": (
            "We count who has met whom, ask learners what they took from it, and follow where they go for three years. "
            "Governors see the figures three times a year, and the programme changes with them."
        ),
        "shown_figures": ["gb5.employer_year", "gb6.workplace_by_16", "gb8.guidance_by_16", "pal.first", "pal.second"],
        "year_notes": {} if school.setting == "college" else _YEARS,
        "next_review_on": review,
        "guidance": (
            "Everybody has a meeting with a careers adviser qualified to level 6 by the end of Year 11. To ask for one "
            "sooner, speak to your tutor or write to the careers leader."
        ),
    }


def _statement(school: Organisation, today: date) -> dict:
    return {
        "procedure": (
            "Write to the careers leader, or use the form on our careers page, at least four weeks before the day you "
            "have in mind. We answer within ten working days."
        ),
        "granting": "We say yes where what you offer suits the year group and a day can be found in the school's week.",
        "refusing": (
            "We say no where the day falls in examinations, where the same year group has had the same offer, or where "
            "visitors' checks are not complete. We offer another day where we can."
        ),
        "premises": "The hall, classrooms and a projector; the careers room for talks with small groups.",
        "entitlement": (
            "Every learner in Years 8 to 13 may hear about approved technical education and apprenticeships, and the "
            "school gives time for it in each phase."
        ),
        "complaints": "Write to the chair of governors at the school's address.",
        "agreed_on": date(academic_year(today), 9, 16),
        "agreed_by": "the governing board",
    }
