from waymark.evaluation.frameworks import framework
from waymark.kernel.facts import Institution
from waymark.kernel.figures import Characteristics, FigureKey, Judged, figures, units
from waymark.kernel.vocabulary import Answer, Setting

YEAR = framework("gatsby-2024").entitlement("gb5.employer_year")
SCHOOL = Institution("100", Setting.SCHOOL, hub_id="h1", la_code="301")


def test_units_leave_out_a_blank_hub_trust_or_council():
    assert units(SCHOOL) == (("institution", "100"), ("hub", "h1"), ("la", "301"), ("all", "all"))


def test_groups_of_a_learner():
    assert Characteristics(sex="F", sen="K", pupil_premium=True, eal=True).groups == (
        "all",
        "sex:F",
        "sen:any",
        "pp:yes",
        "eal:yes",
    )
    assert Characteristics(looked_after=True).groups == ("all", "sen:none", "pp:no", "lac:yes")


def test_figures_count_each_learner_once_in_a_year_group_and_once_in_the_whole():
    judged = [
        Judged(YEAR, SCHOOL, 8, Characteristics("F"), Answer.MET),
        Judged(YEAR, SCHOOL, 9, Characteristics("M"), Answer.NOT_YET),
    ]

    found = figures(judged)

    hub = {key: tally for key, tally in found.items() if key.level == "hub" and key.group in ("all", "sex:F")}
    counts = {(key.group, key.year_group): (tally.n, tally.met) for key, tally in hub.items()}
    assert counts == {
        ("all", 8): (1, 1),
        ("all", 9): (1, 0),
        ("all", 0): (2, 1),
        ("sex:F", 8): (1, 1),
        ("sex:F", 0): (1, 1),
    }
    whole = found[FigureKey("all", "all", "all", 0, "gb5.employer_year")]
    assert whole.band(framework("gatsby-2024").scale) == "some"
