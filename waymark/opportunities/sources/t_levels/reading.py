"""From a file of T levels, a row for each venue, to runs; and from a form, which names several venues at once."""

from collections.abc import Iterable, Mapping
from datetime import date

from waymark.intake.reading import Problem
from waymark.kernel.telling import Tell, untold
from waymark.opportunities.models import CourseRun, TrainingProvider
from waymark.opportunities.queries.standing import standing_t_levels
from waymark.opportunities.rules.facts import RunFacts
from waymark.opportunities.rules.merging import merging_runs
from waymark.opportunities.sources.by_hand import refusals, typed_cells
from waymark.opportunities.sources.columns import T_LEVEL_COLUMNS
from waymark.opportunities.sources.courses.known import Known
from waymark.opportunities.sources.courses.reading import CoursesPreview, accept_past, compared
from waymark.opportunities.sources.rows import Cells, cells_of, opened_file, sorted_out
from waymark.opportunities.sources.t_levels.checking import by_word, checked


def preview_t_levels(content: bytes, provider: TrainingProvider, *, today: date, tell: Tell = untold) -> CoursesPreview:
    """Read a file of T levels and compare it with what the provider offers."""
    reading = opened_file(content, T_LEVEL_COLUMNS, tell)
    if reading.is_refused:
        return CoursesPreview(reading)
    standing = standing_t_levels(provider)
    offered = set(standing.values())
    known, definitions = Known.of(provider, today, ()), by_word()
    rows = list(cells_of(reading, tell))
    said: dict[int, RunFacts] = {}
    first: dict[tuple, RunFacts] = {}
    for cells in rows:
        facts = checked(cells, known, definitions)
        if facts is None:
            continue
        if facts in offered:
            accept_past(cells)
        _refuse_other_words(cells, facts, first)
        if not cells.is_refused:
            said[cells.row.number] = facts
    _refuse_words_that_stay(rows, said, standing)
    return compared(sorted_out(reading, rows), said, standing)


def t_level_typed(
    said: Mapping[str, str],
    venues: Iterable[str],
    provider: TrainingProvider,
    *,
    today: date,
    instead_of: Iterable[CourseRun] = (),
) -> tuple[list[RunFacts], list[Problem]]:
    """What was typed, by heading, at each of these venues (references), as facts; with what refuses it.

    `instead_of`: the runs that it changes, whose day may have passed.
    """
    changing = {run.pk: run.starts_on for run in instead_of}
    known = Known.of(provider, min([today, *filter(None, changing.values())]), ())
    definitions = by_word()
    facts: list[RunFacts] = []
    problems: dict[tuple[str, str], Problem] = {}
    for venue in list(venues) or [""]:
        cells = typed_cells({**said, "YOUR_VENUE_REFERENCE": venue}, T_LEVEL_COLUMNS)
        found = checked(cells, known, definitions)
        if found is not None:
            others = {key: run for key, run in standing_t_levels(provider).items() if key not in changing}
            _refuse_same_day(cells, found, others.values())
        if found is not None and not cells.is_refused:
            facts.append(found)
        problems |= {(each.column, each.code): each for each in refusals(cells)}
    return ([] if problems else facts), list(problems.values())


def _refuse_other_words(cells: Cells, facts: RunFacts, first: dict[tuple, RunFacts]) -> None:
    """Rows of one T level and day say the same but for the venue: the first is right."""
    before = first.setdefault(_together(facts), facts)
    if _words(before) != _words(facts):
        _refuse_day(cells, "one T level and day in the same words at each venue")


def _refuse_words_that_stay(rows: Iterable[Cells], said: dict[int, RunFacts], standing: Mapping[int, RunFacts]) -> None:
    """Rows say the same as what stands of their T level and day at a venue that the file does not have.

    What is refused is taken out of `said`; then the run that it would have changed stays, and counts as well.
    """
    while True:
        staying = [standing[key] for key in merging_runs(said, standing).absent]
        words = {_together(run): _words(run) for run in staying}
        wrong = [cells for cells in rows if (facts := said.get(cells.row.number)) is not None
                 and words.get(_together(facts), _words(facts)) != _words(facts)]  # fmt: skip
        for cells in wrong:
            _refuse_day(cells, "the words in which this T level and day stand at your other venues")
            del said[cells.row.number]
        if not wrong:
            return


def _together(facts: RunFacts) -> tuple[object, ...]:
    """What the runs that are shown and saved as one have in common."""
    return facts.course.t_level, facts.starts_on


def _words(facts: RunFacts) -> tuple[object, ...]:
    """What runs of one T level and day say alike."""
    return facts.course, facts.reference, facts.website


def _refuse_same_day(cells: Cells, facts: RunFacts, others: Iterable[RunFacts]) -> None:
    if any(_together(run) == _together(facts) for run in others):
        _refuse_day(cells, "a day on which you do not yet begin this T level")


def _refuse_day(cells: Cells, expected: str) -> None:
    advice = "Give another day, or change what you say of that day."
    cells.refuse("START_DATE", "TLEVEL_START_DATE_TWICE", expected, advice)
