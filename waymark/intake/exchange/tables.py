"""The tables of the exchange folder: their columns in order, what each may hold, their keys and references."""

from dataclasses import dataclass

from waymark.intake.exchange.values import AcademicYear, Day, Flag, LowerCase, Text, Value, Whole, Word
from waymark.kernel.facts import USUAL_SUBJECTS
from waymark.kernel.vocabulary import ADVISER_LEVELS, YEAR_GROUPS, Kind, Mode, ProviderKind, Setting

STATUSES = ("attended", "absent", "excused", "planned")
SECTORS = tuple("ABCDEFGHIJKLMNOPQRSTU")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `refers_to` names the table whose key (of the same name) must hold its values."""

    name: str
    value: Value
    blank: bool = False
    refers_to: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table. No two records share a `key`; `key_column` (blank: none) is what other tables refer to."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def key_column(self) -> str:
        return self.key[0] if len(self.key) == 1 else ""

    def column(self, name: str) -> Column:
        """The column of this name; KeyError if the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def _flags(*names: str, blank: bool) -> tuple[Column, ...]:
    return tuple(Column(name, Flag(), blank) for name in names)


INSTITUTIONS = Table(
    "institutions",
    (
        Column("institution_id", Text()),
        Column("name", Text(), blank=True),
        Column("setting", Word.of(Setting)),
        Column("la_code", Text(), blank=True),
        Column("hub_id", Text(), blank=True),
        Column("trust_id", Text(), blank=True),
        Column("subjects", LowerCase("subjects in lower case, with ; between them"), blank=True),
        Column("day_minutes", Whole(1, 1440), blank=True),
    ),
    key=("institution_id",),
)
LEARNERS = Table(
    "learners",
    (
        Column("learner_id", Text()),
        Column("institution_id", Text(), refers_to="institutions"),
        Column("sex", Word(("F", "M")), blank=True),
        Column("sen", Word(("N", "K", "E"))),
        *_flags("pupil_premium", "looked_after", "eal", blank=False),
        *_flags("considering_he", blank=True),
    ),
    key=("learner_id",),
)
ENROLMENTS = Table(
    "enrolments",
    (
        Column("learner_id", Text(), refers_to="learners"),
        Column("institution_id", Text(), refers_to="institutions"),
        Column("academic_year", AcademicYear()),
        Column("year_group", Whole(YEAR_GROUPS[0], YEAR_GROUPS[-1])),
        Column("from", Day()),
        Column("to", Day(), blank=True),
    ),
)
ACTIVITIES = Table(
    "activities",
    (
        Column("activity_id", Text()),
        Column("institution_id", Text(), refers_to="institutions"),
        Column("held_on", Day()),
        Column("kind", Word.of(Kind)),
        Column("provider_id", Text(), blank=True),
        Column("provider_kind", Word.of(ProviderKind), blank=True),
        Column("sector", Word(SECTORS), blank=True),
        *_flags("self_employed", "stem", blank=True),
        Column("subject", LowerCase(), blank=True),
        Column("minutes", Whole(0, None), blank=True),
        Column("mode", Word.of(Mode)),
        *_flags("purpose_shared", "outcomes_set", "two_way", "reflection", "task_set", blank=True),
        *_flags("employer_feedback", "met_staff_and_learners", "pal_content", blank=True),
        Column("adviser_level", Whole(ADVISER_LEVELS[0], ADVISER_LEVELS[-1]), blank=True),
    ),
    key=("activity_id",),
)
PARTICIPATIONS = Table(
    "participations",
    (
        Column("activity_id", Text(), refers_to="activities"),
        Column("learner_id", Text(), refers_to="learners"),
        Column("status", Word(STATUSES)),
    ),
    key=("activity_id", "learner_id"),
)
TABLES = (INSTITUTIONS, LEARNERS, ENROLMENTS, ACTIVITIES, PARTICIPATIONS)


def subjects_of(text: str) -> tuple[str, ...]:
    """The subjects that an institution lists: items trimmed, empties dropped; nothing left is the default."""
    items = tuple(dict.fromkeys(item.strip() for item in text.split(";") if item.strip()))
    return items or USUAL_SUBJECTS
