from datetime import date
from decimal import Decimal

import pytest

from tests.opportunities.open_data import needs_open_data, real, take
from waymark.opportunities.models import (
    AdvertCount,
    AreaBoundary,
    AreaPart,
    Destination,
    Earnings,
    MarketArea,
    Projection,
)

PAY = "description,soc2020_code,jobs_thousand,median,mean,p10,p90\nAll employees,,100,30000,35000,11000,60000\n"
AHEAD = "Area,Breakdown,Subgroup,2021,2035\n"
ADVERTS = "Area,Breakdown,Subgroup,Period,valueText\n"
SHARES = (
    "time_period,geographic_level,country_code,country_name,lad_code,lad_name,institution_group,breakdown,data_type,"
    "cohort,overall,education\n"
)


def problems(outcome):
    return [(p.row, p.code, p.effect.value) for p in outcome.problems]


def test_pay_keeps_the_sign_of_what_is_not_given(db_scope):
    rows = "Nurses,2237,x,..,35000,:,-\n"
    outcome = take("earnings", (PAY + rows).encode(), db_scope, filename="ashe_2024_table14_7a_annual_gross_all.csv")

    nurses = Earnings.objects.get(soc2020="2237")
    assert (outcome.added, nurses.year, nurses.measure) == (2, 2024, "annual")
    assert (nurses.median, nurses.mean, nurses.percentiles["10"]) == (None, Decimal(35000), None)
    assert nurses.why == {"jobs": "x", "median": "..", "10": ":"}
    assert nurses.percentiles["90"] is None
    assert Earnings.objects.get(soc2020="").median == 30000


def test_pay_without_its_year_is_refused_and_years_stand_side_by_side(db_scope):
    refused = take("earnings", PAY.encode(), db_scope, filename="pay.csv")
    first = take("earnings", PAY.encode(), db_scope, filename="pay.csv", year=2023)
    second = take("earnings", PAY.replace("30000", "31000").encode(), db_scope, filename="pay.csv", year=2024)

    assert (refused.is_refused, problems(refused)) == (True, [(0, "YEAR_MISSING", "file")])
    assert (first.added, second.added, second.absent) == (1, 1, 0)
    assert set(Earnings.objects.values_list("year", "median")) == {(2023, 30000), (2024, 31000)}


@pytest.mark.parametrize(
    ("filename", "measure"),
    [
        ("ashe_2024_table14_5a_hourly_gross_all.csv", "hourly"),
        ("ashe_2024_table14_7a_annual_gross_fulltime.csv", "annual_full_time"),
        ("ashe_2024_table14_7a_annual_gross.xlsx", "annual"),
    ],
)
def test_what_a_table_measures_is_in_its_name(db_scope, filename, measure):
    take("earnings", PAY.encode(), db_scope, filename=filename)

    assert Earnings.objects.get().measure == measure


def test_a_forecast_with_the_range_its_publisher_gives(db_scope):
    head = AHEAD.replace("2035\n", "2035,2035 low,2035 high\n")
    rows = "England,Occupation (SOC2020 Sub-Major Group),22 - Health professionals,100,130,120,150\n"
    take("projections", (head + rows).encode(), db_scope)

    ahead = Projection.objects.get()
    assert (ahead.area.name, ahead.breakdown, ahead.soc2020, ahead.group) == (
        "England", "sub_major", "22", "Health professionals",
    )  # fmt: skip
    assert (ahead.years, ahead.low, ahead.high) == ({"2021": 100, "2035": 130}, 120, 150)


def test_a_forecast_row_that_says_nothing_is_left_out(db_scope):
    rows = ("England,Total,Total,100,120", "England,Total,Total,100,130", "Nowhere,Total,Total,1,2",
            "England,Broad sector,Sea,,2")  # fmt: skip
    outcome = take("projections", (AHEAD + "\n".join(rows)).encode(), db_scope)

    assert problems(outcome) == [
        (3, "GROUP_TWICE", "refused"), (4, "AREA_UNKNOWN", "refused"), (5, "YEARS_MISSING", "refused"),
    ]  # fmt: skip
    assert outcome.added == 1


def test_adverts_by_place_and_month(db_scope):
    rows = "Coventry LADU,Total,Total,Apr-25,9\nNA LADU,Total,Total,Apr-25,7\nCoventry LADU,Total,Total,May-25,[x]\n"
    outcome = take("adverts", (ADVERTS + rows).encode(), db_scope)

    assert problems(outcome) == [(3, "AREA_UNPLACED", "noted")]
    assert [(a.area.kind, a.area.name, a.month, a.adverts) for a in AdvertCount.objects.order_by("month")] == [
        ("district", "Coventry", date(2025, 4, 1), 9), ("district", "Coventry", date(2025, 5, 1), None),
    ]  # fmt: skip


def test_an_area_is_what_its_ending_says_and_every_country_stands_for_itself(db_scope):
    rows = "England,Total,Total,Apr-25,100\nCardiff LADU,Total,Total,Apr-25,9\nKent LSIP,Total,Total,Apr-25,8\n"
    rows += "West Yorkshire MCA,Total,Total,Apr-25,7\nNowhere in particular,Total,Total,Apr-25,6\n"
    outcome = take("adverts", (ADVERTS + rows).encode(), db_scope)

    assert problems(outcome) == [(6, "AREA_UNPLACED", "noted")]
    assert set(AdvertCount.objects.values_list("area__kind", "area__name", "adverts")) == {
        ("country", "England", 100), ("district", "Cardiff", 9), ("lsip", "Kent", 8), ("mca", "West Yorkshire", 7),
    }  # fmt: skip


def test_adverts_by_the_older_names_of_professions_are_a_breakdown_of_their_own(db_scope):
    head = "geographic_level,area,Summary Profession Category,Detailed Profession Category,time_period,vacancies\n"
    outcome = take("adverts", (head + "LEP,Coast to Capital,Care,Nurses,Oct 22,41\n").encode(), db_scope)

    count = AdvertCount.objects.get()
    assert (outcome.refused, count.breakdown, count.soc2020, count.group) == (0, "profession", "", "Care: Nurses")
    assert (count.area.kind, count.area.name, count.month) == ("lep", "Coast to Capital", date(2022, 10, 1))


def test_the_new_areas_of_london_are_not_taken_for_the_areas_themselves(db_scope):
    head = "LAD23CD,LAD23NM,LSIP23CD,LSIP23NM,NEW LSIP GEOGRAPHY (4 london areas)\n"
    take("areas", (head + "E09000001,City,E69000017,Greater London,Central London\n").encode(), db_scope)

    assert set(MarketArea.objects.values_list("kind", "name")) == {("district", "City"), ("lsip", "Greater London")}


def test_areas_get_their_codes_when_a_table_names_them(db_scope):
    take("adverts", (ADVERTS + "Coventry LADU,Total,Total,Apr-25,9\n").encode(), db_scope)
    table = "LAD23CD,LAD23NM,LSIP23CD,LSIP23NM\nE08000026,Coventry,E69000099,Midland Skills\n"
    take("areas", table.encode("utf-8-sig"), db_scope)

    assert set(MarketArea.objects.values_list("kind", "code", "name")) == {
        ("district", "E08000026", "Coventry"), ("lsip", "E69000099", "Midland Skills"),
    }  # fmt: skip
    assert AreaPart.objects.get().whole.slug == "midland-skills-lsip"


def test_boundaries_in_metres_are_refused_and_say_so(db_scope):
    square = (
        '{"type":"FeatureCollection","features":[{"properties":{"LSIP23CD":"E69000001","LSIP23NM":"A"},"geometry":{'
    )
    metres = square + '"type":"Polygon","coordinates":[[[543499,140151],[549746,140784],[551363,140046]]]}}]}'

    assert problems(take("areas", metres.encode(), db_scope)) == [(0, "BOUNDARY_IN_METRES", "file")]


def test_leavers_in_numbers_and_in_percentages_are_one_group(db_scope):
    said = "202223,National,E92000001,England,,,Academy,Total,Number of students,50,45,c\n"
    share = "202223,National,E92000001,England,,,academy,Total,Percentage,50,90.0,low\n"
    outcome = take("destinations", (SHARES + said + share).encode(), db_scope)

    leavers = Destination.objects.get()
    assert (outcome.added, leavers.year, leavers.institutions) == (1, 2022, "Academy")
    assert leavers.counts == {"cohort": 50, "overall": 45, "education": "c"}
    assert leavers.shares == {"overall": 90.0, "education": "low"}


def test_a_percentage_over_a_hundred_is_refused_as_the_swapped_columns_of_one_file_have_it(db_scope):
    said = "202223,National,E92000001,England,,,Academy,Total,Percentage,50,760,45\n"

    assert problems(take("destinations", (SHARES + said).encode(), db_scope)) == [(2, "SHARE_OVER_100", "refused")]


def test_a_file_of_no_form_we_know_is_refused(db_scope):
    outcome = take("destinations", b"Name,Place\na,b\n", db_scope)

    assert (outcome.is_refused, {p.code for p in outcome.problems}) == (True, {"COLUMN_MISSING"})


@needs_open_data
def test_the_real_pay_of_2024(db_scope):
    name = "ashe_2024_table14_7a_annual_gross"
    sheet = take("earnings", real(f"ashe_earnings/{name}_all.csv"), db_scope, filename=f"{name}_all.csv")
    book = take("earnings", real(f"ashe_earnings/{name}.xlsx"), db_scope, filename=f"{name}.xlsx")

    assert (sheet.added, sheet.refused) == (552, 0)
    assert (book.added, book.changed, book.unchanged, book.refused) == (0, 0, 552, 0)
    assert Earnings.objects.get(soc2020="").median == 31602
    chiefs = Earnings.objects.get(soc2020="1111")
    assert (chiefs.median, chiefs.mean, chiefs.why["mean"]) == (81776, None, "x")
    assert not Earnings.objects.filter(description="Not Classified").exists()


@needs_open_data
def test_the_real_forecast_and_adverts(db_scope):
    ahead = take("projections", real("labour_market/skills_imperative_2035_projections.csv.gz"), db_scope)
    adverts = take("adverts", real("labour_market/online_job_adverts_by_soc2020.csv.gz"), db_scope)
    older = take("adverts", real("labour_market/job_adverts_by_detailed_profession_oct22.csv.gz"), db_scope)

    assert (ahead.added, adverts.added, older.added) == (1836, 17544, 17102)
    assert (ahead.refused, adverts.refused, older.refused, older.absent) == (0, 0, 0, 0)
    england = Projection.objects.get(area__name="England", breakdown="total")
    assert (round(england.years["2021"] / 1e6, 1), round(england.years["2035"] / 1e6, 1)) == (30.0, 32.1)
    assert not Projection.objects.filter(group__contains="&amp;").exists()
    assert AdvertCount.objects.get(area__name="England", month=date(2025, 4, 1), breakdown="total").adverts == 1243219
    assert AdvertCount.objects.filter(breakdown="profession", adverts=None).exists()


@needs_open_data
@pytest.mark.parametrize(
    ("path", "year", "added"),
    [
        ("destinations_1618/ees_1618_lad_201718-202223.csv.gz", None, 5379),
        ("destinations_ks4/ees_ks4_lad_201516-202223.csv.gz", None, 1830),
        ("destinations_ks4/ees_ks4_nat_202223.csv.gz", None, 2923),
        ("destinations_ks4/england_ks4-pupdest_2022-23_six_regions.csv.gz", 2020, 2971),
        ("destinations_1618/england_ks5-studest_six_regions.csv.gz", 2019, 7156),
        ("destinations_1618/england_ks5-studest-he_six_regions.csv.gz", 2019, 1759),
        ("labour_market/sustained_positive_destinations_by_area.csv.gz", None, 12011),
    ],
)
def test_the_real_files_of_leavers(db_scope, path, year, added):
    outcome = take("destinations", real(path), db_scope, year=year)

    assert (outcome.added, outcome.refused, outcome.problems) == (added, 0, ())


@needs_open_data
def test_two_releases_of_one_cohort_are_never_one_line(db_scope):
    """The table by school says 94% of 2020 to 2021's leavers stayed in something; the later release 92.9%."""
    take("destinations", real("destinations_ks4/england_ks4-pupdest_2022-23_six_regions.csv.gz"), db_scope, year=2020)
    take("destinations", real("destinations_ks4/ees_ks4_nat_202223.csv.gz"), db_scope)

    england = Destination.objects.filter(level="country", year=2020, breakdown__startswith="Total")
    earlier = england.get(release="Compare school performance")
    assert (earlier.counts["cohort"], earlier.counts["overall"], earlier.shares["overall"]) == (576305, 540593, 94)
    assert set(england.values_list("release", flat=True)) == {
        "Compare school performance",
        "Explore education statistics",
    }


@needs_open_data
def test_the_real_areas(db_scope):
    rings = take("areas", real("geography/lad_2022_england.geojson.gz"), db_scope)
    changed = take("areas", real("geography/lookup_ltla22_ltla23.csv"), db_scope)
    skills = take("areas", real("geography/lad23_to_lsip23.csv"), db_scope)
    authorities = take("areas", real("geography/lad_to_combined_authority_2025-05.csv"), db_scope)
    metres = take("areas", real("geography/lsip_2023_boundaries_buc.geojson.gz"), db_scope)
    before = take("areas", real("geography/combined_authority_2023_boundaries_buc.geojson.gz"), db_scope)
    partnerships = take("areas", real("geography/lep_2021_boundaries_buc.geojson.gz"), db_scope)

    assert (rings.added, before.added, partnerships.added) == (
        309,
        11,
        38,
    )
    assert AreaBoundary.objects.count() == 309 + 11 + 38
    assert [each.refused for each in (changed, skills, authorities)] == [0, 0, 0]
    assert MarketArea.objects.filter(kind="lsip").count() == 38
    assert MarketArea.objects.filter(kind="mca").count() == 15
    assert problems(metres) == [(0, "BOUNDARY_IN_METRES", "file")]
    assert set(AreaPart.objects.filter(part__name="Allerdale").values_list("whole__name", flat=True)) == {"Cumberland"}
