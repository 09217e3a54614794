"""A LARS zip in, and what it does to courses: hand-worked."""

import io
import zipfile
from datetime import date

import pytest

from tests.opportunities.makers import make_course, make_provider, make_run
from tests.opportunities.open_data import FOLDER, needs_open_data
from waymark.opportunities.models import (
    ApprenticeshipStandard,
    CourseType,
    LarsAim,
    LarsCategory,
    TLevelDefinition,
)
from waymark.opportunities.queries.changes import changed_after, last_change
from waymark.opportunities.sources.receiving import take_open_file

AIMS = """LearnAimRef,EffectiveFrom,EffectiveTo,LearnAimRefTitle,LearnAimRefType,NotionalNVQLevel,NotionalNVQLevelv2,\
AwardOrgCode,SectorSubjectAreaTier1,SectorSubjectAreaTier2,GuidedLearningHours,OperationalEndDate,CertificationEndDate
"00238422","01 Aug 2014","","Certificate in Plumbing ","0006","1","1","GUILD","5.00","5.20","120.00","31 Jul 2028",""
"6014292X","01 Aug 2014","31 Dec 2600","Maths","0006","","E","","-2.00","-2.00","","",""
"","01 Aug 2014","","No reference","0006","","1","","","","","",""
"60142923","31 Feb 2014","","GCSE (9-1) in English Language","0003","2","Q","GUILD","12.00","12.10","x","",""
"""
TABLES = {
    "LearningDelivery": AIMS,
    "AwardOrgCode": "AwardOrgCode,AwardOrgUKPRN,AwardOrgName\nGUILD,10000001,Guild of Pipes\n",
    "LearnAimRefType": "LearnAimRefType,LearnAimRefTypeDesc\n0006,Certificate\n0003,GCSE\n",
    "SectorSubjectAreaTier1": "SectorSubjectAreaTier1,SectorSubjectAreaTier1Desc\n-2.00,None\n5.00,Building\n",
    "SectorSubjectAreaTier2": "SectorSubjectAreaTier2,SectorSubjectAreaTier2Desc\n-2.00,None\n5.20,Pipework\n",
    "Category": "CategoryRef,ParentCategoryRef,CategoryName,Target,EffectiveFrom,EffectiveTo\n45,0,Level 3 offer,,,\n",
    "LearningDeliveryCategory": (
        "LearnAimRef,CategoryRef,EffectiveFrom,EffectiveTo\n00238422,45,,\n00238422,7,,\n60142923,37,,\n"
    ),
    "Framework": (
        "FworkCode,ProgType,PwayCode,PathwayName,EffectiveFrom,EffectiveTo,SectorSubjectAreaTier1,NASTitle\n"
        "36,31,231,Surveying,01 Sep 2020,,5.00,T Level Construction\n"
        "36,31,232,Civil,01 Sep 2020,,5.00,T Level Construction\n"
        "500,2,1,Old,01 Sep 2010,,5.00,An old framework\n"
    ),
}


def zipped(tables=TABLES, folder="LARS/"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in tables.items():
            archive.writestr(f"{folder}{name}.csv", text)
    return out.getvalue()


def take(content, scope, **how):
    return take_open_file(kind="lars", content=content, by=scope, **how)


def counts(outcome):
    return outcome.added, outcome.changed, outcome.unchanged, outcome.absent, outcome.refused


def test_a_zip_of_tables(db_scope):
    outcome = take(zipped(), db_scope)

    assert counts(outcome) == (3, 0, 0, 0, 1)
    assert [(p.row, p.code) for p in outcome.problems] == [(4, "AIM_INVALID")]
    plumbing, english, maths = LarsAim.objects.order_by("reference")
    assert (plumbing.title, plumbing.level, plumbing.awarding_body, plumbing.aim_type) == (
        "Certificate in Plumbing", "1", "Guild of Pipes", "Certificate",
    )  # fmt: skip
    assert (plumbing.subject_code, plumbing.subject, plumbing.guided_hours) == ("5.20", "Pipework", 120)
    assert (plumbing.categories, plumbing.taught_to_on) == ([7, 45], date(2028, 7, 31))
    assert (english.reference, english.level, english.from_on, english.guided_hours) == ("60142923", "X", None, None)
    assert (maths.reference, maths.level, maths.subject, maths.to_on) == ("6014292X", "E", "", None)
    assert LarsCategory.objects.get().name == "Level 3 offer"
    level = TLevelDefinition.objects.get()
    assert (level.framework, level.name, level.pathways) == (36, "T Level Construction", ["Surveying", "Civil"])


def test_the_same_zip_twice_changes_nothing(db_scope):
    take(zipped(), db_scope)

    assert counts(take(zipped(), db_scope)) == (0, 0, 3, 0, 1)


def test_what_lars_says_anew_comes_to_the_courses_and_is_announced(db_scope):
    take(zipped(), db_scope)
    provider = make_provider()
    course = make_course(provider, "Certificate in Plumbing", aim_reference="00238422")
    run, other = make_run(course), make_run(make_course(provider, "Other", aim_reference="6014292X"))
    seen = last_change()

    anew = {**TABLES, "LearningDelivery": AIMS.replace("Certificate in Plumbing ", "Diploma in Plumbing")}
    assert counts(take(zipped(anew), db_scope)) == (0, 1, 2, 0, 1)

    course.refresh_from_db()
    assert (course.title, course.awarding_body, course.level) == ("Diploma in Plumbing", "Guild of Pipes", "1")
    assert (changed_after(seen), other.pk in changed_after(seen)) == ({run.pk}, False)


def test_an_aim_the_zip_lacks_stays(db_scope):
    take(zipped(), db_scope)
    fewer = {**TABLES, "LearningDelivery": "\n".join(AIMS.splitlines()[:2])}

    assert counts(take(zipped(fewer), db_scope)) == (0, 0, 1, 2, 0)
    assert LarsAim.objects.count() == 3


def test_the_list_for_free_courses_decides_the_type_of_listed_aims(db_scope):
    take(zipped(), db_scope)
    course = make_course(make_provider(), "Certificate in Plumbing", aim_reference="00238422")
    make_run(course)
    seen = last_change()

    outcome = take_open_file(kind="free-courses-providers", content=b"UKPRN\n10009901\n1\n", by=db_scope)
    course.refresh_from_db()
    assert (counts(outcome), course.course_type) == ((1, 0, 0, 0, 1), CourseType.FREE_COURSES)
    assert len(changed_after(seen)) == 1

    outcome = take_open_file(kind="free-courses-providers", content=b"UKPRN\n1000990\n10009902\n", by=db_scope)
    course.refresh_from_db()
    assert (counts(outcome), course.course_type) == ((1, 0, 0, 1, 1), CourseType.FREE_COURSES)
    assert "LIST_KEPT" in {each.code for each in outcome.problems}, "a row left out may be the one that is lacked"

    outcome = take_open_file(kind="free-courses-providers", content=b"UKPRN\n10009902\n", by=db_scope)
    course.refresh_from_db()
    assert (counts(outcome), outcome.removed, course.course_type) == ((0, 0, 1, 0, 0), 1, None)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"LearnAimRef\n1", "FILE_TYPE"),
        (b"PK\x03\x04 and no more", "FILE_TYPE"),
        (zipped({"Readme": "x"}), "FILE_TYPE"),
        (zipped({"LearningDelivery": "LearnAimRef,Level\n00238422,1\n"}), "COLUMN_MISSING"),
    ],
)
def test_files_that_are_no_lars(db_scope, content, code):
    outcome = take(content, db_scope)

    assert (outcome.is_refused, [problem.code for problem in outcome.problems]) == (True, [code])


@needs_open_data
def test_the_published_tables(db_scope):
    folder = FOLDER / "apprenticeships" / "lars_2020-09"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in folder.iterdir():
            archive.write(path, path.name)
        archive.writestr("LearningDelivery.csv", AIMS.replace("GUILD", "AAT").replace("0006", "0001"))

    outcome = take(out.getvalue(), db_scope)

    assert counts(outcome) == (3, 0, 0, 0, 1)
    assert LarsAim.objects.get(reference="00238422").awarding_body == "Association of Accounting Technicians"
    assert sorted(TLevelDefinition.objects.values_list("framework", flat=True)) == [36, 37, 38]
    assert ApprenticeshipStandard.objects.count() == 589
    assert ApprenticeshipStandard.objects.filter(is_degree=True).count() == 51  # “n” among the noes
