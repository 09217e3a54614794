"""What the law asks of a careers page, and whether this one has it: a pure reading of its content on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from waymark.kernel.academic_year import academic_year, in_words
from waymark.kernel.benchmark import PublishingItem
from waymark.publishing.content import PageContent
from waymark.publishing.words import day, plain_list


class State(StrEnum):
    THERE = "there"
    STALE = "out of date"
    MISSING = "missing"


@dataclass(frozen=True)
class CheckedItem:
    """One thing the page must or should say, whether it does, and in plain words what is wanting."""

    code: str
    title: str
    description: str
    must: bool
    law: str
    state: State
    why: str

    @property
    def is_there(self) -> bool:
        return self.state is State.THERE


@dataclass(frozen=True)
class Checklist:
    """All the items, in the order of the framework; those a school must have decide whether the page is complete."""

    items: tuple[CheckedItem, ...]

    @property
    def asked(self) -> tuple[CheckedItem, ...]:
        """The items that decide."""
        return tuple(item for item in self.items if item.must)

    @property
    def advised(self) -> tuple[CheckedItem, ...]:
        return tuple(item for item in self.items if not item.must)

    @property
    def wanting(self) -> tuple[CheckedItem, ...]:
        return tuple(item for item in self.asked if not item.is_there)

    @property
    def is_complete(self) -> bool:
        return not self.wanting

    @property
    def in_words(self) -> str:
        """`complete: all 8 items are there`, `incomplete: 3 of 8 items missing`, `… 1 missing and 2 out of date`."""
        wanting, all_of = self.wanting, len(self.asked)
        if not wanting:
            return f"complete: all {all_of} items are there"
        stale = sum(item.state is State.STALE for item in wanting)
        missing = len(wanting) - stale
        if not stale:
            return f"incomplete: {missing} of {all_of} items missing"
        if not missing:
            return f"incomplete: {stale} of {all_of} items out of date"
        return f"incomplete: of {all_of} items, {missing} missing and {stale} out of date"


@dataclass(frozen=True)
class _Facts:
    content: PageContent
    on: date
    leader_is_member: bool


_Verdict = tuple[State, str]
_THERE: _Verdict = (State.THERE, "")


def check(
    items: Iterable[PublishingItem], content: PageContent, *, on: date, leader_is_member: bool = True
) -> Checklist:
    """Look for each item that fits the school's setting. `leader_is_member`: whoever is named still works here."""
    facts = _Facts(content, on, leader_is_member)
    checked = []
    for item in items:
        if content.school.setting in item.settings:
            state, why = _LOOKS[item.code](facts)
            checked.append(CheckedItem(item.code, item.title, item.description, item.must, item.law, state, why))
    return Checklist(tuple(checked))


def _missing(why: str) -> _Verdict:
    return State.MISSING, why


def _stale(why: str) -> _Verdict:
    return State.STALE, why


def _leader(facts: _Facts) -> _Verdict:
    leader = facts.content.leader
    told = {"name": leader.name, "e-mail address": leader.email, "telephone number": leader.telephone}
    if without := [what for what, said in told.items() if not said]:
        return _missing(f"No {plain_list(without, 'or')} is given for the careers leader.")
    if not facts.leader_is_member:
        return _stale(f"{leader.name} no longer has a role at the school here. Name whoever leads careers now.")
    return _THERE


def _summary(facts: _Facts) -> _Verdict:
    content, now = facts.content, academic_year(facts.on)
    if not content.summary or content.programme_year is None:
        return _missing("There is no summary of this year's programme.")
    if (written_for := min(content.programme_year, content.academic_year)) < now:
        return _stale(f"It is the programme of {in_words(written_for)}; we are now in {in_words(now)}.")
    if not any(year.activities or year.note for year in content.years):
        return _missing(
            "No year group has anything listed: record this year's activities, or write what each year does."
        )
    if without := [told.audience.lower() for told in content.audiences if not told.text]:
        return _missing(f"It does not say how {plain_list(without)} can find out more.")
    return _THERE


def _impact(facts: _Facts) -> _Verdict:
    return _THERE if facts.content.impact else _missing("It does not say how the programme's effect is measured.")


def _next_review(facts: _Facts) -> _Verdict:
    review = facts.content.next_review_on
    if review is None:
        return _missing("No date is given.")
    if review < facts.on:
        return _stale(f"The review was due on {day(review)}.")
    return _THERE


def _guidance(facts: _Facts) -> _Verdict:
    return (
        _THERE if facts.content.guidance else _missing("It does not say how to get a meeting with a careers adviser.")
    )


def _said(name: str, why: str) -> Callable[[_Facts], _Verdict]:
    def look(facts: _Facts) -> _Verdict:
        return _THERE if facts.content.access and getattr(facts.content.access, name) else _missing(why)

    return look


def _grounds(facts: _Facts) -> _Verdict:
    access = facts.content.access
    if access and access.granting and access.refusing:
        return _THERE
    if access and (access.granting or access.refusing):
        return _missing(f"It says when a request is {'granted' if access.granting else 'refused'}, but not the other.")
    return _missing("It does not say when a request is granted or refused.")


def _up_to_date(facts: _Facts) -> _Verdict:
    agreed = facts.content.access.agreed_on if facts.content.access else None
    if agreed is None:
        return _missing("It does not say when the statement was agreed.")
    if facts.on > _a_year_after(agreed):
        return _stale(f"It was agreed on {day(agreed)}, more than a year ago.")
    return _THERE


def _opportunities(facts: _Facts) -> _Verdict:
    access = facts.content.access
    without = (
        [str(row.year_group) for row in access.opportunities if not any(m for _, m in row.by_term)] if access else []
    )
    if access and access.opportunities and not without:
        return _THERE
    years = f"Year {without[0]}" if len(without) == 1 else f"Years {plain_list(without)}"
    return _missing(f"No meeting with a provider is planned for {years}." if without else "No meetings are planned.")


def _a_year_after(agreed: date) -> date:
    try:
        return agreed.replace(year=agreed.year + 1)
    except ValueError:  # 29 February
        return date(agreed.year + 1, 2, 28)


def _visitors(facts: _Facts) -> _Verdict:
    access = facts.content.access
    return (
        _THERE if access and access.visited else _missing("No provider's visit is recorded for this year or the last.")
    )


def _college(facts: _Facts) -> _Verdict:
    verdict = _leader(facts)
    return _summary(facts) if verdict is _THERE else verdict


_LOOKS: dict[str, Callable[[_Facts], _Verdict]] = {
    "careers-leader": _leader,
    "programme-summary": _summary,
    "impact": _impact,
    "next-review": _next_review,
    "personal-guidance": _guidance,
    "college-programme": _college,
    "access-procedure": _said("procedure", "It does not say how a provider asks for access."),
    "access-grounds": _grounds,
    "access-premises": _said("premises", "It does not say which rooms and equipment a provider may use."),
    "access-opportunities": _opportunities,
    "access-visitors": _visitors,
    "access-complaints": _said("complaints", "It does not say how a provider complains."),
    "access-review": _up_to_date,
}
