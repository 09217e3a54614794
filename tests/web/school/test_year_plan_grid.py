"""The weeks of a year, term by term, and what falls between terms."""

from datetime import date

from waymark.web.school.year_plan.grid import Span, open_of, spans_of

AUTUMN, SPRING = (date(2026, 12, 7), date(2026, 12, 16)), (date(2027, 1, 6), date(2027, 1, 15))


def test_spans_of_terms_and_what_is_between_them():
    held = {date(2026, 12, 7), date(2026, 12, 21), date(2026, 12, 28), date(2027, 1, 18)}

    spans = spans_of({"Spring": SPRING, "Autumn": AUTUMN}, held)

    assert spans == [
        Span("Autumn", (date(2026, 12, 7), date(2026, 12, 14)), is_term=True),
        Span("Outside term", (date(2026, 12, 21), date(2026, 12, 28)), is_term=False),
        Span("Spring", (date(2027, 1, 4), date(2027, 1, 11)), is_term=True),
        Span("Outside term", (date(2027, 1, 18),), is_term=False),
    ]
    assert [span.title for span in spans[1:]] == [
        "Outside term, weeks of 21 Dec 2026 to 28 Dec 2026",
        "Spring",
        "Outside term, week of 18 Jan 2027",
    ]
    assert [span.weeks[0][0] for span in spans] == [1, 0, 1, 0]


def test_spans_of_two_terms_that_share_a_week():
    first, second = (date(2027, 2, 1), date(2027, 2, 10)), (date(2027, 2, 11), date(2027, 2, 19))

    spans = spans_of({"First": first, "Second": second}, [])

    assert [span.mondays for span in spans] == [(date(2027, 2, 1), date(2027, 2, 8)), (date(2027, 2, 15),)]


def test_open_of_is_the_first_not_over():
    last_mondays = [date(2026, 12, 14), date(2027, 1, 11)]

    opened = [open_of(last_mondays, on) for on in (date(2026, 12, 20), date(2026, 12, 21), date(2027, 7, 1))]

    assert opened == [0, 1, 0]
