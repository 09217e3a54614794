"""SQL that says of each activity which sorts it is of, and of each such pattern and year group what it adds."""

from waymark.evaluation.bulk.layout import Layout, added, day, inside
from waymark.evaluation.bulk.tallies import CLOSED_FIELDS, Sort, Tally
from waymark.kernel import academic_year as years
from waymark.kernel.vocabulary import YEAR_GROUPS, Mode

_TICKED = ("self_employed", "stem")


def marked(layout: Layout) -> str:
    """Activities held by the day that are of any sort that counts: bits of their sorts, and which year they were in."""
    started = [(back, day(years.first_day(layout.this_year - back))) for back in range(layout.span)]
    backs = " ".join(f"WHEN held_on >= {first} THEN {back}" for back, first in started)
    shifts = " ".join(f"WHEN held_on >= {first} THEN {layout.year_place(back)[1]}" for back, first in started)
    deadlines = "".join(f", {_held_by(by, layout)}" for by in _deadlines(layout))
    held = (
        f"SELECT activity.*, CASE {backs} END AS years_back, CASE {shifts} END AS year_shift{deadlines} FROM activity"
        f" WHERE held_on <= {day(layout.on)} AND held_on >= {started[-1][1]}"
    )
    seen = "".join(f", {_value_bit(tally)} AS value_{layout.name(tally)}" for tally in layout.plan.measured("seen"))
    hits = ", ".join(f"{_hits(word, layout)} AS hits{word}" for word in range(layout.hit_words))
    kept = "activity_id, held_on, years_back, year_shift, minutes, subject, sector, provider_kind"
    any_hit = " OR ".join(f"hits{word} <> 0" for word in range(layout.hit_words))
    return f"SELECT * FROM (SELECT {kept}, {hits}{seen} FROM ({held}) AS held) AS every WHERE {any_hit}"


def pattern(layout: Layout) -> str:
    """Every combination of sorts that occurs, numbered."""
    words = ", ".join(f"hits{word}" for word in range(layout.hit_words))
    numbered = f"ROW_NUMBER() OVER (ORDER BY {words}) - 1 AS pattern"
    return f"SELECT {words}, {numbered} FROM (SELECT DISTINCT {words} FROM marked) AS occurring"


def counting(layout: Layout) -> str:
    """The marked activities, each with the place in `effect` at which its pattern starts."""
    same = " AND ".join(f"pattern.hits{word} = marked.hits{word}" for word in range(layout.hit_words))
    return f"SELECT marked.*, pattern.pattern * 256 AS starts_at FROM marked JOIN pattern ON {same}"


def effect(layout: Layout) -> str:
    """What an encounter of a pattern adds in each year group: packed sums, and 1 where its value is to be taken."""
    bits = " UNION ALL ".join(
        f"SELECT {year_group} AS year_group, {year_bit(year_group)} AS bit" for year_group in YEAR_GROUPS
    )
    columns = [f"{_packed(word, layout)} AS sum{word}" for word in range(layout.sums)]
    taken = [tally for tally in layout.plan.tallies if tally.measure != "number"]
    columns += [f"{inside(tally.stretches, layout)} AS takes_{layout.name(tally)}" for tally in taken]
    chosen = ", ".join(["pattern * 256 + bit AS place", *columns])
    return f"SELECT {chosen} FROM pattern CROSS JOIN ({bits}) AS year_bit"


def year_bit(year_group: int) -> int:
    """The bit of a year group in the byte of an academic year."""
    return 1 << (year_group - YEAR_GROUPS[0])


def is_of(sort: Sort) -> str:
    """SQL that holds of an activity of this sort."""
    counts, meaning = sort.counts, sort.meaning
    asked = [f"kind = '{counts.kind}'"]
    for name, words in (
        ("provider_kind", counts.provider_kinds),
        ("subject", counts.subjects),
        ("mode", counts.modes),
        ("mode", () if set(meaning.modes) == set(Mode) else meaning.modes),
    ):
        if words:
            listed = ", ".join("'" + word.replace("'", "''") + "'" for word in words)
            asked.append(f"{name} IN ({listed})")
    asked += [name for name in ("stem", "pal_content") if getattr(counts, name)]
    asked += [str(tick) for tick in meaning.ticks]
    if meaning.adviser_level:
        asked.append(f"adviser_level >= {meaning.adviser_level}")
    if sort.with_field:
        asked.append(sort.with_field if sort.with_field in _TICKED else f"{sort.with_field} <> ''")
    if sort.this_year:
        asked.append("years_back = 0")
    if sort.by:
        asked.append(f"{_deadline_name(sort.by)} = 1")
    return " AND ".join(asked)


def _hits(word: int, layout: Layout) -> str:
    placed = [(sort, *layout.hit(sort)) for sort in layout.plan.sorts]
    return added(f"CASE WHEN {is_of(sort)} THEN {bit} ELSE 0 END" for sort, its_word, bit in placed if its_word == word)


def _packed(word: int, layout: Layout) -> str:
    placed = [(tally, *layout.field_of(tally)) for tally in layout.numbers]
    terms = (inside(tally.stretches, layout, 1 << shift) for tally, its_word, shift in placed if its_word == word)
    return f"CAST({added(terms)} AS BIGINT)"


def _value_bit(tally: Tally) -> str:
    values = CLOSED_FIELDS[tally.of]
    chain = " ".join(f"WHEN '{value}' THEN {1 << place}" for place, value in enumerate(values))
    return f"CASE {tally.of} {chain} ELSE 0 END"


def _deadlines(layout: Layout) -> tuple[tuple[int, int], ...]:
    return tuple(dict.fromkeys(sort.by for sort in layout.plan.sorts if sort.by))


def _deadline_name(by: tuple[int, int]) -> str:
    return f"by_{by[0]}_{by[1]}"


def _held_by(by: tuple[int, int], layout: Layout) -> str:
    """1 for an activity held up to a day of its own academic year."""
    chain = " ".join(
        f"WHEN held_on >= {day(years.first_day(year))} THEN CASE WHEN held_on <= {day(years.day_within(year, *by))}"
        " THEN 1 ELSE 0 END"
        for year in range(layout.this_year, layout.first_year - 1, -1)
    )
    return f"CASE {chain} END AS {_deadline_name(by)}"
