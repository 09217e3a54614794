"""The demonstration's improvement plans and approvals, shared self-assessments, and the sites of its college."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from waymark.access.models import User
from waymark.access.queries import people_at, scope_of
from waymark.access.scope import NOBODY, Scope, acting
from waymark.demo.places import HUB, SCHOOLS, DemoSchool
from waymark.evaluation.assessing.actions import answer_item, finish_assessment, start_assessment
from waymark.evaluation.assessing.queries import items_of, latest_assessment
from waymark.kernel.academic_year import academic_year
from waymark.kernel.measurement import last_passed
from waymark.ledger.queries.activities import activities_in
from waymark.places.models import Organisation
from waymark.planner.actions import (
    Planned,
    add_action,
    approve_plan,
    drop_action,
    finish_action,
    say_progress,
)
from waymark.planner.actions.approvals import Agreed
from waymark.planner.queries.suggestions import Suggestion, suggested
from waymark.publishing.actions.sharing import Recipient, look_as_recipient, look_by_link, share_evaluation
from waymark.publishing.evaluations import Included

SHINES = "aldermouth-academy"  # most of its plan is done, and it lets others see
STRUGGLES = "coldharrow-high-school"  # late with what it planned, and nobody has approved it
SLIPS = "larkrise-quay-academy"
COLLEGE = "westmarch-college"
SITES = ("Harbour campus", "Hillside campus", "Skills centre")  # the last has not reported since the spring
_SAID = (
    "Dates offered, two taken.",
    "Spoke to heads of year; more after half term.",
    "Slower than hoped.",
    "Going well.",
)
_OWN = (
    "Ask last year’s leavers back for an evening",
    "Write to local firms before the summer",
    "Put careers on every department’s agenda once a term",
)
_CHAIRS = ("Ruth Ashdown", "Bilal Greaves", "Moira Tennant", "Cyril Amadi", "Jean Polworth")


def plan_improvements(
    schools: dict[str, Organisation], *, seed: int, today: date, tell: Callable[[str, int, int], None]
) -> None:
    """Each school takes up some of what is suggested to it, and gets on with it as well as it does with the rest."""
    for number, plan in enumerate(SCHOOLS):
        school = schools[plan.slug]
        tell(f"{school.name}: improvement plan", number, len(SCHOOLS))
        draw = random.Random(f"plan-{seed}-{plan.slug}")
        leader = _who(school, "careers_leader")
        with acting(scope_of(leader)) as by:
            _plan(school, plan, draw, today=today, by=by)
    assess_sites(schools[COLLEGE], seed=seed, today=today)
    share(schools, today=today)
    tell("Improvement plans", len(SCHOOLS), len(SCHOOLS))


@transaction.atomic
def _plan(school: Organisation, plan: DemoSchool, draw: random.Random, *, today: date, by: Scope) -> None:
    year = academic_year(today)
    chosen = _chosen(suggested(school, on=today).suggestions, draw)
    owners = [by.user_id, _who(school, "senior_leader").pk, None]
    for number, found in enumerate(chosen):
        wanted = _taken_up(found, school, draw, owners=owners, number=number, plan=plan, today=today)
        action = add_action(school=school, academic_year=year, planned=wanted, by=by)
        if draw.random() < plan.strength:
            say_progress(action=action, words=draw.choice(_SAID), by=by)
    if plan.slug != STRUGGLES:
        past = Planned("Meet every head of department about their part", today - timedelta(days=23), benchmark="gb4")
        done = add_action(school=school, academic_year=year, planned=past, by=by)
        finish_action(action=done, words="Done, and on the calendar for next year.", by=by)
    own = Planned(draw.choice(_OWN), date(year + 1, 5, 28), owner_name="Head of sixth form")
    last = add_action(school=school, academic_year=year, planned=own, by=by)
    if plan.slug == STRUGGLES:
        drop_action(action=last, because="No time this year.", by=by)
    if plan.strength > 0.75:
        meeting = "Full governing body, autumn term"
        agreed = Agreed("governors", draw.choice(_CHAIRS), "Chair of governors", today - timedelta(days=9), meeting)
        approve_plan(school=school, academic_year=year, agreed=agreed, by=by)
    if plan.slug == SHINES:  # something was added after the governors had met
        more = Planned("Offer every form an hour with the careers library", date(year + 1, 3, 26), benchmark="gb2")
        add_action(school=school, academic_year=year, planned=more, by=by)


def _chosen(suggestions: tuple[Suggestion, ...], draw: random.Random) -> list[Suggestion]:
    """What moves the scores most, and some of what only people can bring about."""
    of_records = sorted((each for each in suggestions if each.count and each.scored), key=lambda each: -each.points)
    of_people = [each for each in suggestions if each.count is None and each.scored]
    return [*of_records[:3], *draw.sample(of_people, min(2, len(of_people)))]


def _taken_up(
    found: Suggestion,
    school: Organisation,
    draw: random.Random,
    *,
    owners: list[int | None],
    number: int,
    plan: DemoSchool,
    today: date,
) -> Planned:
    owner = owners[number % len(owners)]
    past = number % 2 == 0 and plan.slug in (STRUGGLES, SLIPS)
    activities = [each for each in activities_in(school, academic_year(today)) if found.benchmark in each.benchmarks]
    return Planned(
        title=found.words,
        achieve_by=today - timedelta(days=draw.randint(6, 30))
        if past
        else found.achieve_by,  # overdue where it is past
        framework=found.framework,
        benchmark=found.benchmark,
        need=found.need,
        owner_id=owner,
        owner_name="" if owner else "Deputy head",
        note=draw.choice(("", "Talk to the timetabler first.", "Costs a day of cover.")),
        activities=tuple(each.public_id for each in activities[:2]),
    )


def assess_sites(college: Organisation, *, seed: int, today: date) -> None:
    """The college's sites about the last measurement point, but for one that reported only at the point before."""
    last = last_passed(today)
    leader = _who(college, "careers_leader")
    with acting(scope_of(leader)) as by:
        for number, site in enumerate(SITES):
            on = last if number < len(SITES) - 1 else last_passed(last)
            _assess_site(college, site, on, random.Random(f"site-{seed}-{site}"), 0.9 - 0.25 * number, by)


@transaction.atomic
def _assess_site(college: Organisation, site: str, on: date, draw: random.Random, strength: float, by: Scope) -> None:
    made = start_assessment(school=college, on=on, part=site, by=by)
    for item in items_of(made):
        if not item.applies or item.recorded or draw.random() > 0.95:
            continue
        names = [choice.name for choice in sorted(item.choices, key=lambda choice: choice.credit)]
        place = min(len(names) - 1, int(draw.triangular(0, 1, strength) * len(names)))
        answer_item(assessment=made, item=item.criterion.code, answer=names[place], saw=0, by=by)
    finish_assessment(assessment=made, by=by)


def share(schools: dict[str, Organisation], *, today: date) -> None:
    """One link with some looks, one shared with the hub and one with its coordinator, each by its own school."""
    hub = Organisation.objects.get(slug=HUB[1])
    coordinator = _who(hub, "coordinator")
    recipients = (
        (SHINES, Recipient(link_for="The chair of governors"), Included(plan=True)),
        ("dunsley-vale-school", Recipient(organisation_id=hub.pk), Included(plan=True)),
        ("larkrise-hill-academy", Recipient(user_id=coordinator.pk), Included()),
    )
    now = timezone.now()
    for slug, recipient, included in recipients:
        school = schools[slug]
        with acting(scope_of(_who(school, "careers_leader"))) as by:
            assessment = latest_assessment(school, on=today)
            if assessment is None:
                continue
            shared, token = share_evaluation(
                assessment=assessment,
                recipient=recipient,
                last_day=timezone.localdate() + timedelta(days=180),
                included=included,
                by=by,
            )
        if token:
            for days in (0, 0, 1, 4):
                look_by_link(token=token, at=now - timedelta(days=days), user=None, counts=True, by=NOBODY)
        else:
            look_as_recipient(public_id=shared.public_id, user=coordinator, at=now, counts=True, by=NOBODY)


def _who(place: Organisation, role: str) -> User:
    return next(member.user for member in people_at(place) if member.role == role)
