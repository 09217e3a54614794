"""What is promised, to whom and by when: the part of the handover that looks ahead."""

from collections.abc import Callable, Iterator
from datetime import date

from waymark.access.permissions import Permission
from waymark.access.queries import standing_tokens
from waymark.access.scope import Scope
from waymark.evaluation.frameworks import benchmarks_in_force, framework
from waymark.evaluation.queries import closes_on, figures_of
from waymark.kernel.academic_year import academic_year, first_day
from waymark.kernel.measurement import POINTS
from waymark.leadership.queries import running_out
from waymark.ledger.models import Activity, Audience, Group
from waymark.ledger.queries.attachments import standing_attachments
from waymark.places.models import Organisation
from waymark.planner.models import ImprovementAction
from waymark.publishing.handover.shape import HandoverPart
from waymark.publishing.models import AccessRequest
from waymark.publishing.programme import words_for
from waymark.publishing.queries import (
    ACCESS_LAW,
    access_requests,
    released_content,
    standing_page,
    standing_publication,
)
from waymark.publishing.words import day, number
from waymark.surveys.models import Survey

LeaveOut = Callable[[str], str]
NOBODY = "–"


def planned_activities(school: Organisation, on: date, leave_out: LeaveOut) -> HandoverPart:
    """Everything planned from the day on, with its provider and how they were reached."""
    planned = Activity.objects.filter(organisation=school, state=Activity.State.PLANNED, held_on__gte=on)
    contacts = _contacts(school)
    groups = dict(Group.objects.filter(organisation=school).values_list("public_id", "name"))
    rows = tuple(
        (
            _said(each.held_on),
            leave_out(each.title),
            ", ".join(words_for([kind.kind for kind in each.kinds.all()])) or NOBODY,
            _for_whom(each.audiences.all(), groups),
            leave_out(each.provider_name) or NOBODY,
            contacts.get(each.provider_name.casefold(), NOBODY) if each.provider_name else NOBODY,
            leave_out(each.led_by) or NOBODY,
        )
        for each in planned.prefetch_related("kinds", "audiences").order_by("held_on", "title")
    )
    return HandoverPart(
        "planned",
        "Activities that are planned",
        "Each is a promise to learners, and most of them to somebody outside the school.",
        ("Day", "Activity", "Kind", "For", "Provider", "Contact", "Led by"),
        rows,
        "Nothing is planned from today on.",
        "activities",
    )


def registers_to_take(school: Organisation, on: date, leave_out: LeaveOut) -> HandoverPart:
    """What is past and has no register yet: nobody who was there is counted."""
    past = Activity.objects.filter(organisation=school, state=Activity.State.PLANNED, held_on__lt=on)
    rows = tuple(
        (_said(each.held_on), leave_out(each.title), leave_out(each.led_by) or NOBODY)
        for each in past.order_by("held_on", "title")
    )
    return HandoverPart(
        "registers",
        "Registers still to take",
        "Nobody who was there is counted until the register is taken.",
        ("Day", "Activity", "Led by"),
        rows,
        "Every register is taken.",
        "activities",
    )


def provider_requests(school: Organisation, on: date, by: Scope, leave_out: LeaveOut) -> HandoverPart:
    """Providers who wait for an answer, and those told yes this year with the days they asked for."""
    since = first_day(academic_year(on))
    asked = access_requests(school).exclude(state=AccessRequest.State.DECLINED)
    rows = tuple(
        (
            each.provider,
            "Waits for an answer" if each.state == AccessRequest.State.NEW else "Told yes",
            _said(each.sent_at.date()),
            leave_out(each.wished_dates),
            f"{each.contact_name}, {each.contact_email}",
            leave_out(each.reply) or NOBODY,
        )
        for each in asked
        if each.state == AccessRequest.State.NEW or each.sent_at.date() >= since
    )
    return HandoverPart(
        "requests",
        "Providers who asked to come in",
        "The law gives them a part in the programme; a request that is not answered is a promise broken.",
        ("Provider", "Stands at", "Sent", "Days they asked for", "Contact", "What the school said"),
        rows,
        "No provider waits for an answer, and none was told yes this year.",
        "careers_page_requests",
        may_see=by.holds(Permission.PUBLISH, school.pk),
    )


def improvements(school: Organisation, on: date, leave_out: LeaveOut) -> HandoverPart:
    """The open actions of the improvement plan."""
    rows_of = ImprovementAction.objects.filter(organisation=school, state=ImprovementAction.State.OPEN)
    rows = tuple(
        (
            _said(each.achieve_by) + (", overdue" if each.achieve_by < on else ""),
            leave_out(each.title),
            f"Benchmark {each.benchmark[2:]}" if each.benchmark.startswith("gb") else NOBODY,
            each.owner.name if each.owner else each.owner_name or "Nobody yet",
        )
        for each in rows_of.select_related("owner").order_by("achieve_by", "pk")
    )
    return HandoverPart(
        "improvements",
        "Improvements under way",
        "What the school said it would do, and who said they would do it.",
        ("By", "Action", "For", "Who"),
        rows,
        "No improvement is under way.",
        "improvement_plan",
    )


def due_days(school: Organisation, on: date, by: Scope) -> HandoverPart:
    """Every day by which something must be done: reviews, measurement points, what the law closes, what runs out."""
    rows = sorted({*_reviews(school), *_measured(on), *_closing(school, on), *_ending(school, on, by)})
    return HandoverPart(
        "days",
        "Days to keep",
        "Learners are counted here only where they are too many to be recognised.",
        ("Day", "What", "Why"),
        tuple((_said(due) + (", past" if due < on else ""), what, why) for due, what, why in rows),
        "No day is known.",
        "school_home",
    )


def open_surveys(school: Organisation, on: date) -> HandoverPart:
    """Surveys that can be answered, or will be."""
    surveys = Survey.objects.filter(organisation=school, withdrawn_at=None, closed_on=None, closes_on__gte=on)
    rows = tuple(
        (str(each), each.get_audience_display(), _said(each.opens_on), _said(each.closes_on)) for each in surveys
    )
    return HandoverPart(
        "surveys",
        "Surveys that are open",
        "Their links go on working whoever leads.",
        ("Survey", "Asked of", "Opens", "Last day"),
        rows,
        "No survey is open.",
        "surveys",
    )


def _reviews(school: Organisation) -> Iterator[tuple[date, str, str]]:
    public = standing_publication(school.pk)
    review = released_content(public).next_review_on if public else standing_page(school).next_review_on
    if review:
        yield review, "Review of the careers page", "The page itself promises it to the public."


def _measured(on: date) -> Iterator[tuple[date, str, str]]:
    year = academic_year(on)
    for point in POINTS:
        day_of = next(each for each in (point.within(year), point.within(year + 1)) if each >= on)
        yield day_of, "Measurement point", "The school's evaluation is cut and compared on this day."


def _closing(school: Organisation, on: date) -> Iterator[tuple[date, str, str]]:
    """What learners still lack and until when they can have it: small numbers are not told."""
    for name in (benchmarks_in_force(on).name, ACCESS_LAW):
        law = framework(name)
        if not law.is_in_force(on):
            continue
        figures = figures_of(school, law.name, on=on, hiding_small=True)
        for due in law.entitlements:
            figure = figures.figure(due.code)
            if due.scored and figure and figure.n and figure.not_yet:
                last = closes_on(due, max(due.cohort), on=on)
                yield last, due.title, f"{number(figure.not_yet)} of {number(figure.n)} have yet to have it."


def _ending(school: Organisation, on: date, by: Scope) -> Iterator[tuple[date, str, str]]:
    for kept in standing_attachments(school).filter(expires_on__isnull=False):
        assert kept.expires_on  # asked for just above
        yield kept.expires_on, f"{kept.get_kind_display()} runs out", kept.title
    for each in running_out(school, on=on):
        yield each.due, f"{each.name}: {each.what}", each.why
    if by.holds(Permission.TOKENS_MANAGE, school.pk):
        tokens = standing_tokens().filter(organisation=school, expires_at__date__gte=on)
        for token in tokens:
            assert token.expires_at
            yield token.expires_at.date(), f"Access of the program “{token.label}” ends", "Make it another key in time."


def _contacts(school: Organisation) -> dict[str, str]:
    """For each provider that asked to come in, the last person who wrote."""
    asked = AccessRequest.objects.filter(organisation=school).order_by("sent_at")
    return {each.provider.casefold(): f"{each.contact_name}, {each.contact_email}" for each in asked}


def _for_whom(audiences, groups: dict[str, str]) -> str:
    """Year groups, forms and groups; learners who were chosen by name are not told."""
    said = {
        Audience.What.YEAR_GROUP: lambda value: f"Year {value}",
        Audience.What.FORM: lambda value: value,
        Audience.What.GROUP: lambda value: groups.get(value, "a group"),
    }
    named = [said[Audience.What(each.what)](each.value) for each in audiences]
    return ", ".join(named) or "Chosen learners"


def _said(on: date) -> str:
    return day(on)
