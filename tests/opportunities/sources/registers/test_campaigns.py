"""The courses of a campaign: the file's name is its code, and the file is the whole list."""

import pytest

from waymark.opportunities.models import CampaignCourse
from waymark.opportunities.search.asked import campaigns_held, campaigns_of
from waymark.opportunities.sources.receiving import take_open_file

pytestmark = pytest.mark.django_db


def take(rows: str, scope, name="LEVEL3.csv", **asked):
    return take_open_file(
        kind="campaign", content=f"UKPRN,LARS code\n{rows}".encode(), filename=name, by=scope, **asked
    )


def pairs(campaign="LEVEL3"):
    rows = CampaignCourse.objects.filter(campaign=campaign).order_by("ukprn", "aim_reference")
    return list(rows.values_list("ukprn", "aim_reference"))


def test_a_file_is_the_whole_list_of_its_campaign(db_scope):
    first = take("10009901,00238422\n10009902,60142923\n", db_scope)
    take("10009901,00238422\n", db_scope, name="MULTIPLY.csv")
    second = take("10009902,60142923\n10009903,60142923\n", db_scope, name="level3.csv")

    assert (first.added, second.added, second.unchanged) == (2, 1, 1)
    assert (second.changed, second.absent, second.removed) == (0, 0, 1), "what goes off is told as removed"
    assert pairs() == [("10009902", "60142923"), ("10009903", "60142923")]
    assert (campaigns_held(), campaigns_of("10009901", "00238422")) == (("LEVEL3", "MULTIPLY"), ("MULTIPLY",))
    assert campaigns_of("10009901", "") == ()


def test_nothing_goes_off_a_campaign_while_a_row_is_left_out(db_scope):
    take("10009901,00238422\n10009902,60142923\n", db_scope)

    outcome = take("1000990,00238422\n10009902,60142923\n10009903,60142923\n", db_scope)

    assert pairs() == [("10009901", "00238422"), ("10009902", "60142923"), ("10009903", "60142923")]
    assert (outcome.added, outcome.removed, outcome.absent, outcome.refused) == (1, 0, 1, 1)
    assert [(each.code, each.effect.value) for each in outcome.problems] == [
        ("LIST_KEPT", "noted"), ("UKPRN_INVALID", "refused"),
    ]  # fmt: skip

    assert take("10009902,60142923\n", db_scope).removed == 2


def test_a_spreadsheets_lost_noughts_are_put_back(db_scope):
    take("10009901.0,238422\n", db_scope)

    assert pairs() == [("10009901", "00238422")]


def test_wrong_rows_are_left_out_and_repeats_noted(db_scope):
    outcome = take("1,00238422\n10009901,123456789\n10009901,00238422\n10009901,238422\n", db_scope)

    assert [(each.row, each.code, each.effect.value) for each in outcome.problems] == [
        (2, "UKPRN_INVALID", "refused"), (3, "AIM_INVALID", "refused"), (5, "ROW_TWICE", "noted"),
    ]  # fmt: skip
    assert pairs() == [("10009901", "00238422")]


@pytest.mark.parametrize("name", ["", "a name with blanks.csv", f"{'x' * 51}.csv"])
def test_a_file_whose_name_is_no_code_is_refused(db_scope, name):
    outcome = take("10009901,00238422\n", db_scope, name=name)

    assert ([each.code for each in outcome.problems], outcome.is_refused, pairs()) == (["CAMPAIGN_BLANK"], True, [])


def test_a_dry_run_changes_nothing(db_scope):
    assert (take("10009901,00238422\n", db_scope, dry_run=True).added, pairs()) == (1, [])
