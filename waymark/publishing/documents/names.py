"""Finding and leaving out the names of a school's learners, in whatever words they stand.

Everyone the school ever had on roll is looked for: full names in either order, with the preferred or only the first of
the given names, an initial and the family name, e-mail addresses, and UPNs, their own and any that looks like one. A
given name alone is too often a word, and is not looked for.
"""

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from waymark.ledger.queries import learners_of
from waymark.places.models import Organisation

LEFT_OUT = "[name left out]"
_UPN = re.compile(r"(?<![A-Za-z0-9])[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z](?![A-Za-z0-9])", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Found:
    """A name in a text: where it stands, as it is written, and a mark that names it without saying it."""

    start: int
    end: int
    written: str
    mark: str
    may_be_another: bool  # a name may be somebody else's; a UPN or an address may not


class Names:
    """The names of everyone a school ever had on roll."""

    def __init__(self, school: Organisation) -> None:
        self.school = school
        self._sure: set[tuple[str, ...]] = set()

    @cached_property
    def _keys(self) -> set[tuple[str, ...]]:
        keys: set[tuple[str, ...]] = set()
        facts = ("given_name", "preferred_name", "family_name", "email")
        for given, preferred, family, email in learners_of(self.school).order_by().values_list(*facts):
            keys |= set(_ways(given, preferred, family))
            if email:
                self._sure.add(_plain_words(email))
        return {key for key in keys | self._sure if key}

    def in_text(self, text: str) -> list[Found]:
        """Every name in a text, in its order; of those that overlap the longest that begins first."""
        found = [self._found(text, m.start(), m.end(), (m[0].upper(),), sure=True) for m in _UPN.finditer(text)]
        keys, spans = self._keys, [(m.start(), m.end(), _plain(m[0])) for m in _WORD.finditer(text)]
        at, longest = 0, max(map(len, keys), default=0)
        while at < len(spans):
            for length in range(min(longest, len(spans) - at), 0, -1):
                key = tuple(word for _, _, word in spans[at : at + length])
                start, end = spans[at][0], spans[at + length - 1][1]
                if key in self._sure or (key in keys and _is_written_as_a_name(key, text[start:end])):
                    found.append(self._found(text, start, end, key, sure=key in self._sure))
                    at += length - 1
                    break
            at += 1
        return sorted(found, key=lambda each: each.start)

    def without(self, text: str, *, keep: Collection[str] = ()) -> str:
        """The text with every name left out but those a person has said mean somebody else."""
        kept, at = [], 0
        for each in self.in_text(text):
            if each.start >= at and not (each.may_be_another and each.mark in keep):
                kept += [text[at : each.start], LEFT_OUT]
                at = each.end
        return "".join([*kept, text[at:]])

    def _found(self, text: str, start: int, end: int, key: tuple[str, ...], *, sure: bool) -> Found:
        said = f"{self.school.institution_id}:{' '.join(key)}".encode()
        return Found(start, end, text[start:end], hashlib.sha256(said).hexdigest()[:16], not sure)


def _ways(given: str, preferred: str, family: str) -> Iterator[tuple[str, ...]]:
    """The ways in which a person's name is written, as plain words."""
    last = _plain_words(family)
    if not last:
        return
    for name in (given, preferred):
        first = _plain_words(name)
        if first:
            shorter = {first, first[:1], (first[0][0],)}
            for each in shorter:
                yield (*each, *last)
                yield (*last, *each)


def _is_written_as_a_name(key: tuple[str, ...], written: str) -> bool:
    """An initial and a family name count only with capitals: “A Hall” may be a learner, “a hall” is not."""
    return all(len(word) > 1 for word in key) or all(word[0].isupper() for word in _WORD.findall(written))


def _plain_words(text: str) -> tuple[str, ...]:
    return tuple(_plain(match[0]) for match in _WORD.finditer(text))


def _plain(word: str) -> str:
    """A word as names are compared: small letters, no possessive, one sort of apostrophe."""
    return re.sub(r"'s$", "", word.casefold().replace("’", "'"))
