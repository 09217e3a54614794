"""What of the team runs out, and when: registrations, and checks that nobody has looked at for long."""

from dataclasses import dataclass
from datetime import date

from waymark.leadership.models import Adviser
from waymark.leadership.rules.qualifications import LONG_UNCHECKED, SOON, registers
from waymark.places.models import Organisation


@dataclass(frozen=True)
class RunningOut:
    """One thing about one adviser that needs looking at: by which day, and whether that day is past."""

    what: str
    why: str
    member_id: str
    name: str
    due: date
    is_past: bool


def running_out(school: Organisation, *, on: date) -> list[RunningOut]:
    """What runs out within 60 days or has, and what was last checked more than a year ago; most pressing first."""
    advisers = Adviser.objects.filter(member__organisation=school, member__ended_on=None).select_related("member")
    found = [each for adviser in advisers for each in _of(adviser, on)]
    return sorted(found, key=lambda each: (each.due, each.name))


def _of(adviser: Adviser, on: date) -> list[RunningOut]:
    found = []
    if adviser.register == Adviser.Register.REGISTERED:
        named = registers().get(adviser.register_name)
        title = named.title if named else "registration"
        if adviser.register_expires_on and adviser.register_expires_on - on <= SOON:
            past = adviser.register_expires_on < on
            why = "The registration has run out: look at the register again." if past else "The registration runs out."
            found.append(_one(adviser, title, why, adviser.register_expires_on, on))
        elif adviser.register_checked_on and on - adviser.register_checked_on > LONG_UNCHECKED:
            due = adviser.register_checked_on + LONG_UNCHECKED
            found.append(_one(adviser, title, "Nobody has looked at the register for over a year.", due, on))
    if adviser.safeguarding_on and adviser.safeguarding_on + LONG_UNCHECKED - on <= SOON:
        due = adviser.safeguarding_on + LONG_UNCHECKED
        found.append(_one(adviser, "safeguarding training", "It is brought up to date every year.", due, on))
    return found


def _one(adviser: Adviser, what: str, why: str, due: date, on: date) -> RunningOut:
    return RunningOut(what, why, adviser.member.public_id, adviser.member.name, due, due < on)
