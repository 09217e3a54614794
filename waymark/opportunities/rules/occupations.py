"""What files say of occupations, before it is kept."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Group:
    """One group of SOC 2020, major to unit, with the job titles it names."""

    soc: str
    title: str
    description: str = ""
    entry: str = ""
    tasks: tuple[str, ...] = ()
    job_titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relation:
    """That an older group's jobs went to a newer one, and what share, where that is said."""

    soc2010: str
    soc2020: str
    share: Decimal | None


@dataclass(frozen=True)
class SocFile:
    """What a file of this kind held: one of its three forms."""

    groups: tuple[Group, ...] = ()
    relations: tuple[Relation, ...] = ()
    old_titles: tuple[tuple[str, str], ...] = ()
