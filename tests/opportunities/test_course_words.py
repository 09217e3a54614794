"""How a question is read: words, quotes, synonyms, slips; each with its answer worked out by hand."""

from datetime import date

import pytest

from waymark.opportunities.search.asking import Search
from waymark.opportunities.search.documents import Document
from waymark.opportunities.search.finding import find
from waymark.opportunities.search.grammar import Kind, Part, wording_of
from waymark.opportunities.search.matching import Standing
from waymark.opportunities.search.segment import segment_of
from waymark.opportunities.search.synonyms import Synonyms, our_synonyms
from waymark.opportunities.search.words import forms_of, words_of

NONE = Synonyms.read([])
TITLES = (
    "Plumbing Level 2",
    "Plumber's Mate",
    "Pottery for Beginners",
    "T Level in Digital Production",
    "A-level Maths",
    "Level 3 Diploma in Health and Social Care",
    "Social Media",
    "C# Programming",
    "Café Skills",
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Plumbers’ Courses", ["plumber", "course"], id="plurals and apostrophes"),
        pytest.param("A-level / A Level", ["a", "level", "a", "level"], id="A levels"),
        pytest.param("T-Levels", ["t", "level"], id="T levels"),
        pytest.param("Café & bakery", ["cafe", "and", "bakery"], id="accents and signs"),
        pytest.param("C# or C++", ["csharp", "or", "cplusplus"], id="names made of signs"),
        pytest.param(
            "business, physics, glass, communities", ["business", "physic", "glass", "community"], id="endings"
        ),
        pytest.param("<*?~:^>", [], id="signs alone"),
    ],
)
def test_words_of_a_text(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("welder", "welding"),
        ("driving", "driver"),
        ("decorator", "decorating"),
        ("planner", "planning"),
        ("planner", "plan"),
    ],
)
def test_a_word_has_other_forms(word, form):
    assert form in forms_of(word)
    assert word not in forms_of(word)


def test_a_short_word_has_no_other_forms():
    assert [forms_of(word) for word in ("water", "ring", "art", "hair")] == [frozenset()] * 4


@pytest.mark.parametrize(
    ("text", "any_of", "all_of"),
    [
        pytest.param("", [], [], id="blank"),
        pytest.param(" * ", [], [], id="a star"),
        pytest.param("hair beauty", [(Kind.WORD, ("hair",)), (Kind.WORD, ("beauty",))], [], id="any of two"),
        pytest.param("courses in pottery near me", [(Kind.WORD, ("pottery",))], [], id="what everybody says"),
        pytest.param("the course", [(Kind.WORD, ("the",)), (Kind.WORD, ("course",))], [], id="nothing else is said"),
        pytest.param("'hair beauty'", [(Kind.BOTH, ("hair", "beauty"))], [], id="both"),
        pytest.param('"hair and beauty"', [(Kind.PHRASE, ("hair", "and", "beauty"))], [], id="side by side"),
        pytest.param("t-level digital", [(Kind.WORD, ("digital",))], [(Kind.PHRASE, ("t", "level"))], id="T level"),
        pytest.param("men's hair", [(Kind.WORD, ("men",)), (Kind.WORD, ("hair",))], [], id="an apostrophe is no quote"),
        pytest.param('"unclosed', [(Kind.WORD, ("unclosed",))], [], id="a quote without its end"),
    ],
)
def test_a_question_is_read(text, any_of, all_of):
    wording = wording_of(text, NONE)

    assert wording.any_of == tuple(Part(kind, words) for kind, words in any_of)
    assert wording.all_of == tuple(Part(kind, words) for kind, words in all_of)


def test_synonyms_hold_both_ways_and_for_phrases():
    synonyms = Synonyms.read(["it, ict, information technology  # computers", "", "# a remark"])

    assert synonyms.of(("ict",)) == (("it",), ("information", "technology"))
    assert synonyms.of(("information", "technology")) == (("it",), ("ict",))
    assert synonyms.phrases_in(["information", "technology", "and", "it"]) == [("information", "technology"), ("it",)]


def test_our_own_list_says_each_thing_once():
    lines = [line for line in our_synonyms().same if not line]

    assert lines == []
    assert our_synonyms().of(("plumbing",)) == (("plumber",), ("plumbing", "and", "heating"))
    assert all(phrase not in others for phrase, others in our_synonyms().same.items())


def found(text, synonyms=NONE):
    documents = [Document(at, title, "", "", "", "", {"delivery": ("2",)}) for at, title in enumerate(TITLES)]
    result = find(Search(text=text), [Standing(segment_of(documents))], today=date(2026, 11, 28), synonyms=synonyms)
    return [TITLES[hit.run] for hit in result.hits], result


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        pytest.param("plumbing", ["Plumbing Level 2", "Plumber's Mate"], id="another form"),
        pytest.param("plumming", ["Plumbing Level 2"], id="a letter wrong"),
        pytest.param("plubming", ["Plumbing Level 2"], id="two letters swapped"),
        pytest.param("plumb", ["Plumber's Mate", "Plumbing Level 2"], id="a beginning"),
        pytest.param("potery", ["Pottery for Beginners"], id="a letter missing"),
        pytest.param("cat", [], id="too short for a slip"),
        pytest.param("c#", ["C# Programming"], id="a name of signs"),
        pytest.param("cafe", ["Café Skills"], id="an accent"),
        pytest.param('"social care"', ["Level 3 Diploma in Health and Social Care"], id="a phrase"),
        pytest.param("'social care'", ["Level 3 Diploma in Health and Social Care"], id="both words"),
        pytest.param("t level maths", [], id="a T level is asked for as it stands"),
    ],
)
def test_a_question_finds(text, titles):
    assert sorted(found(text)[0]) == sorted(titles)


def test_what_has_all_words_comes_first():
    titles, result = found("social care")

    assert titles == ["Level 3 Diploma in Health and Social Care", "Social Media"]
    assert result.read_as == {}


def test_a_word_read_as_another_is_told():
    assert found("plumming")[1].read_as == {"plumming": ("plumbing",)}


def test_a_synonym_is_found_after_the_word_itself():
    synonyms = Synonyms.read(["ceramics, pottery"])

    assert found("ceramics", synonyms)[0] == ["Pottery for Beginners"]
