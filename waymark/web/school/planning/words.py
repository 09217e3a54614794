"""What a need is called, and how an action stands, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from waymark.evaluation.frameworks import benchmarks_in_force, framework
from waymark.kernel.academic_year import last_day
from waymark.kernel.benchmark import Benchmark
from waymark.kernel.framework import Framework
from waymark.places.models import Organisation
from waymark.planner.models import ImprovementAction
from waymark.planner.queries.plan import is_carried, is_overdue, owner_of
from waymark.planner.queries.suggestions import PROVIDER_ACCESS, Suggestion
from waymark.web.formats import academic_year as year_in_words
from waymark.web.formats import plural
from waymark.web.school.addresses import entitlement_address

State = ImprovementAction.State
STATES = {
    "open": "Open",
    "overdue": "Overdue",
    "done": "Done",
    "dropped": "Dropped",
}
WHOLE = "The programme as a whole"
OWN = "An action of the school’s own"


@dataclass(frozen=True)
class ActionRow:
    """One action as lists and papers show it. Where words are not open to the reader, `title` is what it is for."""

    public_id: str
    href: str
    title: str
    benchmark: str
    need: str
    owner: str
    owner_key: str
    achieve_by: date
    state: str
    status: str
    state_said: str
    note: str
    still: str
    last_word: str


def frameworks_of(year: int) -> list[Framework]:
    """The benchmarks a year is judged by, and provider access where it was in force."""
    end = last_day(year)
    access = framework(PROVIDER_ACCESS)
    return [benchmarks_in_force(end), *([access] if access.is_in_force(end) else [])]


def benchmarks_of(year: int) -> dict[str, Benchmark]:
    """The benchmarks one can plan for in a year, by code."""
    return {benchmark.code: benchmark for by in frameworks_of(year) for benchmark in by.benchmarks}


def titled(code: str, known: Mapping[str, Benchmark]) -> str:
    """`8. Personal guidance`; provider access and the whole programme without a number."""
    if code not in known:
        return WHOLE
    title = known[code].title
    return f"{code.removeprefix('gb')}. {title}" if code.startswith("gb") else "Provider access"


def label_of(action: ImprovementAction) -> str:
    """The framework's own words for what an action is for; blank where it is for nothing it names."""
    if not (action.need and action.framework):
        return ""
    try:
        benchmark = framework(action.framework).benchmark(action.benchmark)
    except LookupError:  # a version of the benchmarks this installation no longer has
        return ""
    labels = {due.code: due.title for due in benchmark.entitlements}
    return labels.get(action.need) or {c.code: c.text for c in benchmark.criteria}.get(action.need, "")


def still_behind(suggestion: Suggestion | None, one: str) -> str:
    """`43 pupils still to go`; blank where no number is known or shown."""
    if suggestion is None or suggestion.count is None:
        return ""
    said = "missed it" if suggestion.answer == "missed" else "still to go"
    return f"{plural(suggestion.count, one)} {said}"


def entitlement_href(school: Organisation, action: ImprovementAction) -> str | None:
    """Where the figures behind an action are; None where it is for none."""
    return entitlement_address(school, action.need) if "." in action.need else None


def row_of(
    action: ImprovementAction, *, href: str, on: date, open_words: bool, still: str = "", said: str = ""
) -> ActionRow:
    """An action for a list. `open_words`: whether the reader sees what people typed."""
    status, state_said = stands(action, on=on)
    return ActionRow(
        public_id=action.public_id,
        href=href,
        title=action.title if open_words else label_of(action) or OWN,
        benchmark=action.benchmark,
        need=label_of(action),
        owner=(owner_of(action) or "Nobody yet") if open_words else "",
        owner_key=key_of_owner(action),
        achieve_by=action.achieve_by,
        state="overdue" if is_overdue(action, on=on) else action.state,
        status=status,
        state_said=state_said,
        note=action.note if open_words else "",
        still=still,
        last_word=said if open_words else "",
    )


def key_of_owner(action: ImprovementAction) -> str:
    """By what a list is narrowed to one owner: their key here, or the name that was typed."""
    return str(action.owner_id) if action.owner_id else action.owner_name or "nobody"


def stands(action: ImprovementAction, *, on: date) -> tuple[str, str]:
    """How an action stands: a status, and its words."""
    if action.state == State.DONE:
        return "met", "Done"
    if action.state == State.DROPPED:
        return "unknown", "Dropped"
    if is_carried(action):
        return "not_yet", f"Carried over to {year_in_words(action.academic_year + 1)}"
    if is_overdue(action, on=on):
        return "missed", f"Overdue by {plural((on - action.achieve_by).days, 'day')}"
    return "not_yet", "Open"
