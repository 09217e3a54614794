"""Which qualifications make an adviser, and what a register asks: read from `qualifications.yaml`, once."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parent.parent / "qualifications.yaml"
SOON = timedelta(days=60)
LONG_UNCHECKED = timedelta(days=365)


@dataclass(frozen=True)
class Qualification:
    """One qualification; `guidance_level` is the level of a guidance meeting with its holder, 0 where none counts."""

    code: str
    title: str
    level: int
    guidance_level: int
    note: str = ""


@dataclass(frozen=True)
class ProfessionalRegister:
    """A register of the profession: what it asks to join, and the hours of training a year it asks to stay."""

    code: str
    title: str
    keeper: str
    asks: str
    hours_a_year: int
    gives_guidance: bool


class Registered(StrEnum):
    """How somebody stands with a register on a day."""

    NOT = "not on a register"
    APPLIED = "has applied"
    STANDING = "registered"
    ENDING = "runs out soon"
    UNDATED = "registered, until when is not recorded"
    EXPIRED = "has run out"


@cache
def _read() -> dict[str, Any]:
    return yaml.safe_load(_FILE.read_text())


@cache
def qualifications() -> dict[str, Qualification]:
    """Every qualification by its code, in the file's order."""
    return {each["code"]: Qualification(**each) for each in _read()["qualifications"]}


@cache
def registers() -> dict[str, ProfessionalRegister]:
    """Every register by its code."""
    return {each["code"]: ProfessionalRegister(**each) for each in _read()["registers"]}


def guidance_level_of(qualification: str) -> int:
    """The level of a guidance meeting with somebody so qualified; 0 where none counts or nothing is recorded."""
    known = qualifications().get(qualification)
    return known.guidance_level if known else 0


def standing_on_register(register: str, expires_on: date | None, *, on: date) -> Registered:
    """How somebody stands on a day: `register` is none, applied or registered. The last day still counts."""
    if register == "applied":
        return Registered.APPLIED
    if register != "registered":
        return Registered.NOT
    if expires_on is None:
        return Registered.UNDATED
    if expires_on < on:
        return Registered.EXPIRED
    return Registered.ENDING if expires_on - on <= SOON else Registered.STANDING


def hours_wanted(register: str, register_name: str, target: int) -> int:
    """The hours of training a year somebody needs: the school's target, or what their register asks if that is more."""
    named = registers().get(register_name)
    asked = named.hours_a_year if named and register == "registered" else 0
    return max(target, asked)
