"""Who in a file is whom on the roll."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date

from waymark.kernel.upn import is_temporary
from waymark.ledger.rules.roll import KnownLearner, LearnerRow

_NOT_A_LETTER = re.compile(r"[\W_]+")


def same_people(rows: Sequence[LearnerRow], known: Sequence[KnownLearner]) -> dict[int, KnownLearner]:
    """For each row number, the learner it is about; rows about nobody we have are left out.

    By UPN first, then by a former UPN. Where one side has no UPN, or only a temporary one, by the
    school's own number, then by both names and the birth date. Two different permanent UPNs are
    two people, whatever their names: twins.
    """
    found = _Matches(rows, known)
    found.join(lambda row: row.upn, lambda learner: learner.upn)
    found.join(lambda row: row.upn, lambda learner: learner.former_upn)
    found.join(lambda row: row.former_upn, lambda learner: learner.upn)
    found.join(lambda row: row.school_reference and (row.school_reference, row.born_on), _by_reference)
    found.join(lambda row: row.school_reference, _known_by_number_alone)
    found.join(lambda row: person_in(row.given_name, row.family_name, row.born_on), person_of)
    return found.pairs


class _Matches:
    """Pairs made so far; each learner and each row is in one pair at most."""

    def __init__(self, rows: Sequence[LearnerRow], known: Sequence[KnownLearner]) -> None:
        self.rows = list(rows)
        self.known = {learner.key: learner for learner in known}
        self.pairs: dict[int, KnownLearner] = {}

    def join(self, in_file: Callable[[LearnerRow], Hashable], on_roll: Callable[[KnownLearner], Hashable]) -> None:
        free = _by(self.known.values(), on_roll)
        waiting: list[LearnerRow] = []
        for row in self.rows:
            candidates = free.get(in_file(row), []) if in_file(row) else []
            fitting = next((learner for learner in candidates if _may_be(row, learner)), None)
            if fitting is None:
                waiting.append(row)
                continue
            candidates.remove(fitting)
            self.pairs[row.row] = fitting
            del self.known[fitting.key]
        self.rows = waiting


def _by(
    learners: Iterable[KnownLearner], name: Callable[[KnownLearner], Hashable]
) -> dict[Hashable, list[KnownLearner]]:
    found: dict[Hashable, list[KnownLearner]] = defaultdict(list)
    for learner in learners:
        if name(learner):
            found[name(learner)].append(learner)
    return found


def _may_be(row: LearnerRow, learner: KnownLearner) -> bool:
    """False when both have permanent UPNs that say they are two people."""
    if row.upn in {learner.upn, learner.former_upn} or (row.former_upn and row.former_upn == learner.upn):
        return True
    return not (is_permanent(row.upn) and is_permanent(learner.upn))


def is_permanent(upn: str) -> bool:
    """Whether a UPN is there and is not a temporary one."""
    return bool(upn) and not is_temporary(upn)


def _by_reference(learner: KnownLearner) -> Hashable:
    return learner.school_reference and (learner.school_reference, learner.facts["born_on"])


def _known_by_number_alone(learner: KnownLearner) -> Hashable:
    """Of somebody of whom an exchange folder told no more than a number: that number."""
    return "" if learner.upn or learner.facts["born_on"] else learner.school_reference


def person_in(given_name: str, family_name: str, born_on: date) -> tuple[str, str, date]:
    """A person as they are compared when no number tells them apart: both names and the birth date."""
    return (plain_name(given_name), plain_name(family_name), born_on)


def person_of(learner: KnownLearner) -> tuple[str, str, date]:
    """The person a learner on the roll is."""
    facts = learner.facts
    return person_in(facts["given_name"], facts["family_name"], facts["born_on"])


def plain_name(name: str) -> str:
    """A name as it is compared: letters alone, without case or accents."""
    letters = unicodedata.normalize("NFKD", name)
    return _NOT_A_LETTER.sub("", "".join(c for c in letters if not unicodedata.combining(c))).casefold()
