"""How school systems write what they know of a learner."""

import re

from waymark.intake.reading import Unreadable, one_of, yes_or_no
from waymark.kernel import upn as numbers

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_LONGEST_NAME = 100
_SEN_LETTERS = {"N": "N", "K": "K", "E": "E", "S": "E", "A": "K", "P": "K"}
_SEN_WORDS = one_of(
    {
        "no sen": "N",
        "none": "N",
        "no": "N",
        "false": "N",
        "0": "N",
        "not sen": "N",
        "no special need": "N",
        "no special needs": "N",
        "no special educational need": "N",
        "no special educational needs": "N",
        "no specialist provision": "N",
        "sen support": "K",
        "support": "K",
        "yes": "K",
        "y": "K",
        "true": "K",
        "1": "K",
        "school action": "K",
        "school action plus": "K",
        "ehc": "E",
        "ehcp": "E",
        "ehc plan": "E",
        "education health and care plan": "E",
        "education health care plan": "E",
        "education and health care plan": "E",
        "statement": "E",
        "statemented": "E",
    },
    expected="N, K or E",
    suggestion="Write N for none, K for SEN support or E for an education, health and care plan.",
)
sex = one_of(
    {
        "F": "F",
        "Female": "F",
        "Girl": "F",
        "M": "M",
        "Male": "M",
        "Boy": "M",
        "U": "",
        "X": "",
        "I": "",
        "O": "",
        "Other": "",
        "Unknown": "",
        "Indeterminate": "",
        "Not known": "",
        "Not specified": "",
        "Unspecified": "",
        "Prefer not to say": "",
        "Non-binary": "",
    },
    expected="F or M",
    suggestion="Write F or M, or leave the cell blank.",
)
_ANSWERS = one_of(
    {"looked after": True, "in care": True, "not looked after": False, "none": False, "eal": True, "english": False},
    expected="yes or no",
    suggestion="Write Yes or No.",
)


def upn(cell: str) -> str:
    """A UPN, permanent or temporary, in capitals; its check letter must be right."""
    number = numbers.normalised(cell)
    match numbers.upn_fault(number):
        case None:
            return number
        case numbers.UpnFault.LENGTH:
            told, advice = f"{len(number)} characters", "Copy the UPN again from your school's system."
        case numbers.UpnFault.CHECK_LETTER:
            told, advice = "13 characters whose check letter is wrong", "Two characters may have been swapped."
        case _:
            told, advice = "13 characters in another order", "A UPN is a letter, eleven digits and a digit or letter."
    raise Unreadable("a UPN: 13 characters beginning with its check letter", advice, told)


def name(cell: str) -> str:
    """A name as the school writes it, of at most 100 characters, with at least one letter."""
    if not any(character.isalpha() for character in cell):
        raise Unreadable("a name", "Write the name in letters.")
    return short(_LONGEST_NAME)(cell)


def short(most: int):
    """A reader of text no longer than `most` characters."""

    def parse(cell: str) -> str:
        if len(cell) > most:
            raise Unreadable(f"at most {most} characters", "Shorten it.", f"text of {len(cell)} characters")
        return cell

    return parse


def sen(cell: str) -> str:
    """N, K or E, out of the letter, its words, or both; the older letters of a statement or school action too."""
    first = re.split(r"[\s:(–-]+", cell.strip(), maxsplit=1)[0].upper()
    if first in _SEN_LETTERS:
        return _SEN_LETTERS[first]
    return _SEN_WORDS(cell)


def answer(cell: str) -> bool:
    """Yes or no, also in the words of the question."""
    try:
        return yes_or_no(cell)
    except Unreadable:
        return _ANSWERS(cell)


def email(cell: str) -> str:
    """An e-mail address, in small letters."""
    if len(cell) > 254 or not _EMAIL.fullmatch(cell):
        raise Unreadable("an e-mail address", "Write it like name@example.org, or leave the cell blank.")
    return cell.lower()
