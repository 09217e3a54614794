"""Dull makers of employers, and of requests, for tests. Every person and firm is invented."""

from datetime import date, timedelta

from tests.factories import make_area, make_school, make_user
from waymark.access.scope import NOBODY, everything
from waymark.places.models import Belonging, Kind
from waymark.providers.actions.answering import Answer, answer_by_link
from waymark.providers.actions.asking import Candidate, Wish, make_request
from waymark.providers.actions.moving import secret_of
from waymark.providers.models import Approach, Contact, Employer, Provider

ON = date(2027, 3, 1)
DAY = date(2027, 4, 20)


def make_hub(*schools, name="Westmarch Careers Hub"):
    """A hub, with these schools in it."""
    hub = make_area(name)
    Belonging.objects.bulk_create([Belonging(member=school, whole=hub) for school in schools])
    return hub


def make_employer(hub, name="Lantern Dairies", *, contact="pat", **facts) -> Employer:
    employer = Employer.objects.create(organisation=hub, name=name, **facts)
    if contact:
        address = f"{contact}@{name.lower().replace(' ', '-')}.example"
        Contact.objects.create(employer=employer, name=contact.title(), email=address, is_main=True, heard_on=ON)
    return employer


def make_provider(name="Westmarch College", **facts) -> Provider:
    from waymark.places.actions import add_place

    place = add_place(kind=Kind.PROVIDER, name=name, slug=name.lower().replace(" ", "-"))
    facts.setdefault("contact_email", "office@westmarch.example")
    return Provider.objects.create(organisation=place, **facts)


def wish(title="Careers talk", **facts) -> Wish:
    return Wish(**{"title": title, "wished_on": DAY, "learners": 60, "year_groups": (9, 10)} | facts)


def ask(school, *whom, on=ON, by=None, **facts):
    """A school's request to these employers and providers, in this order; returns the approaches."""
    candidates = [Candidate(employer=each) if isinstance(each, Employer) else Candidate(provider=each) for each in whom]
    by = by or everything("Robin Marsh", via="test")
    request = make_request(school=school, wish=wish(**facts), candidates=candidates, on=on, by=by)
    return list(Approach.objects.filter(request=request).order_by("position"))


def again(approach: Approach) -> Approach:
    """The approach as it stands now."""
    return Approach.objects.get(pk=approach.pk)


def later(days: int) -> date:
    return ON + timedelta(days=days)


def asker(school):
    """Somebody at the school whose address answers come to."""
    return make_user("Robin Marsh", ("careers_leader", school))


def answer(approach, move, on=ON, **more):
    return answer_by_link(secret=secret_of(again(approach)), answer=Answer(move, **more), on=on, by=NOBODY)


def states(*approaches):
    return [again(each).state for each in approaches]


__all__ = [
    "DAY",
    "ON",
    "again",
    "ask",
    "asker",
    "later",
    "make_employer",
    "make_hub",
    "make_provider",
    "make_school",
    "wish",
]
