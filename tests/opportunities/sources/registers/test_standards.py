"""Apprenticeships from each of the four files; the traps of the published ones."""

import pytest

from tests.opportunities.open_data import FOLDER, needs_open_data
from waymark.intake.packed import unpacked
from waymark.opportunities.models import ApprenticeshipDelivery, ApprenticeshipStandard
from waymark.opportunities.sources.receiving import take_open_file
from waymark.opportunities.sources.registers.standards import read_standards, year_in
from waymark.opportunities.sources.registers.zips import table_of

LARS = (
    b'"StandardCode","Version","StandardName","NotionalEndLevel","EffectiveFrom","IntegratedDegreeStandard",'
    b'"SectorSubjectAreaTier2"\n"1","1","Network Engineer ","4","01 Aug 2014","n","6.10"\n"x","1","Bad","4","","Y",""\n'
)
CAREERS = (
    b"reference,title,lars_code,level,route,typical_duration_months,max_funding_gbp,type\n"
    b"ST0127,Network engineer,1,Qualification Level 4,Digital|and more,18,17000,Standard\n"
    b",Community Arts,0,,,0,0,Framework\n,Vehicle Parts,0,,,0,0,Framework\n"
)
STARTS = (
    b"level,standard_or_framework,flag,provider_name,Starts\n"
    b"Advanced Apprenticeship,Network Engineer,Standard,Tec (North) Partnership (10007938),4\n"
    b"Advanced Apprenticeship,Network Engineer,Standard,Nobody,4\n"
)
DISTRICTS = b"ukprn,provider_name,delivery_lad,starts,enrolments\n10007938,TEC,Ealing,low,2\n1,TEC,Derby,2,2\n"


def take(content, scope, filename="standards.csv", **how):
    outcome = take_open_file(kind="standards", content=content, filename=filename, by=scope, **how)
    return outcome.added, outcome.changed, outcome.unchanged, outcome.absent, outcome.refused


def test_two_files_tell_of_one_standard(db_scope):
    assert take(LARS, db_scope) == (1, 0, 0, 0, 1)
    assert take(CAREERS, db_scope) == (2, 1, 0, 0, 0)

    one = ApprenticeshipStandard.objects.get(lars_code=1)
    assert (one.title, one.reference, one.level, one.route) == ("Network engineer", "ST0127", 4, "Digital, and more")
    assert (one.months, one.most_funding, one.is_degree, one.subject_code) == (18, 17000, False, "6.10")
    frameworks = ApprenticeshipStandard.objects.filter(kind="framework")
    assert [(row.title, row.lars_code, row.months) for row in frameworks] == [
        ("Community Arts", None, None), ("Vehicle Parts", None, None),
    ]  # fmt: skip
    assert take(CAREERS, db_scope) == (0, 0, 3, 0, 0)


def test_counts_of_who_began(db_scope):
    assert take(STARTS, db_scope, "starts_2024-25.csv") == (1, 0, 0, 0, 1)
    assert take(DISTRICTS, db_scope, year=2024) == (1, 0, 0, 0, 1)
    assert take(DISTRICTS, db_scope, year=2024) == (0, 0, 1, 0, 1)

    rows = ApprenticeshipDelivery.objects.order_by("pk").values_list("ukprn", "provider_name", "year", "starts")
    assert list(rows) == [("10007938", "Tec (North) Partnership", 2024, 4), ("10007938", "TEC", 2024, None)]


@pytest.mark.parametrize(
    ("content", "code"),
    [(STARTS, "YEAR_BLANK"), (b"a,b\n1,2\n", "COLUMN_MISSING"), (CAREERS.split(b"\n")[0] + b"\n", "FILE_EMPTY")],
)
def test_files_that_are_refused(db_scope, content, code):
    outcome = take_open_file(kind="standards", content=content, filename="x.csv", by=db_scope)

    assert [problem.code for problem in outcome.problems] == [code]


@needs_open_data
def test_the_published_files(db_scope):
    folder = FOLDER / "apprenticeships"

    def bring(name):
        return take((folder / name).read_bytes(), db_scope, name)

    assert bring("lars_2020-09/Standard.csv") == (589, 0, 0, 0, 0)
    added, changed, unchanged, _, refused = bring("ncs_apprenticeship_standards_2020.csv")
    assert (added + changed + unchanged, refused) == (581, 0)
    assert ApprenticeshipStandard.objects.filter(kind="framework").count() == 49
    for name, rows in (
        ("starts_by_standard_and_provider_2024-25.csv.gz", 10577),
        ("provider_delivery_by_lad_2024-25.csv.gz", 38611),
    ):
        content = unpacked((folder / name).read_bytes())
        _, counts, reading = read_standards(table_of(name, content), year=year_in(name))
        assert (len(counts), reading.problems, counts[0].year) == (rows, (), 2024)
