"""The rows of registers as facts, whatever file they were read from. Blank and None: the file did not say."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class AimFacts:
    """One aim of LARS."""

    reference: str
    title: str
    aim_type: str = ""
    level: str = ""
    awarding_code: str = ""
    awarding_body: str = ""
    subject_code: str = ""
    subject: str = ""
    guided_hours: int | None = None
    categories: tuple[int, ...] = ()
    from_on: date | None = None
    to_on: date | None = None
    taught_to_on: date | None = None
    certified_to_on: date | None = None


@dataclass(frozen=True, slots=True)
class ProviderFacts:
    """One provider of the register. No person's name, address or letter box is among its facts."""

    ukprn: str
    name: str
    trading_name: str = ""
    alias: str = ""
    status: str = "registered"
    street: str = ""
    town: str = ""
    county: str = ""
    postcode: str = ""
    telephone: str = ""
    website: str = ""
    verified_on: date | None = None


@dataclass(frozen=True, slots=True)
class ListedProvider:
    """One provider as the public course directory lists it.

    `updated_on`: when its entry was last changed; None in a list of whom is funded as it stands.
    """

    ukprn: str
    name: str
    trading_name: str = ""
    alias: str = ""
    directory_name: str = ""
    status: str = "onboarded"
    street: str = ""
    town: str = ""
    county: str = ""
    postcode: str = ""
    website: str = ""
    updated_on: date | None = None


@dataclass(frozen=True, slots=True)
class StandardFacts:
    """One apprenticeship as one file has it: `said` are the fields the file speaks of."""

    key: tuple[str, str | int]  # kind and LARS code, of a framework its title
    said: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeliveryFacts:
    """How many began in one year, by provider and district or by provider and standard."""

    ukprn: str
    provider_name: str
    year: int
    starts: int | None
    district: str = ""
    standard: str = ""
    level: str = ""
