"""What calendar feeds show: a school's plan as events, in which no learner is named."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

from waymark.access.models import Membership, token_sha256
from waymark.access.permissions import Permission
from waymark.access.queries import scope_of
from waymark.access.scope import Scope, acting, everything
from waymark.guidance.queries.events import interview_events
from waymark.kernel.academic_year import academic_year
from waymark.ledger.models import Activity, Audience, Expected, Learner
from waymark.ledger.models.activities import Kind
from waymark.places.models import Organisation
from waymark.planner.models import Feed, Move
from waymark.planner.queries.school_year import Entry, entries_of
from waymark.post.calendar import Event, uid_of

LONDON = ZoneInfo("Europe/London")
_WORD = re.compile(r"[^\W\d_]+")


def feed_by(secret: str) -> Feed | None:
    """The feed that a secret opens, if it still does. One person's is over once they are no member here."""
    found = Feed.objects.filter(token_sha256=token_sha256(secret), ended_at=None)
    feed = found.select_related("organisation", "user").first()
    if feed is None or feed.user is None:
        return feed
    member = Membership.objects.filter(user=feed.user, organisation=feed.organisation, ended_at=None).exists()
    return feed if member and feed.user.is_active else None


def feeds_of(school: Organisation) -> list[Feed]:
    """The feeds of a school that can be read now: the school's, then each year group's, then people's."""
    standing = Feed.objects.filter(organisation=school, ended_at=None).select_related("user", "made_by")
    return sorted(standing, key=lambda feed: (feed.of != "school", feed.of != "year", feed.year_group or 0, feed.pk))


def name_of(feed: Feed) -> str:
    """What calendars call a feed."""
    called = {
        Feed.Of.SCHOOL: "",
        Feed.Of.YEAR_GROUP: f", Year {feed.year_group}",
        Feed.Of.PERSON: ", mine",
    }
    return f"Careers at {feed.organisation.name}{called[Feed.Of(feed.of)]}"


def events_of(feed: Feed, *, on: date) -> list[Event]:
    """What a feed shows as of a day: this academic year and the next, cancelled activities said to be so.

    One person's has the interviews that are booked with them too, from the day on.

    It is read on behalf of whoever opens the address, with no more than the feed is for: figures of that one school.
    """
    with acting(_scope_of(feed)):
        year = academic_year(on)
        entries = [each for one in (year, year + 1) for each in entries_of(feed.organisation, one)]
        shown = [each for each in entries if _is_for(feed, each)]
        moves = _moves(shown)
        titles = discreet_titles(feed.organisation, shown)
        own = interview_events(feed.user.pk, on=on, school=feed.organisation) if feed.user else []
    return [*(_event(each, titles[each.key], moves.get(each.key, 0)) for each in shown), *own]


def discreet_titles(school: Organisation, entries: Iterable[Entry]) -> dict[int, str]:
    """The title of each entry, or what kind of thing it is where its title names a learner, by key.

    A title names one when it has the given and the family name of anybody the school ever had on roll; and, where the
    list was made of names, any single name of anybody on it.
    """
    of_these = {each.key: each for each in entries}
    with acting(everything("names left out of a calendar")):  # to leave a name out one has to know it
        people = _names(Learner.objects.filter(organisation=school))
        listed = Expected.objects.filter(activity__in=of_these).exclude(
            activity__in=Audience.objects.filter(activity__in=of_these).values("activity_id")
        )
        singled: dict[int, set[str]] = {}
        for key, *names in listed.values_list("activity_id", *(f"learner__{name}" for name in _NAMES)):
            singled.setdefault(key, set()).update(word for name in names for word in _words(name))
    return {
        key: _kind_of(each) if _names_somebody(each.title, people, singled.get(key, set())) else each.title
        for key, each in of_these.items()
    }


_NAMES = ("given_name", "preferred_name", "family_name")


def _names(learners) -> dict[str, set[str]]:
    """Given and preferred names by each word of the family name."""
    found: dict[str, set[str]] = {}
    for given, preferred, family in learners.values_list(*_NAMES):
        for word in _words(family):
            found.setdefault(word, set()).update(_words(given), _words(preferred))
    return found


def _names_somebody(title: str, people: dict[str, set[str]], singled: set[str]) -> bool:
    words = _words(title)
    return bool(words & singled) or any(people[word] & (words - {word}) for word in words & people.keys())


def _words(said: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(said)}


def _kind_of(entry: Entry) -> str:
    return Kind(entry.kinds[0]).label if entry.kinds else Kind.OTHER.label


def _is_for(feed: Feed, entry: Entry) -> bool:
    if feed.of == Feed.Of.YEAR_GROUP:
        return feed.year_group in entry.year_groups
    if feed.of == Feed.Of.PERSON:
        called = feed.user.name.casefold() if feed.user else ""
        named = {name.casefold() for name in (entry.led_by, *entry.staff)}
        return feed.user_id in entry.people or bool(called and called in named)
    return True


def _scope_of(feed: Feed) -> Scope:
    """A person's own scope for their feed; for others one that sees figures of the school and nothing else."""
    if feed.user is not None:
        return scope_of(feed.user)
    grants = {Permission.FIGURES_VIEW: frozenset({feed.organisation_id})}
    return Scope(who="a calendar feed", grants=grants, via="feed")


def _moves(entries: Iterable[Entry]) -> dict[int, int]:
    found: dict[int, int] = {}
    for key in Move.objects.filter(activity__in=[each.key for each in entries]).values_list("activity_id", flat=True):
        found[key] = found.get(key, 0) + 1
    return found


def _event(entry: Entry, title: str, moves: int) -> Event:
    begins: datetime | date = entry.held_on
    ends: datetime | date = entry.held_on
    if entry.starts and entry.ends:
        begins, ends = _at(entry.held_on, entry.starts), _at(entry.held_on, entry.ends)
    years = ", ".join(f"Year {year}" for year in entry.year_groups)
    return Event(
        uid=uid_of("activity", entry.public_id),
        title=f"{title} ({years})" if years else title,
        begins=begins,
        ends=ends,
        place=", ".join(entry.rooms),
        sequence=moves,
        is_cancelled=entry.state == Activity.State.CANCELLED,
    )


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour), LONDON)
