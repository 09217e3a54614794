"""What may stand in a folder beside the five tables, for a plan: the offers to choose from, and the limits to keep."""

from waymark.intake.exchange.tables import SECTORS, Column, Table
from waymark.intake.exchange.values import Days, Flag, LowerCase, Pounds, Text, Whole, Word
from waymark.kernel.vocabulary import ADVISER_LEVELS, YEAR_GROUPS, Kind, Mode, ProviderKind

_YEAR_GROUP = Whole(YEAR_GROUPS[0], YEAR_GROUPS[-1])
_TICKS = (
    "purpose_shared", "outcomes_set", "two_way", "reflection", "task_set", "employer_feedback",
    "met_staff_and_learners", "pal_content",
)  # fmt: skip

OFFERS = Table(
    "offers",
    (
        Column("offer_id", Text()),
        Column("title", Text(), blank=True),
        Column("provider_id", Text(), blank=True),
        Column("kind", Word.of(Kind)),
        Column("provider_kind", Word.of(ProviderKind), blank=True),
        Column("sector", Word(SECTORS), blank=True),
        Column("self_employed", Flag(), blank=True),
        Column("stem", Flag(), blank=True),
        Column("subject", LowerCase(), blank=True),
        Column("minutes", Whole(0, None), blank=True),
        Column("mode", Word.of(Mode)),
        *(Column(name, Flag(), blank=True) for name in _TICKS),
        Column("adviser_level", Whole(ADVISER_LEVELS[0], ADVISER_LEVELS[-1]), blank=True),
        Column("year_from", _YEAR_GROUP, blank=True),
        Column("year_to", _YEAR_GROUP, blank=True),
        Column("capacity", Whole(1, None), blank=True),
        Column("fixed_cost", Pounds(), blank=True),
        Column("cost_per_learner", Pounds(), blank=True),
        Column("sessions", Whole(1, None), blank=True),
        Column("dates", Days(), blank=True),
        Column("periods", Whole(0, None), blank=True),
        Column("rooms", Whole(0, None), blank=True),
        Column("staff", Whole(0, None), blank=True),
    ),
    key=("offer_id",),
)

# Of `limits.json`, in the order in which its faults are told; a lock's parts after them.
LIMIT_KEYS = (
    "budget", "periods_per_learner", "rooms_per_day", "staff_per_day", "closed_dates", "weights", "locks",
    "offer_id", "date", "run",
)  # fmt: skip
