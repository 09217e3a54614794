"""Words that mean the same to somebody looking for a course: our own list, kept as data in `synonyms.txt`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from waymark.opportunities.search.words import words_of

FILE = Path(__file__).with_name("synonyms.txt")
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Synonyms:
    """Each word or phrase with those that mean the same; it holds both ways."""

    same: dict[Phrase, tuple[Phrase, ...]]
    longest: int

    @classmethod
    def read(cls, lines: Iterable[str]) -> "Synonyms":
        """A line for each meaning, its words and phrases parted by commas; what follows a # is a remark."""
        same: dict[Phrase, dict[Phrase, None]] = {}
        for line in lines:
            said = [tuple(words_of(each)) for each in line.partition("#")[0].split(",")]
            group = [phrase for phrase in dict.fromkeys(said) if phrase]
            for phrase in group:
                same.setdefault(phrase, {}).update((other, None) for other in group if other != phrase)
        longest = max((len(phrase) for phrase in same), default=0)
        return cls({phrase: tuple(others) for phrase, others in same.items()}, longest)

    def of(self, phrase: Phrase) -> tuple[Phrase, ...]:
        """What means the same as this word or phrase."""
        return self.same.get(phrase, ())

    def phrases_in(self, words: Sequence[str]) -> list[Phrase]:
        """The runs of these words that are on the list, the longest from each place on, none inside another."""
        found: list[Phrase] = []
        at = 0
        while at < len(words):
            spans = range(min(self.longest, len(words) - at), 0, -1)
            phrase = next((p for span in spans if (p := tuple(words[at : at + span])) in self.same), None)
            if phrase and phrase not in found:
                found.append(phrase)
            at += len(phrase) if phrase else 1
        return found


@cache
def our_synonyms() -> Synonyms:
    """The list that comes with the program."""
    return Synonyms.read(FILE.read_text(encoding="utf-8").splitlines())
