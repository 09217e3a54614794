"""What somebody typed into the search box, read by the public service's grammar.

Words are alternatives: a course with any of them is found, one with all of them first. `'a b'` asks for both words,
`"a b"` for the two side by side. “T level” is always asked for as it stands, whatever else is. Blank text or `*` is
everything; other signs mean nothing.
"""

import re
from dataclasses import dataclass
from enum import Enum

from waymark.opportunities.search.synonyms import Synonyms
from waymark.opportunities.search.words import NOISE, words_of

_QUOTED = re.compile(r'"([^"]*)"|(?<!\w)\'([^\']*)\'(?!\w)')
_T_LEVEL = re.compile(r"\bt[\s-]*levels?\b", re.IGNORECASE)
_MOST_WORDS = 16


class Kind(Enum):
    WORD = "a word, however it goes on"
    BOTH = "all of the words"
    PHRASE = "the words side by side"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked for, and phrases that mean the same."""

    kind: Kind
    words: tuple[str, ...]
    synonyms: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """What is looked for: any of some parts, and every one of others. Empty: everything."""

    any_of: tuple[Part, ...] = ()
    all_of: tuple[Part, ...] = ()

    @property
    def asks_for_all(self) -> bool:
        return not self.any_of and not self.all_of

    @property
    def plain_words(self) -> tuple[str, ...]:
        """The words that stand alone, as read: those that may be misspelt."""
        return tuple(part.words[0] for part in self.any_of if part.kind is Kind.WORD)


def wording_of(text: str, synonyms: Synonyms) -> Wording:
    """Read what was typed."""
    all_of: list[Part] = []
    any_of: list[Part] = []

    def quoted(found: re.Match[str]) -> str:
        kind = Kind.PHRASE if found[1] is not None else Kind.BOTH
        words = tuple(words_of(found[1] if found[1] is not None else found[2]))[:_MOST_WORDS]
        if words:
            any_of.append(_part(kind, words, synonyms))
        return " "

    loose = _QUOTED.sub(quoted, text)
    if _T_LEVEL.search(loose):
        all_of.append(Part(Kind.PHRASE, ("t", "level")))
        loose = _T_LEVEL.sub(" ", loose)
    any_of += _loose(words_of(loose)[:_MOST_WORDS], synonyms, alone=not any_of and not all_of)
    return Wording(tuple(any_of), tuple(all_of))


def _part(kind: Kind, words: tuple[str, ...], synonyms: Synonyms) -> Part:
    if len(words) == 1:
        return Part(Kind.WORD, words, synonyms.of(words))
    return Part(kind, words, synonyms.of(words))


def _loose(words: list[str], synonyms: Synonyms, *, alone: bool) -> list[Part]:
    """A part for each word that says something, and one for each run of words that has synonyms of its own."""
    telling = [word for word in dict.fromkeys(words) if word not in NOISE]
    if not telling and alone:
        telling = list(dict.fromkeys(words))
    parts = [Part(Kind.WORD, (word,), synonyms.of((word,))) for word in telling]
    for phrase in synonyms.phrases_in(words):
        if len(phrase) > 1:
            parts.append(Part(Kind.PHRASE, phrase, synonyms.of(phrase)))
    return parts
