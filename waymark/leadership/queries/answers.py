"""What the record of the careers team answers of a self-assessment: in words that name nobody."""

from dataclasses import dataclass
from datetime import date, timedelta

from waymark.leadership.models import Adviser, LeaderTerm, StaffSession
from waymark.leadership.queries.team import careers_leader_on, is_trained_to_lead
from waymark.leadership.rules.qualifications import guidance_level_of
from waymark.places.models import Organisation

A_YEAR = timedelta(days=365)
NEARLY_ALL = 75  # percent of those a session was for, who have to have come for it to have reached the staff
LEVEL_6 = 6
UNRECORDED = -1


@dataclass(frozen=True)
class TeamAnswer:
    """Whether the record says yes or no, and why; where it says neither there is none."""

    is_yes: bool
    words: str


def has_trained_leader(school: Organisation, on: date) -> TeamAnswer | None:
    """Yes: one is named and finished training for the role. No: one was named once, and none is now. Else it is silent.

    A leader without training on the log is no proof that there was none.
    """
    term = careers_leader_on(school, on)
    if term is None:
        if LeaderTerm.objects.filter(organisation=school, ended_on__lt=on).exists():
            return TeamAnswer(False, "There was a careers leader, and nobody is named now.")
        return None
    trained = is_trained_to_lead(term.member, on=on)
    if trained is None or trained.finished_on is None:
        return None
    return TeamAnswer(
        True,
        f"A careers leader is named since {_said(term.begun_on)}, and finished training for the role on "
        f"{_said(trained.finished_on)}.",
    )


def trains_its_staff(school: Organisation, on: date) -> TeamAnswer | None:
    """Yes: in the year to the day, a session meant for everyone who teaches reached three quarters of them or more."""
    held = StaffSession.objects.filter(
        organisation=school, for_all_staff=True, held_on__gt=on - A_YEAR, held_on__lte=on
    )
    reached = [one for one in held if 100 * one.came >= NEARLY_ALL * one.of]
    if not reached:
        return None
    last = reached[0]
    return TeamAnswer(
        True, f"A session on careers for all teaching staff on {_said(last.held_on)} reached {last.came} of {last.of}."
    )


def has_level_6_adviser(school: Organisation, on: date) -> TeamAnswer | None:
    """Yes: an adviser in the team on the day is qualified to level 6 or above."""
    counted = sum(level >= LEVEL_6 for level in _levels(school, on))
    if not counted:
        return None
    return TeamAnswer(True, f"Advisers in the careers team who are qualified to level 6 or above: {counted}.")


def advisers_are_trained(school: Organisation, on: date) -> TeamAnswer | None:
    """Yes: there is an adviser, and every adviser's qualification counts for guidance. No: one is known not to.

    Silent while there is none, or while the qualification of one is not recorded.
    """
    levels = _levels(school, on)
    if not levels or UNRECORDED in levels:
        return None
    if all(levels):
        return TeamAnswer(True, f"Every adviser in the careers team is qualified, the least at level {min(levels)}.")
    return TeamAnswer(False, "An adviser in the careers team has no qualification for guidance.")


def _levels(school: Organisation, on: date) -> list[int]:
    """The level of guidance of each adviser of the day; UNRECORDED where no qualification was given."""
    advisers = Adviser.objects.filter(member__organisation=school, member__begun_on__lte=on)
    standing = advisers.exclude(member__ended_on__lt=on).values_list("qualification", flat=True)
    return [guidance_level_of(code) if code else UNRECORDED for code in standing]


def _said(on: date) -> str:
    return f"{on.day} {on:%B} {on.year}"
