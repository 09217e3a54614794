"""A school with a year of activities and a page written, for tests of what it publishes. Every person is invented."""

from datetime import date

from tests.factories import attend, make_activity, make_learner, make_school, make_user
from waymark.access.models import User
from waymark.access.queries import scope_of
from waymark.access.scope import Scope, acting, everything
from waymark.ledger.models import Activity, Audience, Learner
from waymark.places.models import Organisation
from waymark.publishing.actions import edit_page, edit_statement

ON = date(2026, 11, 20)

WORDS = {
    "leader_name": "Ottilie Wrenfield",
    "leader_email": "careers@fernhill.example",
    "leader_telephone": "01632 960123",
    "programme_year": 2026,
    "summary": "Every pupil meets employers and colleges, and plans what comes next.\n\nWe begin in Year 7.",
    "year_notes": {"11": "Mock interviews, and help with applications."},
    "for_pupils": "Ask your tutor, or come to the careers room:\n- Monday lunchtime\n- Thursday after school",
    "for_parents": "Evenings in October and March, and a letter every half term.",
    "for_teachers": "The shared careers folder, and training in September.",
    "for_employers": "Write to the careers leader: a visit of an hour is a great help.",
    "impact": "We ask pupils twice a year, and follow where they go for three years.",
    "next_review_on": date(2027, 9, 1),
    "guidance": "Pupils ask any tutor, parents write to the careers leader. A meeting follows within two weeks.",
}
STATEMENT = {
    "procedure": "Write to the careers leader at least six weeks ahead. We answer within ten school days.",
    "granting": "Requests that fit the timetable and tell pupils of technical routes.",
    "refusing": "Requests in exam weeks, or from those who only sell.",
    "premises": "The hall, a classroom with a projector, and the library for leaflets.",
    "entitlement": "Pupils in Years 8 to 13 may hear from providers of technical education and apprenticeships.",
    "complaints": "Write to the chair of the governing board.",
    "agreed_on": date(2026, 9, 15),
    "agreed_by": "the governing board",
}


def make_publishing_school(**facts) -> tuple[Organisation, User]:
    """A school of 40 learners in Years 8 to 11 with some activities, and its careers leader."""
    school = make_school(town="Harrowbeck", postcode="HB1 2CD", **facts)
    leader = make_user("Ottilie Wrenfield", ("careers_leader", school))
    for year_group in (8, 9, 10, 11):
        roll = [make_learner(school, 10 * year_group + number, year_group=year_group) for number in range(10)]
        _year(school, year_group, roll)
    return school, leader


def _year(school: Organisation, year_group: int, roll: list[Learner]) -> None:
    fair = make_activity(school, "employer", title="Careers fair", held_on=date(2026, 10, 7))
    college = make_activity(
        school,
        "provider",
        title=f"Taster day for Year {year_group}",
        held_on=date(2026, 11, 4),
        provider_kind="fe_college",
        provider_name="Harrowbeck College",
        pal_content=True,
    )
    for activity in (fair, college):
        attend(activity, *roll)
    planned = make_activity(school, "workplace", title="A week at work", held_on=date(2027, 3, 8))
    Audience.objects.create(activity=planned, what="year", value=str(year_group))
    mentoring = make_activity(school, "guidance", title="Mentoring for a few", held_on=date(2026, 11, 11))
    attend(mentoring, *roll[:3])
    cancelled = make_activity(school, "employer", title="Cancelled visit", state=Activity.State.CANCELLED)
    Audience.objects.create(activity=cancelled, what="year", value=str(year_group))


def write_everything(school: Organisation, by: Scope, **changes) -> None:
    """Fill in all that the law asks for; `changes` are laid over the page's words."""
    edit_page(school=school, changes=WORDS | changes, by=by)
    edit_statement(school=school, changes=STATEMENT, by=by)


def as_leader(user: User) -> Scope:
    with acting(everything("test")):
        return scope_of(user)
