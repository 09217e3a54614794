"""What a careers page says, as frozen values: the draft and every release have this one shape, and nothing else."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter


@dataclass(frozen=True)
class SchoolFacts:
    """The school as the public register knows it."""

    name: str
    slug: str
    urn: str
    ukprn: str
    setting: str
    town: str
    postcode: str
    website: str
    learner_word: str  # "pupils", as the school says it


@dataclass(frozen=True)
class Contact:
    """How to reach somebody; blank where the school has not said."""

    name: str = ""
    email: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class ListedActivity:
    """An activity as the public sees it: what it is called, of what kinds, and in which term."""

    title: str
    kinds: tuple[str, ...]
    term: str


@dataclass(frozen=True)
class ProgrammeYear:
    """What one year group is offered: the school's own words, and the activities planned and done."""

    year_group: int
    note: str
    activities: tuple[ListedActivity, ...]


@dataclass(frozen=True)
class ForAudience:
    """What one audience is told: what is there for them and how to find out more."""

    audience: str
    text: str


@dataclass(frozen=True)
class MeetingPhase:
    """One row of the table of meetings that the law gives: how many, when, and whether pupils must come."""

    title: str
    needed: int
    windows: tuple[str, ...]
    attendance: str


@dataclass(frozen=True)
class Opportunities:
    """When providers meet one year group, term by term."""

    year_group: int
    by_term: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class AccessPolicy:
    """The provider access policy statement."""

    procedure: str
    granting: str
    refusing: str
    premises: str
    entitlement: str
    complaints: str
    contact: Contact
    agreed_on: date | None
    agreed_by: str
    phases: tuple[MeetingPhase, ...]
    opportunities: tuple[Opportunities, ...]
    visited: tuple[str, ...]


@dataclass(frozen=True)
class ShownFigure:
    """One figure as it may be told: a percentage and its counts, or in words why there is none.

    `as_at` is the day it was first told as it stands here: a figure that has hardly changed is told again unchanged.
    """

    code: str
    benchmark: str
    title: str
    percent: int | None
    met: int | None
    of: int | None
    as_at: date
    hidden_because: str = ""


@dataclass(frozen=True)
class PageContent:
    """All that a careers page says."""

    school: SchoolFacts
    academic_year: int
    programme_year: int | None
    leader: Contact
    summary: str
    years: tuple[ProgrammeYear, ...]
    audiences: tuple[ForAudience, ...]
    impact: str
    next_review_on: date | None
    guidance: str
    access: AccessPolicy | None  # none where the law on provider access does not hold: a college
    figures: tuple[ShownFigure, ...] = ()
    figures_on: date | None = None


_shape = TypeAdapter(PageContent)


def as_json(content: PageContent) -> dict[str, Any]:
    """The content as plain JSON values: dates in ISO form."""
    return _shape.dump_python(content, mode="json")


def from_json(stored: dict[str, Any]) -> PageContent:
    """What `as_json` gave; raises where the shape is another."""
    return _shape.validate_python(stored)


def canonical(content: PageContent) -> bytes:
    """The one way of writing the content down: sorted keys, UTF-8, no spaces."""
    return json.dumps(as_json(content), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def sha256_of(content: PageContent) -> str:
    """The SHA-256 of the canonical form."""
    return hashlib.sha256(canonical(content)).hexdigest()
