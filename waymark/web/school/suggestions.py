"""What to do next, and by when: worked out from the records, most pressing first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from waymark.access.actions.people import lacks_second_administrator
from waymark.access.permissions import Permission
from waymark.access.queries import lost_tokens
from waymark.access.scope import Scope
from waymark.evaluation.quality import Quality
from waymark.evaluation.queries import closes_on, figures_of
from waymark.kernel.academic_year import academic_year, in_words
from waymark.kernel.entitlement import Entitlement
from waymark.leadership.queries import running_out
from waymark.ledger.models import Activity, Term
from waymark.ledger.queries import on_roll
from waymark.ledger.queries.attachments import attachments_running_out
from waymark.places.models import Organisation
from waymark.planner.queries.plan import overdue_actions
from waymark.publishing.queries import checklist_of_release, standing_publication, unanswered_requests
from waymark.web.formats import day, plural
from waymark.web.school.addresses import address_if_any, entitlement_address, list_address
from waymark.web.school.measures import Measure
from waymark.web.school.words import Words, year_words

MOST_DAYS, MOST_A_DAY = 2, 3
SOON = timedelta(days=120)
OLD_ROLL = timedelta(days=56)


@dataclass(frozen=True)
class Step:
    """One thing to do: the props of a step. `urgency` is late, soon or none."""

    title: str
    why: str
    href: str
    due: date | None = None
    urgency: str | None = None


@dataclass(frozen=True)
class _Asking:
    school: Organisation
    scope: Scope
    words: Words
    measure: Measure
    quality: Quality

    def may(self, permission: Permission) -> bool:
        return self.scope.holds(permission, self.school.pk)

    def address(self, name: str) -> str | None:
        return address_if_any(name, slug=self.school.slug)


def suggestions(
    school: Organisation, *, by: Scope, words: Words, measure: Measure, quality: Quality
) -> tuple[Step, ...]:
    """The steps this person can take, most pressing first; nothing they may not do is among them."""
    asking = _Asking(school, by, words, measure, quality)
    steps: list[Step] = []
    for found in (
        _learners,
        _today,
        _registers,
        _providers,
        _terms,
        _overdue,
        _closing,
        _administrators,
        _programs,
        _careers_page,
        _careers_team,
        _running_out,
        _old_roll,
    ):
        steps += found(asking)
    return tuple(steps)


def _learners(asking: _Asking) -> Iterator[Step]:
    href = asking.address("deliveries")
    if href and asking.may(Permission.LEARNER_WRITE) and not on_roll(asking.school, asking.measure.on).exists():
        yield Step(
            f"Bring in your {asking.words.many}",
            "Everything else is worked out from who is on roll. A spreadsheet or a common transfer file will do.",
            href,
        )


def _terms(asking: _Asking) -> Iterator[Step]:
    year, href = asking.measure.year, asking.address("calendar")
    if not href or not asking.may(Permission.SETTINGS_WRITE):
        return
    if not Term.objects.filter(organisation=asking.school, academic_year=year).exists():
        yield Step(
            f"Say when your terms of {in_words(year)} are",
            "Then plans keep to days on which school is open.",
            href,
        )


def _today(asking: _Asking) -> Iterator[Step]:
    """The registers of today, for whoever stands before the learners with a phone."""
    if not asking.may(Permission.REGISTER_TAKE):
        return
    planned = Activity.objects.filter(organisation=asking.school, state=Activity.State.PLANNED)
    for each in planned.filter(held_on=asking.measure.today).order_by("title", "pk")[:MOST_A_DAY]:
        href = address_if_any("register", slug=asking.school.slug, public_id=each.public_id)
        if href:
            yield Step(f"Take the register of “{each.title}”", "It is today.", href, each.held_on, "soon")


def _registers(asking: _Asking) -> Iterator[Step]:
    if not asking.quality.registers_wanting or not asking.may(Permission.REGISTER_TAKE):
        return
    past = Activity.objects.filter(
        organisation=asking.school, state=Activity.State.PLANNED, held_on__lt=asking.measure.on
    ).order_by("held_on", "pk")
    first = past.first()
    if first is None:
        return
    count = asking.quality.registers_wanting
    href = address_if_any("register", slug=asking.school.slug, public_id=first.public_id)
    if count > 1:
        href = asking.address("activities") or href
    if href:
        title = f"Take the register of “{first.title}”" if count == 1 else f"Take {count} registers of past activities"
        yield Step(title, "Nobody who was there is counted until you do.", href, first.held_on, "late")


def _providers(asking: _Asking) -> Iterator[Step]:
    """Colleges and training providers who asked for access on the careers page, and wait for an answer."""
    href = asking.address("careers_page_requests")
    if not href or not asking.may(Permission.PUBLISH):
        return
    waiting = list(unanswered_requests(asking.school))
    if waiting:
        since = (
            f"{'It' if len(waiting) == 1 else 'The first'} was sent on {day(timezone.localdate(waiting[0].sent_at))}."
        )
        title = (
            f"Answer {plural(len(waiting), 'provider who asks', 'providers who ask')} to meet your {asking.words.many}"
        )
        yield Step(title, since, href, urgency="soon")


def _overdue(asking: _Asking) -> Iterator[Step]:
    """What of the improvement plan should be done by now: all of it to whoever plans, one's own to anybody else."""
    late = overdue_actions(asking.school, on=asking.measure.on)
    if not asking.may(Permission.ASSESS):
        late = late.filter(owner=asking.scope.user_id) if asking.scope.user_id else late.none()
    count, first = late.count(), late.first()
    href = asking.address("improvement_plan")
    if first is None or href is None:
        return
    if count == 1:
        own = address_if_any("improvement", slug=asking.school.slug, public_id=first.public_id)
        yield Step(first.title, "It is in your improvement plan, and overdue.", own or href, first.achieve_by, "late")
    else:
        why = f"The first is “{first.title}”."
        yield Step(
            f"See to {count} overdue actions of your plan", why, f"{href}?state=overdue", first.achieve_by, "late"
        )


def _administrators(asking: _Asking) -> Iterator[Step]:
    href = asking.address("people")
    if href and asking.may(Permission.USERS_MANAGE) and lacks_second_administrator(asking.school):
        yield Step(
            "Invite a second administrator",
            "If the only one is away or leaves, nobody could let anyone else in.",
            href,
        )


def _programs(asking: _Asking) -> Iterator[Step]:
    href = asking.address("tokens")
    if href and asking.may(Permission.TOKENS_MANAGE) and (lost := lost_tokens(asking.school).count()):
        yield Step(
            f"See to {plural(lost, 'program')} that lost access",
            "Whoever gave them access no longer has the role here that allowed it.",
            href,
        )


def _closing(asking: _Asking) -> Iterator[Step]:
    """What closes soonest, and of what closes on one day, what most are still waiting for: a few of each day."""
    measure = asking.measure
    by_day: dict[date, list[tuple[int, Entitlement]]] = {}
    for framework in (measure.benchmarks, measure.framework_of("pal")):
        figures = figures_of(asking.school, framework.name, on=measure.on)
        for due in framework.entitlements:
            figure = figures.figure(due.code)
            if due.scored and figure and figure.not_yet:
                last = closes_on(due, max(due.cohort), on=measure.on)
                by_day.setdefault(last, []).append((figure.not_yet, due))
    for last, waiting in sorted(by_day.items())[:MOST_DAYS]:
        for count, due in sorted(waiting, key=lambda found: (-found[0], found[1].code))[:MOST_A_DAY]:
            yield _closing_step(asking, due, last, count)


def _closing_step(asking: _Asking, due: Entitlement, last: date, count: int) -> Step:
    if asking.may(Permission.LEARNER_VIEW):
        href = f"{list_address(asking.school, due.code)}?answer=not_yet"
    else:
        href = entitlement_address(asking.school, due.code)
    left = last - asking.measure.on
    return Step(
        f"{due.title}: {asking.words.count(count)} to go",
        f"{year_words(due.cohort)}. {plural(left.days, 'day')} left.",
        href,
        last,
        "soon" if left <= SOON else None,
    )


def _careers_page(asking: _Asking) -> Iterator[Step]:
    href = asking.address("careers_page")
    if not href or not asking.may(Permission.PUBLISH):
        return
    today, released = asking.measure.today, standing_publication(asking.school.pk)
    if released is None:
        yield Step("Release your careers page", "The law asks for one, and nothing of yours is public yet.", href)
        return
    listed = checklist_of_release(released, on=today)
    if listed.wanting:
        yield Step(
            "Complete your careers page",
            f"What is public is {listed.in_words}. First: {listed.wanting[0].title.lower()}.",
            href,
        )


def _careers_team(asking: _Asking) -> Iterator[Step]:
    """Registrations and checks of the team that run out within 60 days, or have."""
    if not asking.may(Permission.STAFF_WRITE):
        return
    for each in running_out(asking.school, on=asking.measure.today)[:MOST_A_DAY]:
        href = address_if_any("team_member", slug=asking.school.slug, public_id=each.member_id)
        if href:
            urgency = "late" if each.is_past else "soon"
            yield Step(f"See to {each.what} of {each.name}", each.why, href, each.due, urgency)


def _running_out(asking: _Asking) -> Iterator[Step]:
    """Kept files that no longer hold, or soon will not: the first, and how many more."""
    if not asking.may(Permission.EVIDENCE_WRITE):
        return
    found = list(attachments_running_out(asking.school, on=asking.measure.today)[:MOST_DAYS])
    for kept in found:
        href = address_if_any("attachment", slug=asking.school.slug, public_id=kept.public_id)
        if href and kept.expires_on:
            past = kept.expires_on < asking.measure.today
            yield Step(
                f"Bring in a newer “{kept.title}”",
                "It has run out." if past else "It runs out within a month.",
                href,
                kept.expires_on,
                "late" if past else "soon",
            )


def _old_roll(asking: _Asking) -> Iterator[Step]:
    href, read_on = asking.address("deliveries"), asking.quality.roll_read_on
    if not href or read_on is None or not asking.may(Permission.LEARNER_WRITE):
        return
    if asking.measure.today - read_on > OLD_ROLL or academic_year(read_on) < asking.measure.year:
        yield Step(
            f"Bring in a new file of {asking.words.many}",
            f"The last one speaks for {day(read_on)}; people may have joined and left since.",
            href,
        )
