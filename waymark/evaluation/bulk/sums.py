"""SQL that adds answers up: to cells, from cells to groups and levels, and to bands. Nothing is divided."""

from waymark.evaluation.bulk.answers import ANSWERS
from waymark.evaluation.bulk.layout import Layout, among
from waymark.kernel.scale import Scale

# The characteristics by which cells are told apart, and each group as a condition on them.
CELL = ("institution_id", "year_group", "sex", "sen_any", "pupil_premium", "looked_after", "eal")
GROUPS = {
    "all": "1 = 1",
    "sex:F": "sex = 'F'",
    "sex:M": "sex = 'M'",
    "sen:any": "sen_any = 1",
    "sen:none": "sen_any = 0",
    "pp:yes": "pupil_premium = 1",
    "pp:no": "pupil_premium = 0",
    "lac:yes": "looked_after = 1",
    "eal:yes": "eal = 1",
}
_COUNTS = ("n", *ANSWERS[:-1])


def cell(layout: Layout) -> str:
    """How many learners of a cell have each answer, rule by rule, packed; they differ in nothing that is counted."""
    columns = []
    for number, rule in enumerate(layout.plan.rules):
        for word in range(_words(layout)):
            adds = " ".join(f"WHEN {place} THEN {_packed(place, word, layout)}" for place, _ in enumerate(ANSWERS))
            asked = f"CASE WHEN {among(rule.due.cohort)} THEN CASE answer_{number} {adds} ELSE 0 END ELSE 0 END"
            columns.append(f"CAST(SUM({asked}) AS BIGINT) AS counts_{number}_{word}")
    return f"SELECT {', '.join((*CELL, *columns))} FROM judged GROUP BY {', '.join(CELL)}"


def grouped(layout: Layout) -> str:
    """Cells added up by institution, group and year group, still packed: a count never outgrows its institution."""
    names = " UNION ALL ".join(f"SELECT '{name}' AS group_name" for name in GROUPS)
    member = " ".join(f"WHEN '{name}' THEN CASE WHEN {asked} THEN 1 ELSE 0 END" for name, asked in GROUPS.items())
    words = [f"counts_{number}_{word}" for number in range(len(layout.plan.rules)) for word in range(_words(layout))]
    sums = ", ".join(f"CAST(SUM({word}) AS BIGINT) AS {word}" for word in words)
    return (
        f"SELECT institution_id, group_name, year_group, {sums} FROM cell CROSS JOIN ({names}) AS group_list"
        f" WHERE CASE group_name {member} END = 1 GROUP BY institution_id, group_name, year_group"
    )


def _words(layout: Layout) -> int:
    return layout.count_place(len(_COUNTS) - 1)[0] + 1


def _packed(answer: int, word: int, layout: Layout) -> int:
    """What a learner with an answer adds to a word of counts: one to `n`, and one to the answer's own count."""
    added = 0
    for place in {0, 1 + answer} if answer < len(_COUNTS) - 1 else {0}:
        its_word, shift = layout.count_place(place)
        added += (1 << shift) if its_word == word else 0
    return added


def counted(layout: Layout) -> str:
    """The same, one row for each entitlement that anybody there is counted in."""
    codes = " UNION ALL ".join(
        f"SELECT {number} AS number, '{rule.due.code}' AS entitlement" for number, rule in enumerate(layout.plan.rules)
    )
    rules = range(len(layout.plan.rules))
    words = ", ".join(
        f"CASE number {' '.join(f'WHEN {number} THEN counts_{number}_{word}' for number in rules)} END AS counts_{word}"
        for word in range(_words(layout))
    )
    mask = (1 << layout.cell_field) - 1
    places = [(count, *layout.count_place(place)) for place, count in enumerate(_COUNTS)]
    counts = ", ".join(f"((counts_{word} >> {shift}) & {mask}) AS {count}" for count, word, shift in places)
    spread = (
        f"SELECT institution_id, group_name, year_group, entitlement, {words}"
        f" FROM grouped CROSS JOIN ({codes}) AS entitlement_list"
    )
    chosen = f"SELECT institution_id, group_name, year_group, entitlement, {counts} FROM ({spread}) AS spread"
    return f"SELECT * FROM ({chosen}) AS every WHERE n > 0"


def unit(layout: Layout) -> str:
    """Every unit in which an institution is counted, level by level; a blank one is none."""
    levels = [("institution", "code"), ("hub", "hub_id"), ("trust", "trust_id"), ("la", "la_code"), ("all", "'all'")]
    return " UNION ALL ".join(
        f"SELECT institution_id, '{level}' AS level, {name} AS unit FROM institution WHERE {name} <> ''"
        for level, name in levels
    )


def figure(layout: Layout) -> str:
    """Every figure, by year group and as a whole (year group 0), with its band."""
    sums = ", ".join(f"CAST(SUM({count}) AS BIGINT) AS {count}" for count in _COUNTS)
    keys = "level, unit, group_name, year_group, entitlement"
    each = (
        "SELECT level, unit, group_name, CASE whole WHEN 1 THEN 0 ELSE year_group END AS year_group, entitlement,"
        f" {', '.join(_COUNTS)} FROM counted JOIN unit ON unit.institution_id = counted.institution_id"
        " CROSS JOIN (SELECT 0 AS whole UNION ALL SELECT 1 AS whole) AS spread"
    )
    added_up = f"SELECT {keys}, {sums} FROM ({each}) AS each_unit GROUP BY {keys}"
    counts = ", ".join((*_COUNTS, f"n - {' - '.join(_COUNTS[1:])} AS {ANSWERS[-1]}"))
    return f"SELECT {keys}, {counts}, {band(layout.plan.framework.scale)} AS band FROM ({added_up}) AS figure"


def band(scale: Scale) -> str:
    """SQL for the name of the band of `met` out of `n`."""
    chain = " ".join(
        f"WHEN {one.denominator} * met {'<=' if one.inclusive else '<'} {one.numerator} * n THEN '{one.name}'"
        for one in scale.bands
    )
    return f"CASE {chain} END"
