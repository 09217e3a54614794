"""One page for governors, from records: what it says, kept as a snapshot, on exactly one page."""

import json
from dataclasses import replace

import pytest

from tests.factories import make_activity
from tests.publishing.pdf_text import pages_of
from tests.publishing.schools import ON, make_publishing_school, write_everything
from tests.publishing.test_files import _is_as_kept
from waymark.ledger.models import Activity, FieldScope, Learner
from waymark.ledger.touching import touch_everyone
from waymark.publishing.actions import release
from waymark.publishing.documents.kinds import made
from waymark.publishing.documents.setting import as_pdf
from waymark.publishing.documents.shape import Chart, Facts, Note, Number, Section, Table, all_sections, as_json


@pytest.fixture
def school(db_scope, time_machine):
    time_machine.move_to("2026-11-20T10:00:00Z")
    school, _ = make_publishing_school()
    for field in ("sen", "pupil_premium"):
        FieldScope.objects.create(organisation=school, field=field)
    keys = list(Learner.objects.order_by("pk").values_list("pk", flat=True))
    Learner.objects.filter(pk__in=keys[::2]).update(pupil_premium=True, sex="F")
    Learner.objects.filter(pk__in=keys[1::2]).update(sex="M")
    Activity.objects.filter(title="Careers fair").update(cost=120)
    write_everything(school, db_scope)
    release(school=school, on=ON, by=db_scope)
    touch_everyone(school.pk)
    return school


def a_page(school, **facts):
    return made("governors", school, on=ON, made_on=ON, **facts)


def blocks(document, name, kind):
    return [
        block
        for _, each in all_sections(document.sections)
        if each.name == name
        for block in each.blocks
        if isinstance(block, kind)
    ]


def test_what_it_says_is_as_it_was_kept(school):
    said = as_json(replace(a_page(school), revision=0))

    _is_as_kept("governors.json", json.dumps(said, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def test_it_asks_four_questions_and_answers_each(school):
    document = a_page(school)

    assert [section.title for section in document.sections] == [
        "Is it legal?",
        "Is it fair?",
        "Is it improving?",
        "What does it cost?",
    ]
    assert all(isinstance(section.blocks[0], Note) for section in document.sections)


def test_it_is_one_page_even_at_its_fullest(school):
    document = a_page(school)
    title = "A title as long as those of the things that a page must have"
    rows = tuple((title, Number("100% (1,000 of 1,000)", 100, 1, 100)) for _ in range(8))
    full = tuple(
        Section(each.name, each.title, (Note(title), Chart(title, rows[:5], title), Facts(rows[:4])))
        for each in document.sections
    )

    assert len(pages_of(as_pdf(document))) == 1
    assert len(pages_of(as_pdf(replace(document, sections=full)))) == 1


def test_every_figure_names_a_source_that_is_there(school):
    document = a_page(school)
    numbers = [
        cell for _, section in all_sections(document.sections) for block in section.blocks for cell in _numbers(block)
    ]

    assert len(numbers) > 11
    assert {number.source for number in numbers} == set(range(1, len(document.sources) + 1))


def _numbers(block):
    if isinstance(block, Chart):
        return [figure for _, figure in block.bars]
    if isinstance(block, Facts):
        return [value for _, value in block.rows if isinstance(value, Number)]
    return [cell for row in block.rows for cell in row if isinstance(cell, Number)] if isinstance(block, Table) else []


def test_groups_that_fewer_than_six_are_in_are_hidden(school):
    keys = list(Learner.objects.order_by("pk").values_list("pk", flat=True))
    Learner.objects.exclude(pk__in=keys[:3]).update(sen="N")
    Learner.objects.filter(pk__in=keys[:3]).update(sen="E")
    touch_everyone(school.pk)

    (table,) = blocks(a_page(school), "fair", Table)

    sen = next(row for row in table.rows if row[0] == "Special educational needs")
    assert (sen[1].shown, sen[1].value, sen[3]) == ("Hidden", None, "Hidden")


def test_cost_is_said_of_what_is_recorded(school):
    make_activity(school, title="Free talk", state=Activity.State.DONE)

    document = a_page(school)

    (facts,), (note,) = blocks(document, "cost", Facts), blocks(document, "cost", Note)
    assert dict(facts.rows)["Spent on activities"].value == 480
    assert (
        dict(facts.rows)[
            "For each of 40 pupils on roll" if "40 pupils" in str(facts) else "For each of 40 learners on roll"
        ].value
        == 12
    )
    assert note.text.startswith("At least £12 for each")


def test_without_a_page_or_costs_it_says_so(db_scope):
    school, _ = make_publishing_school()

    document = a_page(school)

    assert blocks(document, "legal", Note)[0].text.startswith("No: there is no careers page")
    assert blocks(document, "cost", Note)[0].text == "Not known: no activity of this year has its cost recorded."
