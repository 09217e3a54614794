"""Finding learners by what a person types: a name, perhaps with a form or date of birth, or the school's reference."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from waymark.intake.reading import Unreadable, uk_date
from waymark.ledger.models import Learner
from waymark.ledger.queries import on_roll
from waymark.ledger.rules.names import name_key
from waymark.places.models import Organisation

_TELL_APART = "Add the form or date of birth in brackets: (9B) or (12/03/2013)."
_BRACKETED = re.compile(r"\(([^)]*)\)")


@dataclass(frozen=True, slots=True)
class Found:
    """The learners named, in the order named, and a sentence for each line that names nobody or more than one."""

    learner_ids: tuple[int, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Person:
    pk: int
    public_id: str
    form: str
    born_on: date | None


def learners_named(organisation: Organisation, typed: str, day: date) -> Found:
    """Read a list, one learner a line: “Amara Ashdown”, “Ashdown, Amara (9B)”, a reference or a UPN.

    Looks among those on roll on the day, then among all the school ever had. A line's number is said, not its words.
    """
    lines = [(number, line.strip()) for number, line in enumerate(typed.splitlines(), start=1) if line.strip()]
    if not lines:
        return Found((), ())
    now, ever = _index(organisation, day)
    found: dict[int, None] = {}
    faults = []
    for number, line in lines:
        matches = _matching(line, now) or _matching(line, ever)
        if len(matches) == 1:
            found[matches.pop()] = None
        elif matches:
            faults.append(f"Line {number} fits {len(matches)} learners. {_TELL_APART}")
        else:
            faults.append(f"Line {number} fits no learner of the school. Check how the name is spelt.")
    return Found(tuple(found), tuple(faults))


def lines_naming(organisation: Organisation, learner_ids: Iterable[int], day: date) -> str:
    """The lines that `learners_named` reads back as just these learners."""
    wanted = set(learner_ids)
    if not wanted:
        return ""
    now, ever = _index(organisation, day)
    forms = {person.pk: person.form for people in now.values() for person in people}
    lines = []
    for learner in Learner.objects.filter(organisation=organisation, pk__in=wanted):
        name = f"{learner.family_name}, {learner.preferred_name or learner.given_name}"
        said = [name]
        if forms.get(learner.pk):
            said.append(f"{name} ({forms[learner.pk]})")
        if learner.born_on:
            said.append(f"{name} ({learner.born_on:%d/%m/%Y})")
        said.append(f"{name} ({learner.public_id})")  # never by UPN: the line stands on a page
        alone = (line for line in said if (_matching(line, now) or _matching(line, ever)) == {learner.pk})
        lines.append(next(alone, learner.school_reference or name))
    return "\n".join(lines)


def _index(organisation: Organisation, day: date) -> tuple[dict[str, list[_Person]], dict[str, list[_Person]]]:
    """Everyone by each key they answer to: those on roll on the day, and those ever."""
    forms = dict(on_roll(organisation, day).order_by().values_list("learner_id", "form"))
    now: dict[str, list[_Person]] = defaultdict(list)
    ever: dict[str, list[_Person]] = defaultdict(list)
    for learner in Learner.objects.filter(organisation=organisation).order_by("pk"):
        person = _Person(learner.pk, learner.public_id, forms.get(learner.pk, ""), learner.born_on)
        for key in _keys(learner):
            ever[key].append(person)
            if learner.pk in forms:
                now[key].append(person)
    return now, ever


def _keys(learner: Learner) -> set[str]:
    names = {name_key(given, learner.family_name) for given in (learner.given_name, learner.preferred_name) if given}
    return names | {key.casefold() for key in (learner.school_reference, learner.upn) if key}


def _matching(line: str, index: dict[str, list[_Person]]) -> set[int]:
    bracketed = _BRACKETED.search(line)
    bare = _BRACKETED.sub(" ", line).strip()
    people = index.get(name_key(bare), []) or index.get(bare.casefold(), [])
    if bracketed:
        people = [person for person in people if _is_told_by(person, bracketed[1].strip())]
    return {person.pk for person in people}


def _is_told_by(person: _Person, said: str) -> bool:
    if person.form and said.casefold() == person.form.casefold():
        return True
    if said == person.public_id:
        return True
    try:
        return person.born_on is not None and uk_date(said) == person.born_on
    except Unreadable:
        return False
