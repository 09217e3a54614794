import re
from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from waymark.evaluation import frameworks as shelf
from waymark.evaluation.frameworks import (
    FOLDER,
    UnknownFramework,
    benchmarks_in_force,
    framework,
    framework_names,
    frameworks,
    read_framework,
    worked_examples,
)
from waymark.kernel.framework import FrameworkError
from waymark.kernel.vocabulary import Setting

CODES = [(version.name, due.code) for version in frameworks() for due in version.entitlements]

# The table of the specification, as: kind and what else counts | window | need | cohort | scored | settings.
SHARED = {
    "gb5.employer_year": "employer | this_year | 1 | 7-13 | scored | school",
    "gb5.employer_every": "employer | each_year from 7 | 1 | 7-13 | unscored | school",
    "gb5.employer_seven": "employer | 7-13 | 7 | 13 | unscored | school",
    "gb5.stem": "employer stem | 7-11 | 1 | 11 | unscored | school",
    "gb5.college_year": "employer | this_year | 2 with subject | 12-14 | scored | college",
    "gb6.workplace_by_18": "workplace | 12-13 | 1 | 13 | scored | school",
    "gb6.workplace_college": "workplace | 12-13 | 1 | 13 | scored | college",
    "gb7.sixth_form": "provider sixth_form | 7-11 | 1 | 11 | scored | school",
    "gb7.fe_college": "provider fe_college | 7-11 | 1 | 11 | scored | school",
    "gb7.university": "provider university | 7-11 | 1 | 11 | scored | school",
    "gb7.itp": "provider itp | 7-11 | 1 | 11 | scored | school",
    "gb7.he_visits": "provider university in_person | 12-13 | 2 | 13 considering HE | scored | school",
    "gb7.range_college": "provider | 12-13 | 2 different provider_kind | 13 | scored | college",
    "gb8.guidance_by_16": "guidance | 7-11 | 1 | 11 | scored | school",
    "gb8.guidance_by_18": "guidance | 12-13 | 1 | 13 | scored | school",
    "gb8.guidance_college": "guidance | 12-13 | 1 | 13 | scored | college",
}
TABLE = {
    "gatsby-2014": {
        **SHARED,
        "gb2.lmi_by_14": "lmi | 7-9 | 1 | 9 | scored | school",
        "gb4.english": "curriculum english | 7-9 | 1 | 9 | scored | school",
        "gb4.maths": "curriculum maths | 7-9 | 1 | 9 | scored | school",
        "gb4.science": "curriculum science | 7-9 | 1 | 9 | scored | school",
        "gb4.pshe": "curriculum pshe | 7-9 | 1 | 9 | scored | school",
        "gb6.workplace_by_16": "workplace | 7-11 | 1 | 11 | scored | school",
    },
    "gatsby-2024": {
        **SHARED,
        "gb2.lmi_ks3": "lmi | 7-9 | 1 | 9 | scored | school",
        "gb2.lmi_ks4": "lmi | 10-11 | 1 | 11 | scored | school",
        "gb2.lmi_post16": "lmi | 12-13 | 1 | 13 | scored | school",
        "gb4.subjects": "curriculum | this_year | every subject | 7-13 | scored | school",
        "gb5.variety": "employer | 7-11 | 3 different sector with self_employed | 11 | unscored | school",
        "gb6.workplace_by_16": "workplace | 7-11 | 2 | 11 | scored | school",
        "gb6.week_ks3": "workplace | 7-9 | 5 days | 9 | unscored | school",
        "gb6.week_ks4": "workplace | 10-11 | 5 days | 11 | unscored | school",
    },
    "provider-access": {
        "pal.first": "provider fe_college itp pal_content | 8-9 to 28/2 | 2 | 9 | scored | school",
        "pal.second": "provider fe_college itp pal_content | 10-11 to 28/2 | 2 | 11 | scored | school",
        "pal.third": "provider fe_college itp pal_content | 12-13 to 28/2 | 2 | 13 | scored | school",
    },
}


def in_a_line(due):
    counts, window, need = due.counts, due.window, due.need
    asked = [counts.kind, *counts.provider_kinds, *counts.subjects, *counts.modes]
    asked += [name for name in ("stem", "pal_content") if getattr(counts, name)]
    span = window.span if window.span != "years" else f"{window.first}-{window.last}"
    span += f" from {window.first}" if window.span == "each_year" else ""
    span += " to {1}/{0}".format(*window.last_day) if window.last_day else ""
    count = getattr(need, "count", "")
    amount = {"AtLeast": f"{count}", "Days": f"{count} days", "EverySubject": "every subject"}.get(type(need).__name__)
    amount = amount or f"{count} different {need.field}"
    amount += f" with {need.one_with}" if getattr(need, "one_with", "") else ""
    cohort = f"{due.cohort[0]}-{due.cohort[-1]}" if len(due.cohort) > 1 else f"{due.cohort[0]}"
    cohort += " considering HE" if due.only_considering_he else ""
    setting = {(Setting.SCHOOL, Setting.SPECIALIST): "school", (Setting.COLLEGE,): "college"}[due.settings]
    return " | ".join([" ".join(asked), span, amount, cohort, "scored" if due.scored else "unscored", setting])


@pytest.mark.parametrize("name", TABLE)
def test_entitlements_are_those_of_the_specification(name):
    assert {due.code: in_a_line(due) for due in framework(name).entitlements} == TABLE[name]


@pytest.mark.parametrize(("name", "code"), CODES)
def test_worked_examples_hold(name, code):
    due = framework(name).entitlement(code)

    examples = worked_examples(name)[code]

    worked = {example.title: example.worked(due) for example in examples}

    assert worked == {example.title: (example.answer, example.evidence) for example in examples}


@pytest.mark.parametrize(("name", "code"), CODES)
def test_worked_examples_show_an_entitlement_met_and_not(name, code):
    answers = {example.answer for example in worked_examples(name)[code]}

    assert {"met", "not_yet", "missed"} <= answers


def test_worked_examples_have_titles_of_their_own():
    for name in framework_names():
        for examples in worked_examples(name).values():
            titles = [example.title for example in examples]
            assert sorted(set(titles)) == sorted(titles)


@pytest.mark.parametrize(
    ("on", "name"),
    [
        (date(2024, 9, 1), "gatsby-2014"),
        (date(2025, 8, 31), "gatsby-2014"),
        (date(2025, 9, 1), "gatsby-2024"),
        (date(2030, 1, 1), "gatsby-2024"),
    ],
)
def test_benchmarks_in_force_on_a_day(on, name):
    assert benchmarks_in_force(on).name == name


def test_benchmarks_in_force_refuses_a_day_before_there_were_any():
    with pytest.raises(LookupError, match="No benchmarks were in force on 2010-01-01"):
        benchmarks_in_force(date(2010, 1, 1))


def test_every_superseded_framework_is_there_and_ends_the_day_before():
    successions = [(f, framework(f.supersedes)) for f in frameworks() if f.supersedes]

    assert [(new.name, old.name) for new, old in successions] == [("gatsby-2024", "gatsby-2014")]
    assert all((new.in_force_from - old.in_force_to).days == 1 for new, old in successions)


@pytest.mark.parametrize("name", ["gatsby-2014", "gatsby-2024"])
@pytest.mark.parametrize("setting", Setting)
def test_every_setting_has_scored_criteria_for_all_eight_benchmarks(name, setting):
    benchmarks = {
        b.code: [c for c in b.criteria if c.scored and setting in c.settings] for b in framework(name).benchmarks
    }

    assert list(benchmarks) == [f"gb{number}" for number in range(1, 9)]
    assert [code for code, criteria in benchmarks.items() if not criteria] == []


@pytest.mark.parametrize("name", TABLE)
def test_every_entitlement_is_named_by_a_criterion_of_its_settings(name):
    named = {
        (code, s) for b in framework(name).benchmarks for c in b.criteria for code in c.entitlements for s in c.settings
    }

    assert named == {(due.code, setting) for due in framework(name).entitlements for setting in due.settings}


@pytest.mark.parametrize("name", ["gatsby-2014", "gatsby-2024"])
def test_every_criterion_is_asked_as_a_question_of_the_right_kind(name):
    criteria = [criterion for benchmark in framework(name).benchmarks for criterion in benchmark.criteria]

    odd = [c.code for c in criteria if c.answered_by == "agreement" and c.question != c.text]
    odd += [c.code for c in criteria if c.answered_by != "agreement" and not c.question.endswith("?")]
    odd += [c.code for c in criteria if c.question.startswith("How many learners") != (c.answered_by == "banded")]
    odd += [c.code for c in criteria if c.entitlements and c.answered_by != "banded"]

    assert odd == []


def test_what_is_carried_over_means_the_same_and_is_answered_the_same_way():
    new, old = framework("gatsby-2024"), framework("gatsby-2014")
    before = {criterion.code: criterion for benchmark in old.benchmarks for criterion in benchmark.criteria}
    carried = [c for benchmark in new.benchmarks for c in benchmark.criteria if c.same_as]

    assert len(carried) == 5
    for criterion in carried:
        then = before[criterion.same_as]
        assert (then.answered_by, then.settings) == (criterion.answered_by, criterion.settings)
        assert criterion.answered_by != "banded"  # the bands themselves changed


@pytest.mark.parametrize("name", ["gatsby-2014", "gatsby-2024"])
def test_the_variety_of_workplace_experiences_is_asked_by_both_key_stages_and_not_scored(name):
    gb6 = [c for c in framework(name).benchmark("gb6").criteria if not c.scored and c.answered_by == "banded"]

    assert len(gb6) == 4
    assert {c.year_groups for c in gb6} == {(7, 8, 9), (10, 11)}


def test_framework_refuses_a_name_there_is_none_of():
    with pytest.raises(UnknownFramework) as refusal:
        framework("gatsby-2034")

    assert str(refusal.value) == (
        "There is no framework 'gatsby-2034'. There are: gatsby-2014, gatsby-2024, provider-access."
    )


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("gb2.yaml", "code: [", "cannot be read"),
        ("gb2.yaml", "- a", "received list, expected a mapping"),
        ("gb2.yaml", "code: gb2", "title: missing, expected text"),
        ("framework.yaml", "name: gatsby-2024", "version: missing"),
    ],
)
def test_read_framework_refuses_a_broken_file(tmp_path, file, text, words):
    folder = tmp_path / "gatsby_2024"
    folder.mkdir()
    for path in (FOLDER / "gatsby_2024").glob("*.yaml"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / file).write_text(text, encoding="utf-8")

    with pytest.raises(FrameworkError, match=re.escape(words)):
        read_framework(folder)


def test_read_framework_refuses_a_folder_of_another_name(tmp_path):
    (tmp_path / "other").symlink_to(FOLDER / "provider_access")

    with pytest.raises(FrameworkError, match="other: received the name 'provider-access'"):
        read_framework(tmp_path / "other")


@pytest.fixture
def shelf_of_one(tmp_path, monkeypatch):
    """An empty folder for a framework, in place of all there are."""
    folder = tmp_path / "gatsby_2034"
    folder.mkdir()
    monkeypatch.setattr(shelf, "FOLDER", tmp_path)
    remembered = (shelf.framework_names, shelf.framework)
    for one in remembered:
        one.cache_clear()
    yield folder
    for one in remembered:
        one.cache_clear()


def test_a_broken_framework_stops_the_start(shelf_of_one):
    (shelf_of_one / "framework.yaml").write_text("name: gatsby-2034", encoding="utf-8")

    with pytest.raises(ImproperlyConfigured) as refusal:
        apps.get_app_config("evaluation").ready()

    assert str(refusal.value) == "A framework cannot be used. gatsby-2034.version: missing, expected text"
