"""The demonstration's places: an invented council area, its careers hub, a trust, a dozen schools and a college.

No name, number or address is anybody's: the URNs begin with 9 and the UKPRNs with 19, where the registers hold none.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class DemoSchool:
    """One institution, and how its careers programme goes.

    `strength` is how much of a good programme it manages (1 shines, 0.4 struggles); `keeps_records` is how many of
    its registers reach the system; `cohort` is how many join in its lowest year group each September.
    """

    name: str
    slug: str
    urn: str
    town: str
    postcode: str
    setting: str
    years: tuple[int, int]
    cohort: int
    strength: float
    keeps_records: float
    kind_of_school: str
    in_trust: bool = False
    shares: bool = True
    improving: float = 0.0  # added to `strength` over the seven years, up to today
    opened: int = 2009
    pupil_premium: float = 0.25
    stays_on: float = 0.55  # of Year 11 into its own sixth form
    ukprn: str = ""
    mis: str = "waymark"
    switched_on: tuple[str, ...] = field(default=("sen", "pupil_premium"))


HUB = ("Westmarch Careers Hub", "westmarch-careers-hub")
TRUST = ("Larkrise Learning Trust", "larkrise-learning-trust")
COUNCIL = ("Westmarch Council", "westmarch-council", "998")

_S, _SP, _C = "school", "specialist", "college"
SCHOOLS: tuple[DemoSchool, ...] = (
    DemoSchool(
        "Aldermouth Academy",
        "aldermouth-academy",
        "990101",
        "Aldermouth",
        "ZZ1 4AB",
        _S,
        (7, 13),
        182,
        1.0,
        1.0,
        "Academy converter",
        mis="sims",
        switched_on=("sen", "pupil_premium", "looked_after", "eal"),
    ),
    DemoSchool(
        "Brackenford School",
        "brackenford-school",
        "990102",
        "Brackenford",
        "ZZ2 7QD",
        _S,
        (7, 11),
        158,
        0.74,
        0.95,
        "Community school",
        mis="arbor",
        improving=0.15,
    ),
    DemoSchool(
        "Coldharrow High School",
        "coldharrow-high-school",
        "990103",
        "Coldharrow",
        "ZZ3 1LS",
        _S,
        (7, 11),
        140,
        0.42,
        0.7,
        "Foundation school",
        pupil_premium=0.46,
        mis="bromcom",
    ),
    DemoSchool(
        "Dunsley Vale School",
        "dunsley-vale-school",
        "990104",
        "Dunsley",
        "ZZ4 9PE",
        _S,
        (7, 13),
        150,
        0.8,
        0.95,
        "Academy sponsor led",
        pupil_premium=0.18,
    ),
    DemoSchool(
        "St Osric's Catholic School",
        "st-osrics-catholic-school",
        "990105",
        "Aldermouth",
        "ZZ1 8TR",
        _S,
        (7, 11),
        136,
        0.85,
        0.98,
        "Voluntary aided school",
        mis="sims",
    ),
    DemoSchool(
        "Larkrise Hill Academy",
        "larkrise-hill-academy",
        "990106",
        "Eastry Cross",
        "ZZ5 2HB",
        _S,
        (7, 13),
        135,
        0.83,
        0.97,
        "Academy converter",
        in_trust=True,
        mis="arbor",
    ),
    DemoSchool(
        "Larkrise Quay Academy",
        "larkrise-quay-academy",
        "990107",
        "Aldermouth",
        "ZZ1 1QY",
        _S,
        (7, 11),
        126,
        0.68,
        0.9,
        "Academy sponsor led",
        in_trust=True,
        pupil_premium=0.38,
        mis="arbor",
    ),
    DemoSchool(
        "Larkrise Bridge Academy",
        "larkrise-bridge-academy",
        "990108",
        "Brackenford",
        "ZZ2 3FX",
        _S,
        (7, 11),
        120,
        0.78,
        0.95,
        "Academy converter",
        in_trust=True,
        improving=0.2,
        mis="arbor",
    ),
    DemoSchool(
        "Tidemark Free School",
        "tidemark-free-school",
        "990109",
        "Marram Sands",
        "ZZ6 5TM",
        _S,
        (7, 11),
        95,
        0.7,
        0.85,
        "Free schools",
        opened=2021,
        shares=False,
    ),
    DemoSchool(
        "Eastry Cross Girls' School",
        "eastry-cross-girls-school",
        "990110",
        "Eastry Cross",
        "ZZ5 6GS",
        _S,
        (7, 13),
        130,
        0.88,
        0.98,
        "Academy converter",
        pupil_premium=0.14,
        mis="sims",
    ),
    DemoSchool(
        "Marram House School",
        "marram-house-school",
        "990111",
        "Marram Sands",
        "ZZ6 1MH",
        _SP,
        (7, 13),
        14,
        0.9,
        1.0,
        "Community special school",
        pupil_premium=0.5,
        stays_on=0.9,
        switched_on=("sen", "pupil_premium", "looked_after"),
    ),
    DemoSchool(
        "Westmarch UTC",
        "westmarch-utc",
        "990112",
        "Coldharrow",
        "ZZ3 8UT",
        _S,
        (10, 13),
        105,
        0.86,
        0.92,
        "University technical college",
        stays_on=0.7,
        mis="bromcom",
    ),
    DemoSchool(
        "Westmarch College",
        "westmarch-college",
        "",
        "Aldermouth",
        "ZZ1 2WC",
        _C,
        (12, 14),
        640,
        0.72,
        0.9,
        "Further education",
        ukprn="19900001",
        pupil_premium=0.3,
    ),
)
