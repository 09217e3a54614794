"""Words of the register spelt nearly as somebody typed them."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import QuerySet

from waymark.places.models import Organisation

_MOST_SPELLINGS = 6
_SHORTEST = 4


def near_words(places: QuerySet[Organisation], words: list[str]) -> list[list[str]]:
    """For each word its spellings on the register: itself where one begins so, else the nearest there are.

    One slip is forgiven in a word of four letters, two from seven on: a letter wrong, missing, added, or two swapped.
    An s at the end is none: saints' schools are asked for with and without.
    """
    known: Counter[str] = Counter()
    for name, area in places.values_list("search_text", "search_area"):
        known.update(name.split())
        known.update(area.split())
    return [_spellings(word, known) for word in words]


def _spellings(word: str, known: Counter[str]) -> list[str]:
    if len(word) < _SHORTEST or any(other.startswith(word) for other in known):
        return [word]
    allowed = 1 if len(word) < 7 else 2
    near = [(slips, -count, other) for other, count, slips in _measured(word, known.items(), allowed)]
    return [other for _, _, other in sorted(near)[:_MOST_SPELLINGS]] or [word]


def _measured(word: str, known: Iterable[tuple[str, int]], allowed: int) -> Iterable[tuple[str, int, int]]:
    letters = set(bare := word.removesuffix("s"))
    for spelt, count in known:
        other = spelt.removesuffix("s")
        if abs(len(other) - len(bare)) > allowed or len(letters.symmetric_difference(other)) > 2 * allowed:
            continue
        slips = slips_between(bare, other)
        if slips <= allowed:
            yield spelt, count, slips


def slips_between(one: str, other: str) -> int:
    """How many letters must be changed, added, dropped or swapped with their neighbour to make one word the other."""
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, theirs in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != theirs))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == theirs:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        before_last, last = last, row
    return last[-1]
