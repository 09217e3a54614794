"""The exchange format's page of the reference, written from the tables that are read by."""

from waymark.intake.exchange.further import OFFERS
from waymark.intake.exchange.tables import TABLES, Column, Table

_ABOUT = {
    "institutions": "A record for each school, specialist setting and college.",
    "learners": "A record for each person. The id says nothing of them, and is never a UPN.",
    "enrolments": "A record for each time on roll in one academic year; several where somebody left and came back.",
    "activities": "A record for each thing learners took part in, or will, of one kind.",
    "participations": "A record for each learner and activity.",
    "offers": "Beside the five, for a plan: a record for each thing that could be put on.",
}
_WHAT = {
    "institution_id": "a URN, or a UKPRN where there is no URN",
    "setting": "which of the rules apply",
    "la_code": "the council's code; blank: in no council's figures",
    "hub_id": "the careers hub; blank: none",
    "trust_id": "the trust; blank: none",
    "subjects": "in which every learner should meet careers each year; blank: english, maths and science",
    "day_minutes": "how long a day at a workplace is; blank: 300",
    "learner_id": "the same for one person in every table",
    "sex": "blank: not known",
    "sen": "none, SEN support, or an education, health and care plan",
    "considering_he": "whether they think of higher education; blank: false",
    "academic_year": "named by its September: 2025 is 1 September 2025 to 31 August 2026",
    "from": "the first day on roll; before the academic year is cut to it",
    "to": "the last day on roll; blank: still on roll",
    "held_on": "the day it took place, or will",
    "provider_kind": "needed for the kind provider",
    "sector": "the section letter of the industrial classification",
    "subject": "for the kind curriculum",
    "minutes": "how long each learner took part; blank: 0",
    "adviser_level": "the adviser's level of qualification; needed for the kind guidance",
    "pal_content": "whether all four things the provider access law asks for were told",
    "status": "what became of the learner there",
    "year_from": "the first year group it suits; blank: no limit",
    "year_to": "the last year group it suits; blank: no limit",
    "capacity": "learners in a session; blank: no limit",
    "fixed_cost": "of a session; blank: nothing",
    "cost_per_learner": "beside that; blank: nothing",
    "sessions": "how often it can be had at most; blank: on every one of its days",
    "dates": "the days on which it can be, one session a day; blank: none",
    "periods": "lessons a learner misses; blank: none",
    "rooms": "that a session takes; blank: none",
    "staff": "whom a session takes; blank: none",
}
_RULES = """
A folder holds five tables, each as `NAME.csv` or as `NAME.parquet`, not both. CSV is UTF-8 with a heading row; the
order of columns is free, and further columns are left alone. Every column below has to be there: where it may be
blank, leave its cells empty. Days are `YYYY-MM-DD`. True and false may be written `true`, `1`, `yes` and `false`,
`0`, `no`, in any case. Ids and codes are compared letter for letter: `007` is not `7`. In Parquet a column is text
as in CSV, or of its own type.

`waymark export exchange OUT` writes such a folder, `waymark evaluate FOLDER` judges it, and `waymark import exchange
FOLDER` takes it into a site. Anything wrong with a folder is told with its table, row and column, and refuses the
whole of it.

## What taking a folder into a site does

- It speaks of the schools and colleges that are on the site's register; others are left out, each with a line that
  says so.
- A learner is found by the folder's id: as this site's own id for them, or as the school's own number for them (an
  admission number) that a learner file brought. Anybody else is added as “Learner” and the id, until a learner file
  with the same number, or a person, gives a name.
- A folder changes only what a folder brought. What a learner file, a register or a person here said stands, and a
  note says where the folder has it otherwise. Nothing is deleted, and the same folder twice changes nothing.
- A mark or an activity that an earlier folder brought is put right by a correction or an amendment, so that what was
  said before can still be seen.
- Sensitive facts are left out until the school keeps them. Each school keeps what it recorded of its own learners:
  somebody who moved is a learner of both.
- An activity is called after its kind, since the format has no titles; change that on its page. With a mark it is
  done, without one planned. Subjects and the length of a day are taken over where the school has said nothing of its
  own.
"""

_LIMITS = """
## limits.json

Beside the five, for a plan: one JSON object. What is absent, null or blank is no limit.

| key | may hold | what |
| --- | --- | --- |
| `budget` | pounds, with at most two decimals | for all sessions and places |
| `periods_per_learner` | an object: year group → whole number | lessons a learner may miss for the plan |
| `rooms_per_day`, `staff_per_day` | a whole number | for all sessions of a day |
| `closed_dates` | a list of dates | days on which nothing may be |
| `weights` | `last_chance` (4), `otherwise` (2), `disadvantaged_factor` (1.5) | what closing a unit is worth |
| `locks` | a list of objects: `offer_id`, `date`, `run` (true or false) | sessions that must run, or must not |

Its faults are told after those of the tables: the keys on row 1, the locks from row 2 on.
"""


def exchange_reference(made: str) -> str:
    """The page: rules, then every table with its columns."""
    lines = ["# The exchange format", "", made.rstrip(), _RULES]
    for table in (*TABLES, OFFERS):
        lines += [f"## {table.name}", "", _ABOUT[table.name], _keys(table), ""]
        lines += ["| column | may hold | may be blank | what |", "| --- | --- | --- | --- |"]
        lines += [_line(column) for column in table.columns]
        lines += [""]
    return "\n".join([*lines, *_LIMITS.strip().splitlines(), ""])


def _keys(table: Table) -> str:
    if not table.key:
        return "No two enrolments of one learner overlap."
    return f"Each {' and '.join(f'`{name}`' for name in table.key)} stands there once."


def _line(column: Column) -> str:
    said = (_WHAT.get(column.name, ""), f"stands in {column.refers_to}" if column.refers_to else "")
    what = "; ".join(filter(None, said))
    return f"| `{column.name}` | {column.value.expected} | {'yes' if column.blank else ''} | {what} |"
