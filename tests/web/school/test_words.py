from datetime import date

import pytest

from waymark.evaluation.frameworks import framework
from waymark.evaluation.quality import Quality
from waymark.kernel.explain import Shortfall, Wanting
from waymark.web.school.notes import note_on
from waymark.web.school.words import Words, so_far, wanting, year_words

PUPILS = Words("pupil", "pupils")


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ([], ""),
        ([11], "Year 11"),
        ([9, 7, 8], "Years 7 to 9"),
        ([9, 11], "Years 9 and 11"),
        ([7, 9, 13], "Years 7, 9 and 13"),
    ],
)
def test_year_words(years, said):
    assert year_words(years) == said


@pytest.mark.parametrize(
    ("code", "evidence", "said"),
    [
        ("gb6.workplace_by_16", 1, "1 of 2"),
        ("gb6.week_ks3", 600, "600 of 1,500 minutes"),
        ("gb4.subjects", 2, "2 counted"),
        ("gb5.variety", 2, "2 counted, 3 different wanted"),
        ("gb5.employer_every", 4, "4 in all"),
    ],
)
def test_so_far(code, evidence, said):
    assert so_far(framework("gatsby-2024").entitlement(code), evidence, day_minutes=300) == said


@pytest.mark.parametrize(
    ("shortfall", "said"),
    [
        (Shortfall(Wanting.ENCOUNTERS, 2), "2 more"),
        (Shortfall(Wanting.YEAR, 1, "9"), "1 in Year 9"),
        (Shortfall(Wanting.SUBJECT, 1, "maths"), "a lesson in maths"),
        (Shortfall(Wanting.SUBJECT, 1, "english"), "a lesson in English"),
        (Shortfall(Wanting.SUBJECT, 1, "pshe"), "a lesson in PSHE"),
        (Shortfall(Wanting.DIFFERENT, 1, "sector"), "1 more of another sector"),
        (Shortfall(Wanting.ONE_WITH, 1, "self_employed"), "one with a self-employed person"),
        (Shortfall(Wanting.MINUTES, 1200), "1,200 more minutes"),
    ],
)
def test_wanting(shortfall, said):
    assert wanting(shortfall) == said


def _quality(**facts) -> Quality:
    known = {
        "coverage": {"gb5.stem": (188, 190), "gb2.lmi_ks3": (10, 190)},
        "registers_taken": 12,
        "registers_wanting": 0,
        "recorded_by_hand": 5,
        "recorded_from_files": 0,
        "last_recorded_on": date(2026, 11, 3),
        "roll_read_on": date(2026, 9, 4),
    }
    return Quality(**{**known, **facts})


def test_a_note_says_how_much_how_old_and_from_where():
    note = note_on(_quality(), PUPILS, code="gb5.stem", in_full=True)

    assert note.coverage == (
        "Every year is on record for 188 of 190 pupils; 12 of 12 registers of this year taken; "
        "last record made on 3 November 2026"
    )
    assert (note.source, note.warning) == ("registers", None)


def test_a_note_to_a_governor_counts_nobody():
    note = note_on(_quality(coverage={"gb5.stem": (170, 190)}), PUPILS, code="gb5.stem", in_full=False)

    assert note.coverage.startswith("Every year is on record for 89% of pupils; ")


def test_a_note_to_a_governor_tells_no_share_that_would_tell_of_a_few():
    note = note_on(_quality(), PUPILS, code="gb5.stem", in_full=False)

    assert note.coverage == "12 of 12 registers of this year taken; last record made on 3 November 2026"


@pytest.mark.parametrize(
    ("facts", "code", "warning"),
    [
        ({"last_recorded_on": None}, "", "Nothing is recorded yet, so nothing can count."),
        ({"registers_wanting": 2}, "", "2 registers of past activities not taken: more may have been met."),
        (
            {},
            "gb2.lmi_ks3",
            "For more than one in ten pupils some years are not on record, so some answers are unknown.",
        ),
    ],
)
def test_a_note_warns_where_a_figure_should_not_be_leaned_on(facts, code, warning):
    assert note_on(_quality(**facts), PUPILS, code=code, in_full=True).warning == warning
