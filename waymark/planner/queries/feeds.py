"""What calendar feeds show: a school's plan as events, in which no learner is named."""

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

from waymark.access.models import Membership, token_sha256
from waymark.access.permissions import Permission
from waymark.access.queries import scope_of
from waymark.access.scope import Scope, acting
from waymark.guidance.queries.events import interview_events
from waymark.kernel.academic_year import academic_year
from waymark.ledger.models import Activity
from waymark.places.models import Organisation
from waymark.planner.models import Feed, Move
from waymark.planner.queries.discreet import discreet_titles
from waymark.planner.queries.school_year import Entry, entries_of
from waymark.post.calendar import Event, uid_of

LONDON = ZoneInfo("Europe/London")


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
