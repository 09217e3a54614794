"""What may stand in a folder beside the five tables: the offers and limits of a plan, and what interviews and
matching are made from."""

from waymark.intake.exchange.tables import SECTORS, Column, Table
from waymark.intake.exchange.values import Day, Days, Degrees, Flag, LowerCase, Moment, Pounds, Text, Whole, Word
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

AVAILABILITY = Table(
    "availability",
    (
        Column("adviser_id", Text()),
        Column("adviser_level", Whole(ADVISER_LEVELS[0], ADVISER_LEVELS[-1])),
        Column("start", Moment()),
        Column("end", Moment()),
        Column("room", Text(), blank=True),
    ),
)
LESSONS = Table(
    "lessons",
    (
        Column("learner_id", Text(), refers_to="learners"),
        Column("start", Moment()),
        Column("end", Moment()),
        Column("subject", LowerCase(), blank=True),
    ),
)
REQUESTS = Table(
    "requests",
    (
        Column("learner_id", Text(), refers_to="learners"),
        Column("reason", Text(), blank=True),
        Column("asked_on", Day()),
        Column("deadline", Day(), blank=True),
        Column("priority", Whole(0, 9)),
    ),
    key=("learner_id",),
)
_WHERE = (Column("lat", Degrees(90)), Column("lon", Degrees(180)))
SUPPLY = Table(
    "supply",
    (Column("id", Text()), *_WHERE, Column("capacity", Whole(0, None)), Column("sectors", Text(), blank=True)),
    key=("id",),
)
DEMAND = Table(
    "demand",
    (
        Column("id", Text()),
        *_WHERE,
        Column("need", Whole(0, 9)),
        Column("wanted", Whole(0, None)),
        Column("sectors", Text(), blank=True),
    ),
    key=("id",),
)
FURTHER = (OFFERS, AVAILABILITY, LESSONS, REQUESTS, SUPPLY, DEMAND)

# Of `limits.json`, in the order in which its faults are told; a lock's parts after them.
LIMIT_KEYS = (
    "budget", "periods_per_learner", "rooms_per_day", "staff_per_day", "closed_dates", "weights", "locks",
    "max_miles", "offer_id", "date", "run", "supply_id", "demand_id", "match",
)  # fmt: skip
