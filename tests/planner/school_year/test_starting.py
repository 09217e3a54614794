"""Beginning a year from last year's plan and from outlines."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from tests.factories import make_area, make_learner, make_school, scope_with
from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted
from waymark.ledger.actions.settings import TermDates, close_day, set_terms
from waymark.ledger.models import Activity
from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.rules.facts import ActivityFacts, ActivityRefused
from waymark.places.models import Belonging, Kind
from waymark.planner.actions.busy import set_severities
from waymark.planner.actions.school_year import Planning, add_to_plan
from waymark.planner.actions.starting import start_from_last_year, start_from_outline
from waymark.planner.actions.templates import (
    Slot,
    TemplateRefused,
    add_item,
    make_template,
    offer_template,
    remove_item,
    withdraw_template,
)
from waymark.planner.queries.school_year import entries_of
from waymark.planner.queries.starting import from_last_year, from_outline, outlines_for
from waymark.planner.rules.outlines import first_year

FAIR = ActivityFacts(title="Careers fair", held_on=date(2026, 9, 16), kinds=("employer",), cost=Decimal("120"))
HALVES = ("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2")
DAYS = {
    2026: ((9, 2, 10, 23), (11, 2, 12, 18), (1, 4, 2, 12), (2, 22, 3, 26), (4, 12, 5, 28), (6, 7, 7, 21)),
    2027: ((9, 6, 10, 22), (11, 1, 12, 17), (1, 5, 2, 11), (2, 21, 3, 31), (4, 18, 5, 26), (6, 5, 7, 20)),
}


@pytest.fixture
def school(db_scope, time_machine):
    time_machine.move_to(date(2027, 6, 1))
    school = make_school()
    make_learner(school)
    for year, terms in DAYS.items():
        said = [
            TermDates(name, date(year + (m1 < 9), m1, d1), date(year + (m2 < 9), m2, d2))
            for name, (m1, d1, m2, d2) in zip(HALVES, terms, strict=True)
        ]
        set_terms(school=school, year=year, terms=said, by=db_scope)
    return school


def test_last_year_s_plan_on_the_same_week_and_weekday(school, db_scope):
    """The third Wednesday of the autumn; hours and rooms carry over, who was named and the mark of cancelled do not."""
    planning = Planning(starts=time(9), ends=time(11), rooms=("Hall",))
    years = AudienceChoice(year_groups=(9,))
    fair = add_to_plan(school=school, facts=FAIR, audience=years, planning=planning, by=db_scope)
    add_to_plan(school=school, facts=replace(FAIR, title="Cancelled"), by=db_scope)
    Activity.objects.filter(title="Cancelled").update(state="cancelled")
    close_day(school=school, on=date(2027, 9, 22), reason="INSET day", by=db_scope)
    assert [(p.key, p.on) for p in from_last_year(school, from_year=2026, into=2027)] == [
        (fair.public_id, date(2027, 9, 23))
    ]

    begun = start_from_last_year(school=school, from_year=2026, into=2027, chosen=[fair.public_id], by=db_scope)

    (entry,) = entries_of(school, 2027)
    assert (entry.held_on, entry.first_on) == (date(2027, 9, 23), date(2027, 9, 23))
    assert (entry.title, entry.cost, entry.starts, entry.rooms) == (
        "Careers fair",
        Decimal("120.00"),
        time(9),
        ("Hall",),
    )
    assert (entry.year_groups, len(begun.made), begun.refused) == ((9,), 1, ())
    assert from_last_year(school, from_year=2026, into=2027) == []  # nothing is taken over twice
    again = start_from_last_year(school=school, from_year=2026, into=2027, chosen=[fair.public_id], by=db_scope)
    assert again.made == ()


def test_what_is_not_allowed_is_left_out_and_the_rest_is_planned(school, db_scope):
    for title in ("First", "Second"):
        add_to_plan(
            school=school, facts=replace(FAIR, title=title), audience=AudienceChoice(year_groups=(9,)), by=db_scope
        )
    set_severities(school=school, severities={"year_group": "block"}, by=db_scope)
    keys = [p.key for p in from_last_year(school, from_year=2026, into=2027)]

    begun = start_from_last_year(school=school, from_year=2026, into=2027, chosen=keys, by=db_scope)

    assert [each.title for each in begun.made] == ["First"]
    assert [(p.title, str(b)) for p, b in begun.refused] == [("Second", "Year 9 also has “First” that day.")]
    assert [entry.title for entry in entries_of(school, 2027)] == ["First"]


def test_an_outline_of_the_trust_reaches_its_schools_and_no_other(school, db_scope):
    trust, elsewhere = make_area("Larkrise Trust", kind=Kind.TRUST), make_school("Oakmoor School", urn="900002")
    Belonging.objects.create(member=school, whole=trust)
    outline = make_template(organisation=trust, title="A trust year", by=db_scope)
    with pytest.raises(TemplateRefused):
        offer_template(template=outline, by=db_scope)
    facts = replace(FAIR, led_by="Ms Okoro", notes="Ask Amara")
    item = add_item(template=outline, facts=facts, slot=Slot(2, 3, 1), year_groups=[9, 13], by=db_scope)
    assert "led_by" not in item.facts
    assert "notes" not in item.facts
    titles = lambda at: [each.title for each in outlines_for(at)]  # noqa: E731
    assert titles(school) == [first_year().title]

    offer_template(template=outline, by=db_scope)
    assert titles(school) == ["A trust year", first_year().title]
    assert titles(elsewhere) == [first_year().title]

    offered = outlines_for(school)[0]
    (proposed,) = from_outline(school, offered, into=2027)
    assert (proposed.on, proposed.year_groups) == (date(2027, 11, 16), (9,))  # no Year 13 here
    start_from_outline(school=school, outline=offered, into=2027, chosen=[proposed.key], by=db_scope)
    (entry,) = entries_of(school, 2027)
    assert (entry.title, entry.held_on, entry.year_groups) == ("Careers fair", date(2027, 11, 16), (9,))
    assert Activity.objects.get(public_id=entry.public_id).planned.template == outline.public_id

    withdraw_template(template=outline, by=db_scope)
    remove_item(item=item, by=db_scope)
    assert titles(school) == [first_year().title]
    assert len(entries_of(school, 2027)) == 1  # what was taken stays


def test_the_outline_that_comes_along_can_be_taken_over_whole(school, db_scope):
    proposed = from_outline(school, first_year(), into=2027)
    assert {item.term for item in first_year().items} == {1, 2, 3, 4, 5, 6}

    begun = start_from_outline(
        school=school, outline=first_year(), into=2027, chosen=[each.key for each in proposed], by=db_scope
    )

    assert len(begun.made) == len(proposed) == sum(9 in item.year_groups for item in first_year().items)
    assert {code for item in first_year().items for code in item.facts["benchmarks"]} >= {
        f"gb{n}" for n in (1, 2, 4, 5, 6, 7, 8)
    }


def test_an_item_must_be_something_that_can_be_recorded(school, db_scope):
    outline = make_template(organisation=school, title="Ours", by=db_scope)
    with pytest.raises(ActivityRefused):
        add_item(template=outline, facts=replace(FAIR, kinds=()), slot=Slot(1, 1, 0), year_groups=[], by=db_scope)
    with pytest.raises(TemplateRefused):
        add_item(template=outline, facts=FAIR, slot=Slot(7, 1, 0), year_groups=[], by=db_scope)


def test_only_who_keeps_the_plan_may_begin_one_or_make_an_outline(school, db_scope):
    others = scope_with(school, *(each for each in Permission if each != Permission.PLAN_WRITE))
    for act in (
        lambda: start_from_last_year(school=school, from_year=2026, into=2027, chosen=[], by=others),
        lambda: start_from_outline(school=school, outline=first_year(), into=2027, chosen=[], by=others),
        lambda: make_template(organisation=school, title="Ours", by=others),
    ):
        with pytest.raises(NotPermitted):
            act()
