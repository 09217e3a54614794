"""The careers teams of the demonstration's schools: leaders, training, advisers, governors, sessions for staff.

A school that shines has a trained leader with a day and a half a week and a full log; one that struggles has an hour or
two, and training that was never finished. One adviser's registration has run out.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from waymark.access.queries import people_at
from waymark.access.scope import Scope
from waymark.demo.places import SCHOOLS, DemoSchool
from waymark.kernel.academic_year import academic_year, first_day
from waymark.leadership.actions.leading import begin_leading, end_leading, log_meeting, name_governor
from waymark.leadership.actions.team import AdviserFacts, add_member, end_member, keep_adviser
from waymark.leadership.actions.training import SessionFacts, TrainingFacts, hold_session, log_training
from waymark.leadership.models import TeamMember, Training
from waymark.places.models import Organisation

_RUN_OUT = "dunsley-vale-school"
_ADVISERS = ("Una Fairholme", "Tomos Greyling", "Mirela Stanway", "Harris Oakeshott", "Bea Lindqvist")
_FORMER = ("Jocelyn Wharfe", "Alan Pickering-Moss", "Delia Sedgeworth", "Ron Castleby", "Fay Underhill")
_GOVERNORS = ("Imogen Stavely", "Peter Olakunle", "Ruth Hollinghurst", "Amir Castellane", "Hannah Tredwell")
_SHORT = ("A morning with local employers", "Labour market update", "Network of careers leaders", "Talking of T Levels")
_SESSIONS = (
    ("Careers in every subject", "All teaching staff", "gb4", "", True),
    ("Where science leads", "Science department", "gb4", "science", False),
    ("Talking with a form about options", "Form tutors of Year 9", "gb8", "", False),
    ("Apprenticeships: what to say", "Sixth-form tutors", "gb7", "", False),
)


@dataclass(frozen=True)
class _At:
    """One school with its own luck, its day and its doer."""

    school: Organisation
    plan: DemoSchool
    number: int
    luck: random.Random
    today: date
    by: Scope

    @property
    def shines(self) -> bool:
        return self.plan.strength >= 0.83

    def back(self, days: int) -> date:
        return self.today - timedelta(days=days)


def settle_careers_teams(schools: dict[str, Organisation], *, seed: int, today: date, by: Scope) -> None:
    """Give every school its team; the same seed and day give the same."""
    for number, plan in enumerate(SCHOOLS):
        luck = random.Random(f"{seed} careers team {plan.slug}")
        at = _At(schools[plan.slug], plan, number, luck, today, by)
        _leader(at)
        _adviser(at)
        _governor(at)
        _sessions(at)


def _leader(at: _At) -> None:
    """One former leader each, and today's with their training."""
    began = first_day(academic_year(at.today) - at.luck.randint(1, 4))
    before = add_member(
        school=at.school,
        name=_FORMER[at.number % 5],
        job="Careers leader",
        begun_on=date(began.year - 3, 9, 1),
        by=at.by,
    )
    term = begin_leading(
        member=before, on=before.begun_on, hours_a_week=Decimal(4), reports_to="Assistant headteacher", by=at.by
    )
    last = began - timedelta(days=1)
    end_leading(term=term, on=last, by=at.by)
    end_member(member=before, on=last, by=at.by)
    user = next(m.user for m in people_at(at.school) if m.role == "careers_leader")
    leader = add_member(school=at.school, name=user.name, job="Careers leader", begun_on=began, user=user, by=at.by)
    hours = Decimal(12) if at.plan.strength >= 0.95 else Decimal(7) if at.shines else Decimal("2.5")
    reports_to = "Headteacher" if at.shines else "Assistant headteacher"
    begin_leading(member=leader, on=began, hours_a_week=hours, reports_to=reports_to, by=at.by)
    _course(at, leader, began)
    _short_courses(at, leader, 6 if at.shines else 1)


def _course(at: _At, leader: TeamMember, began: date) -> None:
    """Training for the role: finished, or begun and left lying."""
    is_done = at.plan.strength >= 0.7
    log_training(
        member=leader,
        facts=TrainingFacts(
            title="Leading careers in a school",
            provider="Westmarch Careers Hub",
            level=6,
            for_leading=True,
            state=Training.State.FINISHED if is_done else Training.State.UNDER_WAY,
            begun_on=began + timedelta(days=40),
            finished_on=began + timedelta(days=260) if is_done else None,
            minutes=60 * 40 if is_done else 0,
        ),
        by=at.by,
    )


def _short_courses(at: _At, member: TeamMember, most: int) -> None:
    this_year = (at.today - first_day(academic_year(at.today))).days
    for title in at.luck.sample(_SHORT, k=min(most, len(_SHORT))):
        on = at.back(at.luck.randint(1, max(1, this_year)))
        facts = TrainingFacts(
            title=title, provider="Westmarch Careers Hub", finished_on=on, minutes=at.luck.choice((180, 240, 360))
        )
        log_training(member=member, facts=facts, by=at.by)


def _adviser(at: _At) -> None:
    name = _ADVISERS[at.number % 5]
    user = next((m.user for m in people_at(at.school) if m.role == "adviser"), None)
    member = add_member(
        school=at.school,
        name=user.name if user else name,
        job="Careers adviser",
        begun_on=first_day(academic_year(at.today) - 2),
        user=user,
        by=at.by,
    )
    expires = at.back(12) if at.plan.slug == _RUN_OUT else date(academic_year(at.today) + 1, 8, 31)
    is_registered = at.plan.strength >= 0.6
    keep_adviser(
        member=member,
        facts=AdviserFacts(
            is_external=at.number % 3 != 0,
            employer="Westmarch Futures" if at.number % 3 else "",
            qualification="level4-diploma"
            if at.plan.strength < 0.5
            else at.luck.choice(("level6-diploma", "level7-qcg")),
            register="registered" if is_registered else "none",
            register_name="rcdp" if is_registered else "",
            register_number=f"ZZ{at.luck.randint(1000, 9999)}" if is_registered else "",
            register_expires_on=expires if is_registered else None,
            register_checked_on=at.back(70) if is_registered else None,
            dbs_checked_on=at.back(420),
            safeguarding_on=at.back(80),
        ),
        by=at.by,
    )
    _short_courses(at, member, 3)


def _governor(at: _At) -> None:
    if at.plan.strength < 0.5:
        return
    name, since = _GOVERNORS[at.number % 5], first_day(academic_year(at.today) - 1)
    governor = name_governor(school=at.school, name=name, on=since, by=at.by)
    log_meeting(
        governor=governor,
        held_on=at.back(45),
        what="meeting",
        about="The figures of last year, and what the school means to do about experiences of the workplace.",
        agreed="The careers leader brings the figures to the governors in March.",
        by=at.by,
    )
    if at.shines:
        log_meeting(
            governor=governor, held_on=at.back(20), what="visit", about="Saw the Year 10 employers' morning.", by=at.by
        )


def _sessions(at: _At) -> None:
    staff = max(12, at.plan.cohort // 2)
    for title, for_whom, benchmark, subject, for_all in _SESSIONS[
        : 4 if at.shines else 2 if at.plan.strength > 0.6 else 0
    ]:
        of = staff if for_all else max(4, staff // 6)
        came = of - at.luck.randint(0, of // 10) if at.shines else of - at.luck.randint(of // 4, of // 2)
        facts = SessionFacts(
            title=title,
            held_on=at.back(at.luck.randint(10, 75)),
            for_whom=for_whom,
            came=came,
            of=of,
            minutes=at.luck.choice((30, 45, 60)),
            for_all_staff=for_all,
            benchmark=benchmark,
            subject=subject,
        )
        hold_session(school=at.school, facts=facts, by=at.by)
