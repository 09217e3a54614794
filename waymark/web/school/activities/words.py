"""How activities are spoken of: their kinds, for whom they are, how they stand."""

from collections.abc import Iterable, Mapping
from datetime import date

from waymark.evaluation.frameworks import benchmarks_in_force, framework
from waymark.kernel.framework import Framework
from waymark.kernel.vocabulary import Kind
from waymark.ledger.models import Activity, Audience, Mode, ProviderKind
from waymark.ledger.models.activities import Kind as KindChoice
from waymark.web.school.words import year_words

KIND_HINTS = {
    Kind.EMPLOYER: "A talk, a fair, a project, a mentor: learners meet people who work.",
    Kind.WORKPLACE: "A visit, work shadowing, work experience: learners see work where it is done.",
    Kind.PROVIDER: "A sixth form, college, university or training provider tells of study or training.",
    Kind.CURRICULUM: "A lesson in a subject that shows where it leads.",
    Kind.GUIDANCE: "A one-to-one meeting with a careers adviser.",
    Kind.LMI: "Learners use information about jobs, pay and routes.",
    Kind.OTHER: "It serves the programme, but counts towards none of these.",
}
TICK_LABELS = {
    "purpose_shared": "Its purpose was shared with everyone beforehand",
    "outcomes_set": "What learners should gain was set out",
    "two_way": "Learners and the people they met talked with each other",
    "reflection": "Learners had time to think it over afterwards",
    "task_set": "Learners did a task the employer had set",
    "employer_feedback": "The employer told learners how the task went",
    "met_staff_and_learners": "Learners met both staff and people who study or train there",
    "pal_content": "The provider covered all four things the law asks for",
}
_ASKED_OF = {
    "employer": "encounters with employers",
    "workplace": "workplaces",
    "provider": "providers",
    "curriculum": "lessons",
    "guidance": "guidance",
    "lmi": "labour market information",
    "other": "others",
}
TICK_NAMES = tuple(TICK_LABELS)
MODES = dict(Mode.choices)
KINDS = dict(KindChoice.choices)
PROVIDER_KINDS = dict(ProviderKind.choices)


def benchmarks_on(day: date) -> Framework:
    """The benchmarks in force on a day; before the first of them, the first."""
    try:
        return benchmarks_in_force(day)
    except LookupError:
        return framework("gatsby-2014")


def usual_benchmarks(rules: Framework) -> dict[str, str]:
    """The benchmark that each kind of activity counts towards under these rules."""
    return {due.counts.kind.value: due.benchmark for due in rules.entitlements}


def kinds_asking(rules: Framework) -> dict[str, tuple[str, ...]]:
    """For each tick, the kinds of which these rules and provider access ask it."""
    asked: dict[str, list[str]] = {tick: [] for tick in TICK_NAMES}
    for meaning in rules.meanings:
        for label in meaning.ticks:
            asked[label.tick.value].append(meaning.kind.value)
    asked["pal_content"].append(Kind.PROVIDER.value)
    return {tick: tuple(kinds) for tick, kinds in asked.items()}


def tick_hint(tick: str, kinds: Iterable[str], rules: Framework) -> str:
    """What more to say of a tick: the law's four things, or the kinds of which these rules ask it."""
    if tick == "pal_content":
        return "; ".join(framework("provider-access").content_items) + "."
    asked_of = [_ASKED_OF[kind] for kind in kinds]
    return f"Asked of {' and '.join(asked_of)}." if asked_of else f"Not asked under {rules.title}."


def kinds_in_words(kinds: Iterable[str]) -> str:
    """`Encounter with an employer, Encounter with a provider`."""
    return ", ".join(KINDS[kind] for kind in KINDS if kind in set(kinds))


def benchmark_titles(rules: Framework) -> dict[str, str]:
    """`gb5` → `5. Encounters with employers and employees`, for those an activity can serve."""
    return {benchmark.code: f"{benchmark.code.removeprefix('gb')}. {benchmark.title}" for benchmark in rules.benchmarks}


def benchmarks_short(codes: Iterable[str]) -> str:
    """`5, 6`, for a narrow column."""
    return ", ".join(code.removeprefix("gb") for code in sorted(codes))


def audience_in_words(audiences: Iterable[Audience], groups: Mapping[str, str], by_name: int = 0) -> str:
    """`Years 9 and 10; form 8B; Robotics club; 3 by name`; `Nobody yet` of none."""
    said: dict[str, list[str]] = {what: [] for what in Audience.What.values}
    for audience in audiences:
        said[audience.what].append(audience.value)
    years = [int(year) for year in said[Audience.What.YEAR_GROUP]]
    forms = sorted(said[Audience.What.FORM])
    parts = [
        year_words(years),
        f"{'form' if len(forms) == 1 else 'forms'} {', '.join(forms)}" if forms else "",
        ", ".join(groups.get(group, "a group") for group in sorted(said[Audience.What.GROUP])),
        f"{by_name} by name" if by_name else "",
    ]
    return "; ".join(part for part in parts if part) or "Nobody yet"


def state_of(activity: Activity, today: date) -> tuple[str, str]:
    """How an activity stands, as a status and its word."""
    if activity.state == Activity.State.DONE:
        return "met", "Register taken"
    if activity.state == Activity.State.CANCELLED:
        return "unknown", "Cancelled"
    return ("missed", "Register not taken") if activity.held_on < today else ("in_progress", "Planned")
