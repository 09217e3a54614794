from copy import deepcopy
from datetime import date

import pytest

from waymark.kernel.framework import FrameworkError, parse_framework

SOURCE = {"document": "A document", "section": "1", "read_on": date(2026, 11, 22)}
ENTITLEMENT = {
    "code": "b1.talk",
    "title": "A talk",
    "description": "One talk.",
    "settings": ["school"],
    "counts": {"kind": "employer"},
    "window": {"span": "years", "first": 7, "last": 9},
    "need": {"at_least": 1},
    "cohort": [9],
    "scored": True,
    "source": SOURCE,
}
CRITERION = {"code": "b1-talk", "text": "They talk.", "settings": ["school"], "answered_by": "banded", "source": SOURCE}
WHOLE = {
    "name": "small",
    "version": "1",
    "title": "Small",
    "summary": "A small framework.",
    "in_force_from": date(2025, 9, 1),
    "in_force_to": None,
    "scale": {
        "name": "v",
        "bands": [
            {"name": "none", "label": "No one", "credit": 0, "up_to": [0, 1]},
            {"name": "all", "label": "Everyone", "credit": 4, "up_to": [1, 1]},
        ],
    },
    "benchmarks": [
        {"code": "b1", "title": "One", "summary": "The one.", "criteria": [CRITERION], "entitlements": [ENTITLEMENT]}
    ],
}


def changed(path, value):
    """The whole framework with one place changed; REMOVED takes the key away."""
    mapping = deepcopy(WHOLE)
    inner = mapping
    for step in path[:-1]:
        inner = inner[step]
    if value is REMOVED:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return mapping


REMOVED = object()
TALK = ("benchmarks", 0, "entitlements", 0)


def test_parse_framework_reads_a_small_one():
    framework = parse_framework(WHOLE)

    assert [due.code for due in framework.entitlements] == ["b1.talk"]
    assert (framework.scored_benchmarks, framework.supersedes) == (("b1",), None)
    assert framework.is_in_force(date(2025, 9, 1))
    assert not framework.is_in_force(date(2025, 8, 31))


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("title",), REMOVED, "small.title: missing, expected text"),
        (("title",), " ", "small.title: received ' ', expected text"),
        (("titel",), "x", "small: unknown key titel"),
        (("in_force_from",), "soon", "small.in_force_from: received 'soon', expected a date"),
        (("benchmarks",), {}, "small.benchmarks: received {}, expected a list of mappings"),
        ((*TALK, "code"), "talk", "received 'talk', expected a benchmark, a dot and a name"),
        ((*TALK, "code"), "b2.talk", "b2.talk does not belong under b1"),
        (("benchmarks", 0, "achieved_rule"), {"over": ["b1-walk"]}, "b1 is achieved over b1-walk, no scored criterion"),
        (("benchmarks", 0, "achieved_rule"), {"at": 0}, "achieved_rule.at: received 0"),
        (("benchmarks", 0, "achieved_rule"), {"of": 100}, "achieved_rule: unknown key of"),
        ((*TALK, "settings"), ["scool"], "received ['scool'], expected a list of different words among school"),
        ((*TALK, "counts"), {"kind": "chat"}, "counts.kind: received 'chat', expected one of employer, workplace"),
        ((*TALK, "counts"), {"kind": "lmi", "stemm": True}, "counts: unknown key stemm"),
        ((*TALK, "window"), {"span": "years", "first": 9, "last": 7}, "window.last: received 7"),
        ((*TALK, "window"), {"span": "years", "first": 7}, "window.last: missing"),
        (
            (*TALK, "window"),
            {"span": "years", "first": 7, "last": 9, "last_day": {"month": 2, "day": 29}},
            "last_day.day: received 29, expected a day that month 2 has in every year",
        ),
        ((*TALK, "window"), {"span": "each_year", "first": 10}, "year groups for which the window has opened"),
        ((*TALK, "need"), {"at_least": 0}, "need.at_least: received 0, expected a whole number from 1"),
        ((*TALK, "need"), {"at_least": True}, "need.at_least: received True"),
        ((*TALK, "need"), {"different": "colour", "at_least": 2}, "one of sector, provider_kind, subject"),
        ((*TALK, "need"), {"at_least": 2, "one_with": "colour"}, "need.one_with: received 'colour'"),
        ((*TALK, "cohort"), [], "cohort: received (), expected at least one year group"),
        ((*TALK, "cohort"), [9, 8], "cohort: received [9, 8], expected a rising list"),
        ((*TALK, "meaning"), {"ticks": ["nice"]}, "meaning.ticks: received ['nice']"),
        (("benchmarks", 0, "criteria", 0, "entitlements"), ["b1.walk"], "b1-talk names b1.walk, which does not exist"),
        (("benchmarks", 0, "entitlements"), [ENTITLEMENT, ENTITLEMENT], "entitlement b1.talk is given twice"),
        (("scale", "bands", 1, "up_to"), [1, 2], "the first must hold nobody and the last everybody"),
        (("scale", "bands", 1, "up_to"), [3, 2], "up_to: received [3, 2], expected a numerator and a denominator"),
    ],
)
def test_parse_framework_names_the_place_that_breaks_the_schema(path, value, words):
    with pytest.raises(FrameworkError) as refusal:
        parse_framework(changed(path, value))

    assert words in str(refusal.value)


def test_parse_framework_refuses_an_each_year_rule_without_a_count():
    mapping = changed((*TALK, "need"), {"days": 5})
    mapping["benchmarks"][0]["entitlements"][0]["window"] = {"span": "each_year", "first": 7}

    with pytest.raises(FrameworkError, match="an each-year window needs a count in each year"):
        parse_framework(mapping)
