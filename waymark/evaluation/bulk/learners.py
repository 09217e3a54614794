"""SQL that says where each learner stands on the day, and adds up what they had: a state that merges by + and OR."""

from waymark.evaluation.bulk.activities import year_bit
from waymark.evaluation.bulk.layout import Layout, added, day
from waymark.evaluation.bulk.tallies import Tally
from waymark.kernel.vocabulary import YEAR_GROUPS

# Said as a cross join because SQLite then looks an encounter's effect up, and not the reverse.
_WITH_EFFECT = "encounter CROSS JOIN effect WHERE effect.place = encounter.place"
_OLDEST_ASKED = YEAR_GROUPS[-1] - YEAR_GROUPS[0]  # years back that an answer can ask about


def standing(layout: Layout) -> str:
    """Everyone on roll on the day, with their year groups in every academic year: a byte a year, a bit a year group."""
    words = ", ".join(
        f"{layout.bit_or.format(_year_word(word, layout))} AS years{word}" for word in range(layout.year_words)
    )
    kept = ", ".join(f"known.years{word}" for word in range(layout.year_words))
    had = added(
        f"CASE WHEN {year_byte(back, layout, 'known')} <> 0 THEN {1 << back} ELSE 0 END"
        for back in range(min(layout.span, _OLDEST_ASKED + 1))
    )
    flags = ", ".join(
        f"CASE WHEN learner.{name} THEN 1 ELSE 0 END AS {name}"
        for name in ("pupil_premium", "looked_after", "eal", "considering_he")
    )
    return (
        "SELECT enrolment.learner_id, enrolment.institution_id, enrolment.year_group, institution.setting,"
        " institution.day_minutes, learner.sex, CASE WHEN learner.sen IN ('K', 'E') THEN 1"
        " WHEN learner.sen = 'N' THEN 0 ELSE -1 END AS sen_any,"
        f" {flags}, {kept}, {had} AS had"
        " FROM enrolment JOIN institution ON institution.institution_id = enrolment.institution_id"
        " JOIN learner ON learner.learner_id = enrolment.learner_id"
        f" JOIN (SELECT learner_id, {words} FROM enrolment WHERE academic_year BETWEEN {layout.first_year}"
        f" AND {layout.this_year} GROUP BY learner_id) AS known ON known.learner_id = enrolment.learner_id"
        f" WHERE enrolment.academic_year = {layout.this_year}"
        f" AND enrolment.starts <= {day(layout.on)} AND enrolment.ends >= {day(layout.on)}"
    )


def stay(layout: Layout) -> str:
    """In years with several year groups, from which day to before which day each one held."""
    mixed = " + ".join(
        f"CASE WHEN ({year_byte(back, layout)} & ({year_byte(back, layout)} - 1)) <> 0 THEN 1 ELSE 0 END"
        for back in range(layout.span)
    )
    ordered = "OVER (PARTITION BY enrolment.learner_id, academic_year ORDER BY starts)"
    return (
        f"SELECT enrolment.learner_id, {layout.this_year} - academic_year AS years_back, enrolment.year_group,"
        f" CASE WHEN ROW_NUMBER() {ordered} > 1 THEN starts END AS starts, LEAD(starts) {ordered} AS next_starts"
        f" FROM enrolment JOIN standing ON standing.learner_id = enrolment.learner_id WHERE {mixed} > 0"
        f" AND academic_year BETWEEN {layout.first_year} AND {layout.this_year}"
    )


def encounter(layout: Layout) -> str:
    """What learners on roll attended, each with its place in `effect`.

    The byte of a year with one year group is that year group's bit. Where it has several, no place fits and the
    encounter comes from the second part, where its day tells which.
    """
    facts = ["minutes", "subject", "sector", "provider_kind", *(f"hits{word}" for word in range(layout.hit_words))]
    facts += [f"value_{layout.name(tally)}" for tally in layout.plan.measured("seen")]
    columns = ", ".join(["standing.learner_id", "standing.institution_id", *(f"counting.{name}" for name in facts)])
    byte = _byte_then(layout)
    bits = " ".join(f"WHEN {year_group} THEN {year_bit(year_group)}" for year_group in YEAR_GROUPS)
    counted = "counting.activity_id = participation.activity_id"
    stood = "standing.learner_id = participation.learner_id"
    return (
        f"SELECT {columns}, counting.starts_at + {byte} AS place FROM participation JOIN counting ON {counted}"
        f" JOIN standing ON {stood} WHERE participation.attended"
        f" UNION ALL SELECT {columns}, counting.starts_at + CASE stay.year_group {bits} END AS place"
        f" FROM stay CROSS JOIN participation JOIN counting ON {counted} JOIN standing ON {stood}"
        " WHERE participation.learner_id = stay.learner_id AND counting.years_back = stay.years_back"
        " AND (stay.starts IS NULL OR counting.held_on >= stay.starts)"
        " AND (stay.next_starts IS NULL OR counting.held_on < stay.next_starts)"
        f" AND participation.attended AND ({byte} & ({byte} - 1)) <> 0"
    )


def state(layout: Layout) -> str:
    """The state of everyone who had anything that counts."""
    columns = [f"CAST(SUM(sum{word}) AS BIGINT) AS sum{word}" for word in range(layout.sums)]
    for tally in layout.plan.measured("minutes"):
        name = layout.name(tally)
        columns.append(f"CAST(SUM(minutes * takes_{name}) AS BIGINT) AS {name}")
    for tally in layout.plan.measured("seen"):
        name = layout.name(tally)
        columns.append(f"{layout.bit_or.format(f'value_{name} * takes_{name}')} AS {name}")
    chosen = ", ".join(["learner_id", *columns])
    return f"SELECT {chosen} FROM {_WITH_EFFECT} GROUP BY learner_id"


def different(layout: Layout) -> str:
    """How many of the values asked for each learner had, tally by tally; only of fields that may hold any value."""
    tallies = (*layout.plan.measured("listed"), *layout.plan.measured("distinct"))
    return " UNION ALL ".join(_different_values(tally, layout) for tally in tallies)


def year_byte(back: int, layout: Layout, of: str = "standing") -> str:
    """SQL for the byte of the academic year so many years back."""
    word, shift = layout.year_place(back)
    return f"(({of}.years{word} >> {shift}) & 255)"


def _different_values(tally: Tally, layout: Layout) -> str:
    name, of = layout.name(tally), tally.of
    bits = [layout.hit(stretch.sort) for stretch in tally.stretches]
    any_hit = " OR ".join(f"(encounter.hits{word} & {bit}) <> 0" for word, bit in bits)
    values = (
        f"SELECT DISTINCT learner_id, institution_id, {of} AS value FROM {_WITH_EFFECT}"
        f" AND ({any_hit}) AND takes_{name} = 1 AND {of} <> ''"
    )
    asked = ""
    if tally.measure == "listed":
        asked = (
            " JOIN subject_listed ON subject_listed.institution_id = had.institution_id"
            " AND subject_listed.subject = had.value"
        )
    chosen = f"SELECT '{name}' AS tally, had.learner_id, COUNT(*) AS had_values"
    return f"{chosen} FROM ({values}) AS had{asked} GROUP BY had.learner_id"


def _byte_then(layout: Layout) -> str:
    """SQL for the byte of the academic year in which an activity was held."""
    later = [
        f"WHEN counting.years_back >= {word * layout.years_in_word} THEN standing.years{word}"
        for word in range(layout.year_words - 1, 0, -1)
    ]
    word = f"CASE {' '.join(later)} ELSE standing.years0 END" if later else "standing.years0"
    return f"(({word} >> counting.year_shift) & 255)"


def _year_word(word: int, layout: Layout) -> str:
    chain = []
    for back in range(layout.span):
        its_word, shift = layout.year_place(back)
        if its_word == word:
            bits = " ".join(f"WHEN {g} THEN {year_bit(g) << shift}" for g in YEAR_GROUPS)
            chain.append(f"WHEN {layout.this_year - back} THEN CASE year_group {bits} END")
    return f"CAST(CASE academic_year {' '.join(chain)} ELSE 0 END AS BIGINT)"
