"""What a file says of providers and what they offer: only what it states, so that the rest stays as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from waymark.providers.rules.facts import MarkFacts


@dataclass(frozen=True)
class SaidProvider:
    """A provider as a file names it: by an identifier, a name, or both; `facts` by the name of the fact."""

    identifier: str
    name: str = ""
    ukprn: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    marks: Sequence[MarkFacts] | None = None
    verified_on: date | None = None
    usual_kind: str = ""  # what kind it is taken for where it is new and does not say

    @property
    def key(self) -> str:
        """By what rows of one file that mean the same provider are known."""
        return (self.identifier or self.name).casefold()


@dataclass(frozen=True)
class SaidThing:
    """An offer or a resource as a file has it: whose, its own identifier, and what is stated of it."""

    row: int
    provider: str  # the key of a `SaidProvider`; blank: the provider whose file it is
    identifier: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Said:
    """All that a file says."""

    providers: Mapping[str, SaidProvider] = field(default_factory=dict)
    offers: tuple[SaidThing, ...] = ()
    resources: tuple[SaidThing, ...] = ()
