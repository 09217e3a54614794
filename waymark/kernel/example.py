"""Worked examples of an entitlement: a learner's story, a day, and the answer that it must have.

What a story leaves unsaid is as the entitlement would have it: each encounter is of the sort asked for and meaningful,
held in person, and the learner is in a fitting setting and, where it matters, considering higher education.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from waymark.kernel.academic_year import first_day
from waymark.kernel.entitlement import Entitlement
from waymark.kernel.facts import (
    USUAL_DAY_MINUTES,
    USUAL_SUBJECTS,
    Activity,
    Enrolment,
    Institution,
    encounters,
    standing,
)
from waymark.kernel.judge import applies, judge
from waymark.kernel.strict import FrameworkError, Strict
from waymark.kernel.vocabulary import YEAR_GROUPS, Kind, Mode, ProviderKind, Setting, Tick

NOT_ASKED = "not_asked"
_ANSWERS = ("met", "not_yet", "missed", "unknown", NOT_ASKED)
_YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class Example:
    """One worked example. `answer` is `not_asked` where the entitlement is not asked of the learner on that day."""

    title: str
    institution: Institution
    enrolments: tuple[Enrolment, ...]
    considering_he: bool
    had: tuple[Activity, ...]
    as_at: date
    answer: str
    evidence: int

    def worked(self, due: Entitlement) -> tuple[str, int]:
        """The answer and the evidence that the rules give."""
        institutions = {self.institution.institution_id: self.institution}
        at = standing(self.enrolments, institutions, on=self.as_at, considering_he=self.considering_he)
        if at is None or not applies(due, at):
            return NOT_ASKED, 0
        judgement = judge(due, at, encounters(self.enrolments, self.had, on=self.as_at))
        return judgement.answer.value, judgement.evidence


def read_examples(
    mapping: Mapping[str, Any], dues: Mapping[str, Entitlement], path: str
) -> dict[str, tuple[Example, ...]]:
    """The examples of each entitlement code; FrameworkError for an unknown code or a story out of shape."""
    strangers = sorted(set(mapping) - set(dues))
    if strangers:
        raise FrameworkError(f"{path}: examples of {strangers[0]}, which does not exist")
    strict = Strict(mapping, path)
    return {code: strict.each(code, partial(_read_example, due=dues[code])) for code in mapping}


def _read_example(strict: Strict, due: Entitlement) -> Example:
    answer = strict.text("answer")
    if answer not in _ANSWERS:
        raise strict.refuse("answer", answer, "one of " + ", ".join(_ANSWERS))
    return Example(
        title=strict.text("title"),
        institution=Institution(
            "here",
            strict.word("setting", Setting, due.settings[0]),
            strict.texts("subjects", USUAL_SUBJECTS),
            strict.whole("day_minutes", range(1, 1441), USUAL_DAY_MINUTES),
        ),
        enrolments=_read_enrolments(strict.inner("on_roll")),
        considering_he=strict.flag("considering_he", due.only_considering_he),
        had=tuple(
            replace(activity, activity_id=str(number))
            for number, activity in enumerate(strict.each("had", lambda inner: _read_activity(inner, due), ()))
        ),
        as_at=strict.day("as_at"),
        answer=answer,
        evidence=strict.whole("evidence", range(100_000), 0),
    )


def _read_enrolments(strict: Strict) -> tuple[Enrolment, ...]:
    """`2025 to 2026: 9` is the whole of that academic year in Year 9; `{year_group, since, to}` is a part of it."""
    enrolments = []
    for words in strict.names():
        year = int(words[:4]) if words[:4].isdigit() else 0
        if words != f"{year} to {year + 1}" or year not in _YEARS:
            raise strict.refuse(words, words, "an academic year, such as '2025 to 2026'")
        if not strict.holds_mapping(words):
            enrolments.append(Enrolment("here", year, strict.whole(words, YEAR_GROUPS), first_day(year)))
            continue
        part = strict.inner(words)
        since, to = part.day("since", first_day(year)), part.day_or_none("to")
        enrolments.append(Enrolment("here", year, part.whole("year_group", YEAR_GROUPS), since, to))
        part.done()
    strict.done()
    return tuple(enrolments)


def _read_activity(strict: Strict, due: Entitlement) -> Activity:
    counts, meaning = due.counts, due.meaning
    lacking = strict.words("lacking", Tick, ())
    fitting = (counts.modes or meaning.modes)[0]
    provider_kind = (*counts.provider_kinds, ProviderKind.FE_COLLEGE)[0] if counts.kind is Kind.PROVIDER else None
    return Activity(
        activity_id="",
        held_on=strict.day("held_on"),
        kind=strict.word("kind", Kind, counts.kind),
        provider_kind=strict.word("provider_kind", ProviderKind) if strict.has("provider_kind") else provider_kind,
        sector=strict.text("sector", ""),
        subject=strict.text("subject", (*counts.subjects, "")[0]),
        self_employed=strict.flag("self_employed", False),
        stem=strict.flag("stem", counts.stem),
        minutes=strict.whole("minutes", range(100_000), 0),
        mode=strict.word("mode", Mode, fitting),
        ticks=frozenset(meaning.ticks) - set(lacking),
        pal_content=strict.flag("pal_content", counts.pal_content),
        adviser_level=strict.whole("adviser_level", range(9), meaning.adviser_level),
    )
