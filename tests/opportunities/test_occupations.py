from decimal import Decimal

import pytest

from tests.opportunities.open_data import NURSE, job, lines, needs_open_data, real, take
from waymark.opportunities.models import (
    EscoLink,
    EscoOccupation,
    Industry,
    JobProfile,
    OnetSkill,
    Soc2010Group,
    SocGroup,
    SocJobTitle,
)
from waymark.opportunities.queries.occupations import occupations_of, our_relation

HEAD = (
    "SOC 2020 Major Group,SOC 2020 Sub-Major Group,SOC 2020 Minor Group,SOC 2020 Unit Group,SOC 2020 Group Title,Tasks,"
    "Related Job Titles\n"
)
SOC = HEAD + (
    '2,<blank>,<blank>,<blank>,Professional occupations,<blank>,<blank>\n'
    '<blank>,<blank>,<blank>,2232,Registered community nurses,~visits people,"~District nurse\n\n~Health visitor"\n'
    '<blank>,<blank>,<blank>,2237,Other registered nursing professionals,<blank>,"~Nurse\n~Staff nurse"\n'
    '<blank>,<blank>,<blank>,5314,"Roofers, roof tilers and slaters",<blank>,~Roofer\n'
    '<blank>,<blank>,<blank>,5315,Plumbers and heating and ventilating installers and repairers,<blank>,~Plumber\n'
    '<blank>,<blank>,<blank>,2123,Electrical engineers,<blank>,<blank>\n'
    '<blank>,<blank>,<blank>,5241,Electricians and electrical fitters,<blank>,~Electrical engineer\n'
    '<blank>,<blank>,<blank>,5435,Cooks,<blank>,<blank>\n'
)  # fmt: skip


@pytest.fixture
def soc(db_scope):
    assert take("soc", SOC.encode(), db_scope).added == 8


def socs(title):
    return [(each.soc, each.named, each.is_sure) for each in occupations_of(JobProfile.objects.get(title=title))]


def test_the_classification_is_kept_with_the_job_titles_it_names(soc):
    group = SocGroup.objects.get(soc="2232")
    assert (group.title, group.tasks) == ("Registered community nurses", ["visits people"])
    assert list(SocJobTitle.objects.filter(group="2232").values_list("title", flat=True)) == [
        "District nurse", "Health visitor",
    ]  # fmt: skip
    assert SocGroup.objects.get(soc="2").title == "Professional occupations"


def test_headings_with_line_breaks_in_them_are_the_same_headings(db_scope):
    broken = SOC.replace("SOC 2020 Major Group", '"SOC 2020\nMajor Group"', 1)

    assert (take("soc", broken.encode(), db_scope).added, SocGroup.objects.count()) == (8, 8)


def test_a_title_the_next_release_no_longer_names_goes(soc, db_scope):
    outcome = take("soc", SOC.replace("\n\n~Health visitor", "").encode(), db_scope)

    assert (outcome.changed, outcome.unchanged) == (0, 8)
    assert not SocJobTitle.objects.filter(title="Health visitor").exists()


@pytest.mark.parametrize(
    ("profile", "found"),
    [
        pytest.param(NURSE, [("2237", True, True), ("2232", False, False)], id="named, and the others it may be"),
        pytest.param(job("Plumber", soc2010_code="5314"), [("5315", True, True)], id="its old number is another's now"),
        pytest.param(
            job("Electrical engineer", soc2010_code="2123", soc2010_title="Electrical engineers"),
            [("2123", False, False), ("5241", True, False)],
            id="a group called as it is comes before one that names it",
        ),
        pytest.param(
            job("School cook", soc2010_code="5435", soc2010_title="Cooks"), [("5435", False, True)], id="same title"
        ),
        pytest.param(job("Roofer"), [("5314", True, True)], id="no old code, but named"),
        pytest.param(job("Astronaut", soc2010_code="9999"), [], id="nothing known"),
    ],
)
def test_occupations_of(soc, db_scope, profile, found):
    take("job-profiles", lines(profile), db_scope)

    assert socs(profile["title"]) == found


def test_a_published_relation_with_shares_comes_before_our_reading(soc, db_scope):
    table = "SOC 2010,SOC 2020,Share\n2231,2232,25%\n2231,2237,0.75\nTotal sample,2237,1\n"
    outcome = take("soc", table.encode(), db_scope)
    take("job-profiles", lines(job("Ward worker", soc2010_code="2231")), db_scope)

    found = occupations_of(JobProfile.objects.get(title="Ward worker"))
    assert [(p.row, p.code) for p in outcome.problems] == [(4, "SOC_INVALID")]
    assert [(each.soc, each.share) for each in found] == [("2237", Decimal("0.75")), ("2232", Decimal("0.25"))]
    assert found[0].source.startswith("Office for National Statistics")


def test_our_relation_names_four_digits_each():
    for old, new in our_relation().items():
        assert old.isdecimal()
        assert len(old) == 4
        assert all(soc.isdecimal() and len(soc) == 4 for soc in new)
        assert len(set(new)) == len(new)


def test_other_titles_of_esco_stand_one_a_line_in_a_cell(db_scope):
    head = "ORIGINURI,ISCOGROUPCODE,PREFERREDLABEL,ALTLABELS,DESCRIPTION\n"
    take("esco", (head + 'http://x/1,110,major,"staff officer\nfield officer",Leads.\n').encode(), db_scope)

    major = EscoOccupation.objects.get()
    assert (major.isco, major.other_titles) == ("0110", ["staff officer", "field officer"])


def test_the_reviewers_words_for_a_match(db_scope):
    head = "Title,Url,EscoUri,status after SME check,SME comments\n"
    rows = [
        "Vet,vet,http://x/1,good match,",
        "Vet,vet,http://x/2,replace,another is better",
        "Cook,cook,,decision req,",
    ]
    outcome = take("esco", (head + "\n".join(rows)).encode(), db_scope)

    assert list(EscoLink.objects.order_by("uri").values_list("match", flat=True)) == ["good", "doubtful"]
    assert [(p.row, p.code, p.effect.value) for p in outcome.problems] == [(4, "MATCH_BLANK", "noted")]


def test_a_skill_loses_the_comma_left_after_it(db_scope):
    take("onet", b'onet_code,skill,rank\n29-1141.00,"Leadership, Coordination,",4.5\n', db_scope)

    assert OnetSkill.objects.get().skill == "Leadership, Coordination"


def test_industries_at_every_level_and_classes_with_a_nought_at_their_end(db_scope):
    head = "Description,SECTION,Division,Group,Class,Sub Class\n"
    take(
        "industries", (head + "Farming,A,na,na,na,na\nCrops,A,01,na,na,na\nRice,A,01,011,0112,na\n").encode(), db_scope
    )

    assert dict(Industry.objects.values_list("sic", "title")) == {
        "A": "Farming", "01": "Crops", "0112": "Rice", "01120": "Rice",
    }  # fmt: skip


@needs_open_data
def test_the_real_classifications(db_scope):
    csv = take("soc", real("soc2020/soc2020_descriptions.csv.gz"), db_scope)
    book = take("soc", real("soc2020/soc2020volume1_structure_and_descriptions_2025-04-16.xlsx"), db_scope)
    old = take("soc", real("job_profiles/soc2010_unit_groups_used_by_ncs.csv"), db_scope)

    assert (csv.added, csv.problems) == (551, ())
    assert (book.added, book.changed, book.unchanged) == (0, 0, 551)
    by_length = [SocGroup.objects.filter(soc__regex=rf"^\d{{{n}}}$").count() for n in (1, 2, 3, 4)]
    assert by_length == [9, 26, 104, 412]
    assert not SocGroup.objects.filter(description__contains="<blank>").exists()
    assert SocJobTitle.objects.filter(title="3D Printing Technician", group="3120").exists()
    assert (old.added, [(p.code, p.received, p.effect.value) for p in old.problems]) == (
        369, [("SOC_INVALID", "XXXX", "noted")],
    )  # fmt: skip
    known = set(SocGroup.objects.values_list("soc", flat=True))
    assert {soc for new in our_relation().values() for soc in new} <= known
    assert set(our_relation()) <= set(Soc2010Group.objects.values_list("soc2010", flat=True))


@needs_open_data
def test_every_real_job_is_given_an_occupation(db_scope):
    take("soc", real("soc2020/soc2020_descriptions.csv.gz"), db_scope)
    take("job-profiles", real("job_profiles/ncs_job_profiles.jsonl.gz"), db_scope)

    found = {profile.title: occupations_of(profile) for profile in JobProfile.objects.all()}

    assert [title for title, occupations in found.items() if not occupations] == []
    assert sum(occupations[0].is_sure for occupations in found.values()) == 458
    plumber, nurse = found["Plumber"], found["Nurse"]
    assert [(each.soc, each.is_sure) for each in plumber] == [("5315", True)]  # 5314 is roofers by now
    assert {each.soc for each in nurse} == {"2232", "2233", "2234", "2235", "2236", "2237"}


@needs_open_data
def test_the_real_bridges_of_skills_and_industries(db_scope):
    titles = take("onet", real("onet/onet_occupation_data.tsv.gz"), db_scope)
    ranks = take("onet", real("job_profiles/onet_skill_ranks.csv.gz"), db_scope)
    esco = take("esco", real("esco/esco_1.1.1_occupations.csv.gz"), db_scope)
    matches = take("esco", real("job_profiles/esco_job_profile_map.csv"), db_scope)
    industries = take("industries", real("sic2007/uk_sic_2007.csv"), db_scope)
    again = take("industries", real("sic2007/uk_sic_2007_summary_of_structure.xlsx"), db_scope)

    assert [each.refused for each in (titles, ranks, esco, matches, industries, again)] == [0] * 6
    assert (titles.added, ranks.added, esco.added, matches.added) == (1016, 10160, 1990, 580)
    assert EscoOccupation.objects.get(title="technical director").other_titles[0] == "technical and operations director"
    assert EscoOccupation.objects.filter(isco__startswith="0").exists()
    assert (Industry.objects.get(sic="01120").title, again.changed) == ("Growing of rice", 0)
