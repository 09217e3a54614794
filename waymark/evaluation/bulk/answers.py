"""SQL that gives each learner on roll an answer and its evidence for every entitlement that applies."""

from collections.abc import Iterable, Iterator

from waymark.evaluation.bulk.layout import Layout, added, among
from waymark.evaluation.bulk.tallies import CLOSED_FIELDS, Rule, Tally
from waymark.kernel import academic_year as years
from waymark.kernel.entitlement import AtLeast, Days, Different, EverySubject, Span, Window
from waymark.kernel.vocabulary import YEAR_GROUPS, Answer

ANSWERS = tuple(Answer)  # stored by place: 0 met, 1 not yet, 2 missed, 3 unknown
_MET, _NOT_YET, _MISSED, _UNKNOWN = range(4)


def judged(layout: Layout) -> str:
    """One row a learner: `answer_N` and `evidence_N` for the Nth rule, both NULL where it does not apply."""
    known = "learner_id, institution_id, year_group, sex, sen_any, pupil_premium, looked_after, eal"
    columns = []
    for number, rule in enumerate(layout.plan.rules):
        columns.append(f"CASE WHEN {_applies(rule)} THEN {_answer(rule, layout)} END AS answer_{number}")
        columns.append(f"CASE WHEN {_applies(rule)} THEN {_evidence(rule, layout)} END AS evidence_{number}")
    return f"SELECT {known}, {', '.join(columns)} FROM ({_decoded(layout)}) AS decoded"


def _decoded(layout: Layout) -> str:
    """Everyone on roll with every tally in a column of its own, 0 where they had nothing."""
    columns, joins = [], []
    for tally in layout.numbers:
        word, shift = layout.field_of(tally)
        mask = (1 << layout.field) - 1
        columns.append(f"COALESCE((state.sum{word} >> {shift}) & {mask}, 0) AS {layout.name(tally)}")
    for tally in (*layout.plan.measured("minutes"), *layout.plan.measured("seen")):
        columns.append(f"COALESCE(state.{layout.name(tally)}, 0) AS {layout.name(tally)}")
    for tally in (*layout.plan.measured("listed"), *layout.plan.measured("distinct")):
        name = layout.name(tally)
        columns.append(f"COALESCE(of_{name}.had_values, 0) AS {name}")
        joins.append(
            f" LEFT JOIN different AS of_{name} ON of_{name}.learner_id = standing.learner_id"
            f" AND of_{name}.tally = '{name}'"
        )
    if layout.plan.measured("listed"):
        columns.append("listed.subjects AS subjects_listed")
        counted = "SELECT institution_id, COUNT(*) AS subjects FROM subject_listed GROUP BY institution_id"
        joins.append(f" JOIN ({counted}) AS listed ON listed.institution_id = standing.institution_id")
    chosen = ", ".join(["standing.*", *columns])
    return f"SELECT {chosen} FROM standing LEFT JOIN state ON state.learner_id = standing.learner_id{''.join(joins)}"


def _applies(rule: Rule) -> str:
    due = rule.due
    settings = ", ".join(f"'{setting}'" for setting in due.settings)
    asked = f"setting IN ({settings})"
    if due.window.span is Span.YEARS:
        asked += f" AND year_group >= {due.window.first}"
    else:
        asked += f" AND {among(due.cohort)}"
    return asked + " AND considering_he = 1" * due.only_considering_he


def _answer(rule: Rule, layout: Layout) -> str:
    if rule.due.window.span is Span.EACH_YEAR:
        by_year = " ".join(
            f"WHEN {year_group} THEN {_answer_each_year(rule, year_group, layout)}" for year_group in rule.due.cohort
        )
        return f"CASE year_group {by_year} END"
    return (
        f"CASE WHEN {_reached(rule, 0, layout)} THEN {_MET} WHEN {_open(rule.due.window, layout)} THEN {_NOT_YET}"
        f" WHEN {_on_record(rule.due.window, layout)} THEN {_MISSED} ELSE {_UNKNOWN} END"
    )


def _reached(rule: Rule, place: int, layout: Layout) -> str:
    need = rule.due.need
    if isinstance(need, EverySubject):
        return f"{layout.name(rule.values)} = subjects_listed"
    if isinstance(need, Days):
        return f"{layout.name(rule.values)} >= {need.count} * day_minutes"
    if isinstance(need, Different):
        reached = f"{_how_many(rule.values, layout)} >= {need.count}"
    elif isinstance(need, AtLeast):
        reached = f"{layout.name(rule.number[place])} >= {need.count}"
    return reached + (f" AND {layout.name(rule.with_one[place])} > 0" if rule.with_one else "")


def _how_many(tally: Tally, layout: Layout) -> str:
    """SQL for the number of different values of a tally."""
    name = layout.name(tally)
    if tally.measure == "distinct":
        return name
    return f"({added(f'(({name} >> {place}) & 1)' for place in range(len(CLOSED_FIELDS[tally.of])))})"


def _open(window: Window, layout: Layout) -> str:
    """Holds while a day of the window lies after the day asked about."""
    end = years.last_day(layout.this_year)
    if window.span is Span.THIS_YEAR:
        return "1 = 1" if layout.on < end else "1 = 0"
    last_day = years.day_within(layout.this_year, *window.last_day) if window.last_day else end
    return f"year_group {'<=' if layout.on < last_day else '<'} {window.last}"


def _on_record(window: Window, layout: Layout) -> str:
    """Holds where every academic year of a closed window has an enrolment, counting back from the learner's own."""
    if window.span is Span.THIS_YEAR:
        return "1 = 1"
    asked = " ".join(
        f"WHEN {year_group} THEN {_mask(year_group - year for year in range(window.first, window.last + 1))}"
        for year_group in range(window.last, YEAR_GROUPS[-1] + 1)
    )
    return f"(had & CASE year_group {asked} END) = CASE year_group {asked} END"


def _answer_each_year(rule: Rule, year_group: int, layout: Layout) -> str:
    """The answer of someone in `year_group`: each year before it is closed, and on 31 August its own."""
    ended = layout.on == years.last_day(layout.this_year)
    short = {
        year: f"NOT ({_reached(rule, year - rule.due.window.first, layout)})"
        for year in range(rule.due.window.first, year_group + 1)
    }
    closed = [year for year in short if year < year_group or ended]
    sure = [f"({short[year]} AND (had & {1 << (year_group - year)}) <> 0)" for year in closed]
    return (
        f"CASE WHEN {_either(sure)} THEN {_MISSED} WHEN {_either(short[year] for year in closed)} THEN {_UNKNOWN}"
        f" WHEN {_either(short.values())} THEN {_NOT_YET} ELSE {_MET} END"
    )


def _evidence(rule: Rule, layout: Layout) -> str:
    if isinstance(rule.due.need, Days):
        return layout.name(rule.values)
    names = [layout.name(tally) for tally in rule.number]
    if rule.due.window.span is not Span.EACH_YEAR:
        return names[0]
    by_year = " ".join(
        f"WHEN {year_group} THEN {added(names[: year_group - rule.due.window.first + 1])}"
        for year_group in rule.due.cohort
    )
    return f"CASE year_group {by_year} END"


def _either(conditions: Iterable[str]) -> str:
    return " OR ".join(conditions) or "1 = 0"


def _mask(backs: Iterator[int]) -> int:
    return sum(1 << back for back in backs)
