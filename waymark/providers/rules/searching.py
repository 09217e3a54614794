"""Words that are searched for, and the words of the directory they may mean."""

from collections.abc import Mapping, Sequence

from waymark.places.rules import plain_words

_LITTLE = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "into", "of", "on", "or", "our", "the", "their", "to", "with"}
)
_MOST_WORDS = 12
_MOST_SPELLINGS = 8
_SHORTEST_MISSPELT = 4
EXACT, BEGINNING, MISSPELT = 1.0, 0.7, 0.5


def words_of(text: str) -> list[str]:
    """The words that tell something, without case, accents or the s of a plural; each as often as it stands there."""
    return [_singular(word) for word in plain_words(text).split() if word not in _LITTLE]


def asked_words(text: str) -> list[str]:
    """The words of a question, each once, no more than a dozen."""
    return list(dict.fromkeys(words_of(text)))[:_MOST_WORDS]


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def spellings(word: str, terms: Sequence[str], places: Mapping[str, int]) -> list[tuple[int, float]]:
    """The terms that a word may mean, as their places, each with how surely: itself and the words it begins, else the
    nearest spelt. One slip is forgiven from four letters on, two from seven: a letter wrong, missing, added or swapped.
    """
    found = [(places[word], EXACT)] if word in places else []
    if len(word) >= 3:
        found += [(at, BEGINNING) for at, term in enumerate(terms) if term.startswith(word) and term != word]
    if found or len(word) < _SHORTEST_MISSPELT or word.isdigit():
        return found
    from rapidfuzz import process  # not at the start of the program: only where a word is not known
    from rapidfuzz.distance import OSA

    near = process.extract(
        word, terms, scorer=OSA.distance, score_cutoff=1 if len(word) < 7 else 2, limit=_MOST_SPELLINGS
    )
    return [(at, MISSPELT / slips) for _, slips, at in near]
