"""Whom the course directory lists: three files, each with its traps; and the register before them."""

import gzip
from datetime import date

import pytest

from tests.opportunities.makers import make_course, make_provider, make_run
from tests.opportunities.open_data import FOLDER, needs_open_data
from waymark.opportunities.models import CourseState, TrainingProvider
from waymark.opportunities.queries.changes import changed_after, last_change
from waymark.opportunities.sources.receiving import take_open_file

pytestmark = pytest.mark.django_db

FUNDED = "Org UPIN,Org UKPRN,Org Legal Name,Org Trading Name,Org Status,Fund Name,Fund Start Date\r\n"
ENDED = "Org UPIN,Org UKPRN,Org Legal Name,Org Trading Name,Org Status,Org Status Date\r\n"
EXPORT = (
    "PROVIDER_ID,PROVIDER_NAME,UKPRN,PROVIDER_TYPE_DESCRIPTION,WEBSITE,PROV_TRADING_NAME,PROV_LEGAL_NAME,PROV_ALIAS,"
    "DATE_UPDATED,STATUS,ADDRESS_1,ADDRESS_2,TOWN,COUNTY,POSTCODE\r\n"
)
WORDS = [("Closed", "closed"), ("Dissolved", "closed"), ("Inactive", "unregistered")]


def export(*rows: str) -> str:
    return EXPORT + "".join(f"{row}\r\n" for row in rows)


def take(content: str, scope, **asked):
    return take_open_file(kind="providers", content=content.encode(), by=scope, **asked)


def one(**fields) -> TrainingProvider:
    return TrainingProvider.objects.get(**fields)


def test_a_provider_of_several_funds_is_one(db_scope):
    outcome = take(FUNDED + "1,10009901,HARTWELL TRAINING LTD,Hartwell,Active,Adult Skills (College),01/08/2021\r\n"
                   "1,10009901,HARTWELL TRAINING LTD,Hartwell,Active,Multiply,01/08/2022\r\n"
                   "2,10009902,OAKMOOR,,Active,School Sixth Form Funding,\r\n", db_scope)  # fmt: skip

    assert (outcome.added, outcome.refused, outcome.problems) == (2, 0, ())
    held = one(ukprn="10009901")
    assert (held.name, held.trading_name, held.status) == ("HARTWELL TRAINING LTD", "Hartwell", "onboarded")


@pytest.mark.parametrize(
    ("words", "status"), [("Closed", "closed"), ("Dissolved", "closed"), ("Inactive", "unregistered")]
)
def test_whoever_is_funded_no_more_keeps_its_courses_until_it_withdraws_them(db_scope, words, status):
    run = make_run(make_course(make_provider()))
    seen = last_change()

    take(ENDED + f"1,10009901,HARTWELL,,{words},31/07/2021\r\n", db_scope)

    run.refresh_from_db()
    assert (one().status, run.state, changed_after(seen)) == (status, CourseState.LIVE, {run.pk})
    take(FUNDED + "1,10009901,HARTWELL,,Active,Multiply,01/08/2022\r\n", db_scope)
    assert one().status == ("closed" if status == "closed" else "onboarded")


def test_a_row_of_the_export(db_scope):
    row = '309165,"""R&R"" (RESTORE) LTD",10009901,Private work-based,http://www.example.org ,Restore,'
    row += '"""R&R"" (RESTORE) LTD",,20171122 08:55:27,LIVE,1 Mill Lane,"Rear, ",Guildford,---,GU1 3BB'

    take(export(row), db_scope)

    held = one()
    assert (held.name, held.trading_name, held.directory_name) == ('"R&R" (RESTORE) LTD', "Restore", "")
    assert (held.street, held.town, held.county, held.postcode) == ("1 Mill Lane, Rear", "Guildford", "", "GU1 3BB")
    assert held.website == "http://www.example.org"


@pytest.mark.parametrize(
    "address",
    ["http://www,example.org", "http://office@example.org", "http://www.", "http:// http://www.example.org/x"],
)
def test_an_address_that_cannot_be_one_is_left_blank(db_scope, address):
    outcome = take(export(f'1,Hartwell,10009901,Schools,"{address}",,HARTWELL,,20180101 00:00:00,LIVE,,,,,'), db_scope)

    assert (outcome.added, one().website) == (1, "")


def test_of_several_entries_the_one_updated_last_counts(db_scope):
    rows = ("1,Old name,10009901,Schools,,,HARTWELL,,20170101 08:00:00,LIVE,,,,,",
            "2,New name,10009901,Schools,,,HARTWELL,,20180101 08:00:00,LIVE,,,,,",
            "3,No day,10009901,Schools,,,HARTWELL,,,LIVE,,,,,")  # fmt: skip

    outcome = take(export(*rows), db_scope)

    assert [(each.row, each.code, each.effect.value) for each in outcome.problems] == [
        (2, "UKPRN_TWICE", "noted"), (4, "UKPRN_TWICE", "noted"),
    ]  # fmt: skip
    assert (one().directory_name, one().shown_name) == ("New name", "New name")


def test_what_the_register_verified_later_counts_before_an_old_entry(db_scope):
    make_provider("Hartwell Training", town="Guildford", verified_on=date(2026, 3, 1))
    row = (
        "1,Hartwell of old,10009901,Schools,example.org,,HARTWELL OLD,,20180101 08:00:00,LIVE,,,Woking,Surrey,GU21 5AA"
    )

    take(export(row), db_scope)

    held = one()
    assert (held.shown_name, held.town, held.county, held.website) == (
        "Hartwell Training", "Guildford", "Surrey", "example.org",
    )  # fmt: skip
    TrainingProvider.objects.update(verified_on=date(2017, 3, 1))
    take(export(row), db_scope)
    assert (one().shown_name, one().town) == ("Hartwell of old", "Woking")
    again = take(export(row), db_scope)
    assert (again.changed, again.unchanged) == (0, 1)


@pytest.mark.parametrize("day", ["20180101 08:00:00", ""])
def test_an_export_older_than_the_register_does_not_say_how_a_provider_stands(db_scope, day):
    make_provider("Hartwell Training", verified_on=date(2026, 3, 1))
    row = f"1,Hartwell,10009901,Schools,,,HARTWELL,,{day},PENDING,,,Woking,,"

    take(export(row), db_scope)

    assert (one().status, one().town) == ("registered", "Woking")
    take(ENDED + "1,10009901,HARTWELL,,Closed,31/07/2021\r\n", db_scope)
    assert one().status == "closed", "the list of those funded no more is as it stands"


def test_the_register_does_not_undo_that_the_directory_took_somebody_in(db_scope):
    take(FUNDED + "1,10009901,HARTWELL,,Active,Multiply,01/08/2022\r\n", db_scope)
    register = (
        "<Providers><MatchingProviderRecords><UnitedKingdomProviderReferenceNumber>10009901"
        "</UnitedKingdomProviderReferenceNumber><ProviderName>Hartwell</ProviderName>"
        "<ProviderStatus>Active</ProviderStatus></MatchingProviderRecords></Providers>"
    )

    take_open_file(kind="ukrlp", content=register.encode(), by=db_scope)

    assert (one().name, one().status) == ("Hartwell", "onboarded")


def test_wrong_rows_are_left_out_and_a_dry_run_changes_nothing(db_scope):
    content = (
        FUNDED + "1,1,SHORT,,Active,Multiply,\r\n1,10009901.0,HARTWELL,,Active,Multiply,soon\r\n1,10009902,,,,X,\r\n"
    )

    dry = take(content, db_scope, dry_run=True)

    assert (dry.added, TrainingProvider.objects.count()) == (1, 0)
    assert [(each.row, each.code) for each in dry.problems] == [
        (2, "UKPRN_INVALID"), (3, "DATE_INVALID"), (4, "NAME_BLANK"),
    ]  # fmt: skip
    assert take("Some,Other\r\n1,2\r\n", db_scope).is_refused


@needs_open_data
def test_the_real_export_comes_in_without_a_manual_fix(db_scope):
    path = FOLDER / "course_directory" / "c_providers_2018.csv.gz"
    content = path.read_bytes()

    outcome = take_open_file(kind="providers", content=content, filename=path.name, by=db_scope)

    assert (outcome.reading.records, outcome.refused) == (3141, 0)
    assert outcome.added == TrainingProvider.objects.count() == 3141 - len(outcome.problems)
    assert {each.code for each in outcome.problems} == {"UKPRN_TWICE"}
    text = gzip.decompress(content).decode()
    assert "http://www,clearlytraining.com" in text
    websites = set(TrainingProvider.objects.values_list("website", flat=True))
    assert [each for each in websites if "," in each or "@" in each or " " in each] == []
    again = take_open_file(kind="providers", content=content, by=db_scope)
    assert (again.added, again.changed, again.unchanged) == (0, 0, outcome.added)
