"""The words of a text as the course search knows them: lower case, bare of accents and plurals."""

import re
import unicodedata

_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
_SIGNS = (
    (re.compile(r"\bc\+\+", re.I), " cplusplus "),
    (re.compile(r"\bc#", re.I), " csharp "),
    (re.compile("&"), " and "),
)
_WORD = re.compile(r"[0-9a-z]+")
_T_LEVEL = re.compile(r"\b([ast])[\s-]*level(s?)\b", re.IGNORECASE)

# Words that nearly every course or question has: asked for beside others, they narrow nothing.
_NOISE = """
a an and are as at be by can course do find for from get have how i in into is its learn learning me my near of on or
study that the this to train training want what with you your
"""
NOISE = frozenset(_NOISE.split())


def words_of(text: str) -> list[str]:
    """The words of a text in order: `Plumbers’ Courses` is `plumber`, `course`; `A-level` is `A level`."""
    for sign, words in _SIGNS:
        text = sign.sub(words, text)
    text = _T_LEVEL.sub(r" \1 level\2 ", text)
    bare = _APOSTROPHES.sub("", text)
    decomposed = unicodedata.normalize("NFKD", bare.casefold())
    return [singular(word) for word in _WORD.findall("".join(c for c in decomposed if not unicodedata.combining(c)))]


def singular(word: str) -> str:
    """A word without the ending that only says there are several; other words as they are."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1]


_DOER = ("er", "or", "ing", "ist")
_FAMILY = ("", "e", "y", "er", "or", "ing", "ist", "ion", "ment")
_SHORTEST_STEM = 4


def forms_of(word: str) -> frozenset[str]:
    """Other words that the same stem may make: of `welder`, `weld` and `welding`. Most of them are none."""
    ending = next((each for each in _DOER if word.endswith(each)), "")
    stem = word.removesuffix(ending)
    if not ending or len(stem) < _SHORTEST_STEM:
        return frozenset()
    stems = {stem, stem[:-1]} if stem[-1] == stem[-2] else {stem}  # a planner plans
    return frozenset(each + other for each in stems for other in _FAMILY) - {word}
