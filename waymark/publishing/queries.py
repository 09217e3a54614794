"""Reads of what a school is writing for the public, has released, and has been asked."""

from datetime import date

from django.db.models import F, OuterRef, QuerySet, Subquery

from waymark.access.models import Membership
from waymark.evaluation.frameworks import benchmarks_in_force, framework
from waymark.kernel.academic_year import academic_year
from waymark.kernel.benchmark import PublishingItem
from waymark.ledger.models import Enrolment
from waymark.ledger.queries import settings_of
from waymark.places.models import Kind, Organisation, Setting
from waymark.places.queries import places_matching
from waymark.publishing.access_policy import meeting_phases, opportunities
from waymark.publishing.checklist import Checklist, check
from waymark.publishing.content import (
    AccessPolicy,
    Contact,
    ForAudience,
    ListedActivity,
    PageContent,
    ProgrammeYear,
    SchoolFacts,
    from_json,
)
from waymark.publishing.figures import chosen_figures
from waymark.publishing.models import AccessRequest, AccessStatement, CareersPage, Publication
from waymark.publishing.programme import ProgrammeActivity, programme_of, providers_who_visited, words_for

ACCESS_LAW = "provider-access"
_FIRST_WITH_PROVIDERS = 8


def standing_page(school: Organisation) -> CareersPage:
    """The last version of the school's own words; an unsaved, empty one where it has written none."""
    last = CareersPage.objects.filter(organisation=school).order_by("-version").first()
    return last or CareersPage(organisation=school, version=0)


def standing_statement(school: Organisation) -> AccessStatement:
    """The last version of the provider access statement; an unsaved, empty one where there is none."""
    last = AccessStatement.objects.filter(organisation=school).order_by("-version").first()
    return last or AccessStatement(organisation=school, version=0)


def draft_content(school: Organisation, *, on: date) -> PageContent:
    """What would be released today: the school's words, its programme of the year, and the figures it chose."""
    year = academic_year(on)
    page, statement = standing_page(school), standing_statement(school)
    groups = year_groups_of(school, year)
    figures = tuple(chosen.shown for chosen in chosen_figures(school, page.shown_figures, on=on))
    activities = [each for each in programme_of(school, year) if each.public_id not in page.left_out]
    return PageContent(
        school=_school_facts(school),
        academic_year=year,
        programme_year=page.programme_year,
        leader=Contact(page.leader_name, page.leader_email, page.leader_telephone),
        summary=page.summary,
        years=tuple(_programme_year(group, page, activities) for group in groups),
        audiences=_audiences(page, school),
        impact=page.impact,
        next_review_on=page.next_review_on,
        guidance=page.guidance,
        access=None
        if school.setting == Setting.COLLEGE
        else _access(school, page, statement, activities, groups, year),
        figures=figures,
        figures_on=on if figures else None,
    )


def year_groups_of(school: Organisation, year: int) -> list[int]:
    """The year groups the school has on roll in the year; without a roll, those its ages in the register mean."""
    on_roll = Enrolment.objects.filter(organisation=school, academic_year=year)
    found = sorted(set(on_roll.order_by().values_list("year_group", flat=True).distinct()))
    if found:
        return found
    youngest, oldest, last = (16, 19, 14) if school.setting == Setting.COLLEGE else (11, 16, 13)
    return list(range(max(7, (school.low_age or youngest) - 4), min(last, (school.high_age or oldest) - 5) + 1))


def checklist_of(content: PageContent, *, on: date, leader_is_member: bool) -> Checklist:
    """What the law in force on the day asks of the page, and whether it is there."""
    return check(items_in_force(on), content, on=on, leader_is_member=leader_is_member)


def items_in_force(on: date) -> list[PublishingItem]:
    """The items of the frameworks in force: those of the benchmarks, then those of provider access."""
    access = framework(ACCESS_LAW)
    return [*benchmarks_in_force(on).publishing, *(access.publishing if access.is_in_force(on) else ())]


def is_leader_standing(leader_id: int | None, school_id: int) -> bool:
    """Whether the careers leader named is still a member; one who was never one of our people is taken as named."""
    if leader_id is None:
        return True
    return Membership.objects.filter(user=leader_id, organisation=school_id, ended_at=None).exists()


def standing_publication(school_id: int) -> Publication | None:
    """What the public sees of the school today, if anything."""
    releases = Publication.objects.filter(organisation=school_id, withdrawn_at=None)
    return releases.select_related("organisation").order_by("-number").first()


def released_page(slug: str) -> Publication | None:
    """What the public sees at an address; none where nothing is released or all of it was withdrawn."""
    school = Organisation.objects.filter(slug=slug).only("pk").first()
    return standing_publication(school.pk) if school else None


def released_content(publication: Publication) -> PageContent:
    """What a release says."""
    return from_json(publication.content)


def checklist_of_release(publication: Publication, *, on: date) -> Checklist:
    """The checklist of what was released, as it stands on a day: a review may have fallen due since."""
    is_member = is_leader_standing(publication.leader_id, publication.organisation_id)
    return checklist_of(released_content(publication), on=on, leader_is_member=is_member)


def releases_of(school: Organisation) -> QuerySet[Publication]:
    """Everything the school ever released, newest first."""
    return (
        Publication.objects.filter(organisation=school)
        .select_related("released_by", "withdrawn_by")
        .order_by("-number")
    )


def schools_with_pages(text: str = "") -> QuerySet[Organisation]:
    """Schools and colleges with a page to read, by name; `text` is a name, a URN, a UKPRN or a postcode, or part."""
    standing = Publication.objects.filter(organisation=OuterRef("pk"), withdrawn_at=None).values("pk")[:1]
    found = Organisation.objects.filter(kind__in=(Kind.SCHOOL, Kind.COLLEGE)).annotate(page=Subquery(standing))
    found = found.exclude(page=None).order_by("name", "pk")
    return places_matching(text, among=found) if text.strip() else found


def access_requests(school: Organisation) -> QuerySet[AccessRequest]:
    """Who has asked to come in: the unanswered first, then newest first."""
    return AccessRequest.objects.filter(organisation=school).order_by(
        F("answered_at").desc(nulls_first=True), "-sent_at", "-pk"
    )


def unanswered_requests(school: Organisation) -> QuerySet[AccessRequest]:
    """Those that wait for the school's answer, the longest waiting first."""
    return AccessRequest.objects.filter(organisation=school, state=AccessRequest.State.NEW).order_by("sent_at", "pk")


def _school_facts(school: Organisation) -> SchoolFacts:
    word = settings_of(school).get_learner_word_display()
    return SchoolFacts(
        name=school.name,
        slug=school.slug,
        urn=school.urn,
        ukprn=school.ukprn,
        setting=school.setting,
        town=school.town,
        postcode=school.postcode,
        website=school.website,
        learner_word=word,
    )


def _programme_year(group: int, page: CareersPage, activities: list[ProgrammeActivity]) -> ProgrammeYear:
    theirs = [activity for activity in activities if group in activity.year_groups]
    listed = (ListedActivity(each.title, words_for(each.kinds), each.term) for each in theirs)
    return ProgrammeYear(group, page.year_notes.get(str(group), ""), tuple(dict.fromkeys(listed)))


def _audiences(page: CareersPage, school: Organisation) -> tuple[ForAudience, ...]:
    word = settings_of(school).get_learner_word_display().capitalize()
    return (
        ForAudience(word, page.for_pupils),
        ForAudience("Parents and carers", page.for_parents),
        ForAudience("Teachers", page.for_teachers),
        ForAudience("Employers", page.for_employers),
    )


def _access(
    school: Organisation,
    page: CareersPage,
    statement: AccessStatement,
    activities: list[ProgrammeActivity],
    groups: list[int],
    year: int,
) -> AccessPolicy:
    with_providers = [group for group in groups if _FIRST_WITH_PROVIDERS <= group <= 13]
    leader = Contact(page.leader_name, page.leader_email, page.leader_telephone)
    given = Contact(statement.contact_name, statement.contact_email, statement.contact_telephone)
    said = {
        name: getattr(statement, name)
        for name in (
            "procedure",
            "granting",
            "refusing",
            "premises",
            "entitlement",
            "complaints",
            "agreed_on",
            "agreed_by",
        )
    }
    return AccessPolicy(
        **said,
        contact=given if given.name or given.email else leader,
        phases=meeting_phases(framework(ACCESS_LAW).entitlements, year=year, year_groups=with_providers),
        opportunities=opportunities(activities, year_groups=with_providers),
        visited=providers_who_visited(school, year),
    )
