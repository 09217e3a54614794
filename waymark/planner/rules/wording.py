"""Suggested actions in plain words, made from the framework's own entitlements and criteria.

No sentence here belongs to one entitlement: a framework nobody has written yet gets its suggestions by the kind of
activity it counts, how much of it is needed, and in which window.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from waymark.kernel.benchmark import AnsweredBy, Criterion
from waymark.kernel.entitlement import AtLeast, Counts, Days, Different, Entitlement, EverySubject, Span
from waymark.kernel.vocabulary import Kind, Mode, ProviderKind
from waymark.kernel.year_groups import year_words

# One of a kind, and several.
_THINGS = {
    Kind.EMPLOYER: ("an encounter with {whom_one}", "encounters with {whom_many}"),
    Kind.WORKPLACE: ("an experience of a workplace", "experiences of a workplace"),
    Kind.PROVIDER: ("a meeting with {whom_one}", "meetings with {whom_many}"),
    Kind.CURRICULUM: ("a lesson on careers{subject}", "lessons on careers{subject}"),
    Kind.GUIDANCE: ("a meeting with a careers adviser", "meetings with a careers adviser"),
    Kind.LMI: ("a session on jobs, pay and prospects", "sessions on jobs, pay and prospects"),
    Kind.OTHER: ("an activity", "activities"),
}
_PROVIDERS = {
    ProviderKind.SIXTH_FORM: ("a sixth form", "sixth forms"),
    ProviderKind.FE_COLLEGE: ("a further education college", "further education colleges"),
    ProviderKind.UNIVERSITY: ("a university", "universities"),
    ProviderKind.ITP: ("a training or apprenticeship provider", "training or apprenticeship providers"),
    ProviderKind.OTHER: ("another provider", "other providers"),
}
_ANY_PROVIDER = ("a college, university or training provider", "colleges, universities or training providers")
_LANGUAGES = frozenset({"english", "french", "german", "spanish", "italian", "latin", "welsh", "mandarin", "urdu"})
_INITIALS = frozenset({"pshe", "re", "rs", "pe", "ict", "it", "mfl", "d&t", "dt"})
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_DIFFERENT = {"sector": "from {number} different sectors", "provider_kind": "of {number} different kinds"}
_ONE_WITH = {
    "subject": "at least one of them through a subject they study",
    "self_employed": "one of them self-employed",
}
_CRITERIA = {
    AnsweredBy.YES_NO: "Bring about: “{text}”",
    AnsweredBy.AGREEMENT: "Go further towards: “{text}”",
    AnsweredBy.BANDED: "Reach more {many}: “{text}”",
}


def subject_in_words(subject: str) -> str:
    """A subject, kept in small letters, as people write it in a sentence."""
    return subject.upper() if subject in _INITIALS else subject.title() if subject in _LANGUAGES else subject


@dataclass(frozen=True, slots=True)
class Whom:
    """The learners a suggestion is for; `count` None: not told, or not to be kept."""

    count: int | None
    years: Sequence[int]
    one: str
    many: str
    considering_he: bool = False

    def __str__(self) -> str:
        """`43 pupils of Year 11`, `pupils of Year 11`."""
        counted = self.many if self.count is None else f"{self.count:,} {self.one if self.count == 1 else self.many}"
        bound_for = " who think of higher education" if self.considering_he else ""
        return f"{counted} of {year_words(self.years)}{bound_for}"


def offer(due: Entitlement, whom: Whom, by: date | None = None) -> str:
    """What to do for those who can still have it, and by when:
    `Offer 43 pupils of Year 11 a meeting with a careers adviser by 31 July 2027`."""
    need, (one, many), tail = due.need, _thing(due), ""
    match need:
        case AtLeast(count=1):
            said = f"Offer {whom} {one}{_place(due.counts)}"
        case AtLeast():
            said = f"Bring {whom} up to {_number(need.count)} {many}{_place(due.counts)}"
            tail = _ONE_WITH.get(need.one_with, "")
        case EverySubject():
            said = f"Give {whom} a lesson on careers in every subject"
        case Different():
            said = f"Bring {whom} up to {many} {_DIFFERENT[need.field].format(number=_number(need.count))}"
            tail = _ONE_WITH.get(need.one_with, "")
        case Days():
            said = f"Bring {whom} up to {_number(need.count)} days at workplaces"
    if due.window.span is Span.EACH_YEAR:
        tail = "so that no year goes without"
    return _by(said, by) + (f", {tail}" if tail else "")


def plan_early(due: Entitlement, whom: Whom, by: date | None = None) -> str:
    """What to do about those who missed it: it is too late for them, and not for those who come after."""
    return f"{_by(f'Plan earlier for “{due.title}”', by)}: {whom} missed it"


def bring_about(criterion: Criterion, *, many: str) -> str:
    """What to do about a criterion that only people can answer, in its own words."""
    return _CRITERIA[criterion.answered_by].format(text=criterion.text, many=many)


def _by(words: str, day: date | None) -> str:
    return f"{words} by {day.day} {day:%B} {day.year}" if day else words


def _thing(due: Entitlement) -> tuple[str, str]:
    counts = due.counts
    whom = _employers(counts) if counts.kind is Kind.EMPLOYER else _providers(counts)
    subject = " or ".join(map(subject_in_words, counts.subjects))
    words = {"whom_one": whom[0], "whom_many": whom[1], "subject": f" in {subject}" if subject else ""}
    one, many = _THINGS[counts.kind]
    return one.format(**words), many.format(**words)


def _employers(counts: Counts) -> tuple[str, str]:
    return ("a STEM employer", "STEM employers") if counts.stem else ("an employer", "employers")


def _providers(counts: Counts) -> tuple[str, str]:
    if not counts.provider_kinds:
        return _ANY_PROVIDER
    chosen = [_PROVIDERS[kind] for kind in counts.provider_kinds]
    return " or ".join(one for one, _ in chosen), " or ".join(many for _, many in chosen)


def _place(counts: Counts) -> str:
    return " in person" if counts.modes == (Mode.IN_PERSON,) else ""


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)
