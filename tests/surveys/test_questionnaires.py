"""The questionnaires: short, plain enough to read, the same in code and meaning, and refused when they are not."""

import copy
from pathlib import Path

import pytest
import yaml

import waymark
from tests.reading_age import reading_age
from waymark.kernel.vocabulary import Setting
from waymark.surveys.questionnaire import Audience, QuestionnaireError, parse_questionnaire
from waymark.surveys.reading import (
    FOLDER,
    UnknownQuestionnaire,
    newest,
    questionnaire,
    questionnaires,
    questionnaires_for,
)

ALL = [pytest.param(each, id=f"{each.name} {each.version}") for each in questionnaires()]
OLDEST_READER = {Audience.LEARNERS: 11, Audience.PARENTS: 13, Audience.STAFF: 16, Audience.EMPLOYERS: 14}


@pytest.mark.parametrize("asked", ALL)
def test_it_is_plain_enough_for_those_who_answer(asked):
    texts = [item.text for item in asked.items]
    limit = 9 if asked.easy_read else OLDEST_READER.get(asked.audience, 16)

    assert reading_age(texts) <= limit
    assert max(len(text.split()) for text in texts) <= (11 if asked.easy_read else 19)


def test_the_formula_tells_plain_from_hard():
    assert reading_age(["The cat sat on the mat."]) < 7
    assert reading_age(["Comprehensive institutional arrangements facilitate individualised progression."]) > 20


@pytest.mark.parametrize("asked", ALL)
def test_it_is_short_and_tells_of_benchmarks(asked):
    assert 8 <= len(asked.items) <= 14
    assert all(item.benchmarks for item in asked.items)
    assert {choice.positive for choice in asked.scale} == {True, False}
    assert asked.version == "2026-1"


def test_a_code_tells_of_the_same_benchmark_whatever_age_it_is_asked_of():
    """Its words suit each age; what it means does not change."""
    told: dict[str, list[set[str]]] = {}
    for asked in questionnaires():
        for item in asked.items if asked.audience == Audience.LEARNERS else ():
            told.setdefault(item.code, []).append(set(item.benchmarks))

    assert len(told) > 20
    assert [code for code, benchmarks in told.items() if not set.intersection(*benchmarks)] == []


@pytest.mark.parametrize(
    ("setting", "has", "has_not"),
    [
        (Setting.SCHOOL, {"year-7", "years-8-9", "years-10-11", "years-12-13", "easy-read"}, {"college"}),
        (Setting.SPECIALIST, {"year-7", "easy-read"}, {"college"}),
        (Setting.COLLEGE, {"college", "easy-read"}, {"year-7", "years-10-11"}),
    ],
)
def test_each_setting_has_those_that_suit_it(setting, has, has_not):
    names = {asked.name for asked in questionnaires_for(setting)}

    assert has | {"parents", "staff", "employers", "advisers"} <= names
    assert not has_not & names


def test_every_age_is_asked_by_one_questionnaire_and_the_easy_one():
    for year in range(7, 14):
        asking = {
            a.name for a in questionnaires_for(Setting.SCHOOL) if a.audience == "learners" and year in a.year_groups
        }

        assert len(asking) == 2, year
        assert "easy-read" in asking


def test_what_is_not_there_is_said():
    for name, version in (("none", "2026-1"), ("year-7", "1999-1"), ("../year-7", "2026-1")):
        with pytest.raises(UnknownQuestionnaire):
            questionnaire(name, version)
    with pytest.raises(UnknownQuestionnaire):
        newest("none")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.yaml")), ids=lambda path: path.parent.name)
def test_a_file_reads_the_same_without_libyaml(path):
    assert yaml.load(path.read_text(), Loader=yaml.SafeLoader)["name"] == path.parent.name.replace("_", "-")


GOOD = yaml.safe_load((FOLDER / "year_7" / "2026-1.yaml").read_text())


def broken(change):
    mapping = copy.deepcopy(GOOD)
    change(mapping)
    return mapping


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(lambda m: m.pop("title"), "title: missing", id="a key missing"),
        pytest.param(lambda m: m.update(colour="red"), "unknown key colour", id="a key too many"),
        pytest.param(lambda m: m.update(audience="everybody"), "audience: received 'everybody'", id="a word unknown"),
        pytest.param(lambda m: m.update(themes=m["themes"][:2]), "5 items, expected 8 to 14", id="too few items"),
        pytest.param(
            lambda m: m["themes"][0]["items"].append(m["themes"][0]["items"][0]), "a code twice", id="a code twice"
        ),
        pytest.param(lambda m: m["themes"].append(m["themes"][0]), "a code twice", id="a theme twice"),
        pytest.param(
            lambda m: [choice.update(positive=True) for choice in m["scale"]], "counts as positive", id="all positive"
        ),
        pytest.param(lambda m: m.update(year_groups=[]), "learners without year groups", id="no year groups"),
        pytest.param(lambda m: m.update(easy_read=True), "without symbols", id="easy read without symbols"),
        pytest.param(
            lambda m: m.update(comments=[{"code": str(n), "text": "?"} for n in range(3)]), "more than 2", id="comments"
        ),
    ],
)
def test_a_file_that_breaks_the_schema_is_refused_with_its_place(change, says):
    mapping = broken(change)
    with pytest.raises(QuestionnaireError, match=says) as refused:
        parse_questionnaire(mapping, "year_7/2026-1.yaml")
    assert str(refused.value).startswith("year_7/2026-1.yaml")


def test_the_files_are_inside_the_package_so_that_a_wheel_holds_them():
    assert FOLDER.is_relative_to(Path(waymark.__file__).parent)
    assert {path.suffix for path in FOLDER.rglob("*") if path.is_file()} == {".yaml", ".md"}
