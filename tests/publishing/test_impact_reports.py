"""What a visit came to, on one page: tagged, in words, with nothing typed read as markup."""

import io
from dataclasses import replace
from datetime import date

import pikepdf

from tests.publishing.pdf_text import pages_of
from waymark.publishing.impact_reports import ImpactReport, typeset_impact

REPORT = ImpactReport(
    school="Fernhill School",
    whom="Lantern Dairies",
    title="A talk on dairies",
    on=date(2027, 4, 20),
    sent_on=date(2027, 4, 22),
    total="61",
    rows=(("Year 9", "31"), ("Year 10", "30")),
    benchmarks=("gb5",),
    feedback="They asked about it for days.\n\nCome again.",
)


def test_the_report_says_what_it_came_to_on_one_tagged_page():
    content = typeset_impact(REPORT)

    (said,) = pages_of(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo.Title) == "Thank you: A talk on dairies"
    for words in (
        "Thank you, Lantern Dairies",
        "A talk on dairies, 20 April 2027 at Fernhill School",
        "They asked about it for days.",
        "Year 10",
        "All together",
        "5. Encounters with employers and employees",
        "Sent on 22 April 2027",
    ):
        assert words in said


def test_words_are_never_commands():
    (said,) = pages_of(typeset_impact(replace(REPORT, feedback="#panic() *not bold* @nobody", title="$x^2$ _y_")))

    assert "#panic() *not bold* @nobody" in said
    assert "$x^2$ _y_" in said


def test_a_visit_that_reached_few_and_counted_for_nothing_is_one_page_too():
    few = "Not shown: so few could be told apart"

    (said,) = pages_of(typeset_impact(replace(REPORT, total=few, rows=(), benchmarks=(), feedback="", on=None)))

    assert few in said
    assert "What it counted towards" not in said


def test_much_said_goes_on_to_another_page():
    assert len(pages_of(typeset_impact(replace(REPORT, feedback="It was a good day for us all. " * 160)))) == 2


def test_an_emoji_somebody_typed_does_not_keep_it_from_being_made():
    (said,) = pages_of(typeset_impact(replace(REPORT, title="A talk on dairies 🐄", feedback="Great \x01👍")))

    assert "A talk on dairies □" in " ".join(said.split())
