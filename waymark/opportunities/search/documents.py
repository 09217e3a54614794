"""A course run as the index takes it in, without a database in sight."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

# What a search may be narrowed by and is counted by, in the order the commands say them.
COUNTED = (
    "level", "study_mode", "attendance", "delivery", "course_type", "sector", "education_level", "provider", "region",
)  # fmt: skip
# What it may be narrowed by without being counted: the town of a venue, and who gives which qualification.
UNCOUNTED = ("town", "qualification")
NARROWING = COUNTED + UNCOUNTED

ONLINE, CLASSROOM, BLENDED = "2", "1", "4"  # values of `delivery`: the public directory's numbers


class Group(IntEnum):
    """Where a run is to somebody at a place."""

    IN_RANGE = 0
    ONLINE = 1
    NATIONWIDE = 2


@dataclass(frozen=True, slots=True)
class Document:
    """A course run: the words it is found by, what it is narrowed by, and where and when it is.

    `facets` gives for each of `NARROWING` its values, most often one or none. `points` are where it takes place: one
    for a venue, the middle of each area for a run at employers there, none where that is not known.
    """

    run: int
    title: str
    name: str
    provider: str
    subject: str
    description: str
    facets: dict[str, tuple[str, ...]]
    starts_on: date | None = None
    is_nationwide: bool = False
    points: tuple[tuple[float, float], ...] = ()

    @property
    def group(self) -> Group:
        """In range stands for every run that takes place somewhere."""
        if self.facets.get("delivery") == (ONLINE,):
            return Group.ONLINE
        return Group.NATIONWIDE if self.is_nationwide else Group.IN_RANGE

    @property
    def has_hours(self) -> bool:
        """Whether it has set hours at a place: only then does a study mode or an attendance pattern say something."""
        return self.facets.get("delivery") in ((CLASSROOM,), (BLENDED,))
