"""The improvement plan: what is meant to be done, by whom and when, how far it is, and who approved it."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from waymark.planner.models import Approval, ImprovementAction
from waymark.planner.queries.plan import is_overdue, owner_of, plan_of
from waymark.publishing.documents.asking import Asked
from waymark.publishing.documents.shape import Block, Column, Paragraph, Section, Table
from waymark.publishing.words import day

_ACTIONS = (
    Column("What is meant to be done", share=5),
    Column("For", share=3),
    Column("Who", share=3),
    Column("By", share=3),
    Column("How far", share=3),
)
_APPROVED = (
    Column("What was approved", share=4),
    Column("By", share=4),
    Column("On", share=3),
    Column("At", share=3),
)


def section(asked: Asked) -> Section:
    made_by_then = timezone.make_aware(datetime.combine(asked.on + timedelta(days=1), time()))
    actions = [each for each in plan_of(asked.school, asked.year) if each.made_at < made_by_then]
    rows = tuple(
        (each.title, _for(each), owner_of(each) or "Nobody yet", day(each.achieve_by), _state(each, asked))
        for each in actions
    )
    approvals = Approval.objects.filter(
        organisation=asked.school, academic_year=asked.year, approved_on__lte=asked.on, taken_back_at=None
    )
    approved = tuple(
        (
            each.get_of_display(),
            f"{each.get_body_display()}: {each.name}, {each.role}",
            day(each.approved_on),
            each.meeting,
        )
        for each in approvals
    )
    blocks: tuple[Block, ...] = (
        Paragraph("What the school means to do about what is wanting, this academic year."),
        Table("Actions", _ACTIONS, rows, empty="No action was planned by this day."),
        Table("Approvals", _APPROVED, approved, empty="No approval was recorded by this day."),
    )
    return Section("plan", "Improvement plan", blocks)


def _for(action: ImprovementAction) -> str:
    if action.benchmark.startswith("gb"):
        return f"Benchmark {action.benchmark[2:]}"
    return "Provider access" if action.benchmark == "pal" else "The programme"


def _state(action: ImprovementAction, asked: Asked) -> str:
    if is_overdue(action, on=asked.on):
        return "Overdue"
    return {
        ImprovementAction.State.OPEN: "Open",
        ImprovementAction.State.DONE: "Done",
        ImprovementAction.State.DROPPED: f"Dropped: {action.dropped_because}",
    }[ImprovementAction.State(action.state)]
