"""Reads of a school's improvement plan: what is in it, what is overdue, and what of it was approved."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from waymark.access.models import Membership
from waymark.access.permissions import Permission
from waymark.access.scope import active_scope
from waymark.places.models import Organisation
from waymark.planner.models import Approval, ImprovementAction
from waymark.planner.rules.content import sha256_of

State = ImprovementAction.State


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the actions for one benchmark have got; dropped ones are not counted among all."""

    benchmark: str
    open: int
    done: int
    dropped: int
    overdue: int

    @property
    def all(self) -> int:
        return self.open + self.done


def words_open_to(school: Organisation) -> bool:
    """Whether the reader sees what people typed: members of the school do, who sees it from a hub or trust does not."""
    scope = active_scope()
    if scope.holds(Permission.LEARNER_VIEW, school.pk):
        return True
    return Membership.objects.filter(user=scope.user_id, organisation=school, ended_at=None).exists()


def plan_of(school: Organisation, academic_year: int) -> QuerySet[ImprovementAction]:
    """Every action of a year's plan, what is due first first, with all that is said of it."""
    return (
        ImprovementAction.objects.filter(organisation=school, academic_year=academic_year)
        .select_related("owner", "settled_by", "organisation")
        .prefetch_related("activities", "progress__said_by", "copies")
        .order_by("achieve_by", "pk")
    )


def is_carried(action: ImprovementAction) -> bool:
    """Whether it goes on in a later year's plan."""
    return len(action.copies.all()) > 0


def is_overdue(action: ImprovementAction, *, on: date) -> bool:
    """Whether its day is past, it is still open, and it does not go on in a later year's plan."""
    return action.state == State.OPEN and action.achieve_by < on and not is_carried(action)


def overdue_actions(school: Organisation, *, on: date) -> QuerySet[ImprovementAction]:
    """What should have been done by now, the longest due first."""
    late = ImprovementAction.objects.filter(organisation=school, state=State.OPEN, achieve_by__lt=on, copies=None)
    return late.select_related("owner").order_by("achieve_by", "pk")


def open_in(school: Organisation, academic_year: int) -> QuerySet[ImprovementAction]:
    """What is open in a year's plan and does not go on in the next: what could be copied to it."""
    return ImprovementAction.objects.filter(
        organisation=school, academic_year=academic_year, state=State.OPEN, copies=None
    ).order_by("achieve_by", "pk")


def years_planned(school: Organisation) -> list[int]:
    """The academic years that have a plan, the latest first."""
    years = ImprovementAction.objects.filter(organisation=school).order_by("-academic_year")
    return list(years.values_list("academic_year", flat=True).distinct())


def progress_of(actions: Iterable[ImprovementAction], *, on: date) -> list[Progress]:
    """How far each benchmark's actions have got, by code."""
    states: dict[str, Counter[str]] = {}
    for action in actions:
        counts = states.setdefault(action.benchmark, Counter())
        counts[action.state] += 1
        counts["overdue"] += is_overdue(action, on=on)
    return [
        Progress(code, counts[State.OPEN], counts[State.DONE], counts[State.DROPPED], counts["overdue"])
        for code, counts in sorted(states.items())
    ]


def plan_content(school: Organisation, academic_year: int) -> dict:
    """The plan as it stands, as those who approve it have it before them: what, who, by when; not how far it is."""
    actions = plan_of(school, academic_year)
    return {
        "school": school.name,
        "academic_year": academic_year,
        "actions": [
            {
                "id": action.public_id,
                "framework": action.framework,
                "benchmark": action.benchmark,
                "need": action.need,
                "title": action.title,
                "owner": owner_of(action),
                "achieve_by": action.achieve_by.isoformat(),
                "note": action.note,
                "dropped": action.state == State.DROPPED,
            }
            for action in actions
        ],
    }


def owner_of(action: ImprovementAction) -> str:
    """Who sees to it, by name; blank when nobody was named."""
    return action.owner.name if action.owner else action.owner_name


def approvals_of(school: Organisation, academic_year: int, of: str = Approval.Of.PLAN) -> QuerySet[Approval]:
    """The approvals of a year that stand, the latest first."""
    standing = Approval.objects.filter(organisation=school, academic_year=academic_year, of=of, taken_back_at=None)
    return standing.select_related("recorded_by", "attachment").order_by("-approved_on", "-pk")


def has_changed_since(approval: Approval, content: dict) -> bool:
    """Whether what stands now is not what was approved."""
    return sha256_of(content) != approval.sha256


def changes_since(approval: Approval, content: dict) -> list[str]:
    """What differs from what was approved, in words, by action."""
    then = {each["id"]: each for each in approval.content["actions"]}
    now = {each["id"]: each for each in content["actions"]}
    said = [f"Added: {each['title']}" for key, each in now.items() if key not in then]
    for key, each in now.items():
        before = then.get(key)
        if before and before != each:
            dropped = each["dropped"] and not before["dropped"]
            said.append(f"{'Dropped' if dropped else 'Changed'}: {each['title']}")
    return said
