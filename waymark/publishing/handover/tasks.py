"""The first three things for a new careers leader to do, and whether each is done."""

from dataclasses import dataclass
from datetime import date

from waymark.access.actions.people import lacks_second_administrator
from waymark.leadership.queries import careers_leader_on
from waymark.ledger.models import Activity
from waymark.places.models import Organisation
from waymark.publishing.queries import standing_page, standing_publication


@dataclass(frozen=True)
class FirstTask:
    """One thing to do first: why, the url name of its page, and whether it is done."""

    title: str
    why: str
    page: str
    is_done: bool


def first_tasks(school: Organisation, *, on: date) -> tuple[FirstTask, ...]:
    """Three tasks that make the programme yours: be named, be counted, be covered."""
    return (_be_named(school, on), _be_counted(school, on), _be_covered(school))


def _be_named(school: Organisation, on: date) -> FirstTask:
    term, public = careers_leader_on(school, on), standing_publication(school.pk)
    said = (public.content.get("leader") or {}).get("name", "") if public else ""
    is_done = bool(term and said and said.casefold() == term.member.name.casefold())
    drafted = bool(term and standing_page(school).leader_name.casefold() == term.member.name.casefold())
    why = "The law asks that the public page names you and says how to reach you."
    if drafted and not is_done:
        why = "The draft names the careers leader. Look at the page, then release it."
    return FirstTask("Put your name on the careers page", why, "careers_page", is_done)


def _be_counted(school: Organisation, on: date) -> FirstTask:
    waiting = Activity.objects.filter(organisation=school, state=Activity.State.PLANNED, held_on__lt=on).count()
    why = (
        f"{waiting} past {'activity has' if waiting == 1 else 'activities have'} no register: nobody there is counted."
        if waiting
        else "Every past activity has its register."
    )
    return FirstTask("Take the registers that are waiting", why, "activities", waiting == 0)


def _be_covered(school: Organisation) -> FirstTask:
    lacking = lacks_second_administrator(school)
    why = "Invite yourself a second administrator, and end the role of whoever has left."
    return FirstTask("See who can sign in", why, "people", not lacking)
