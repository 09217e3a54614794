"""When a name is due to go, and days blurred so that past years add up as before."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.kernel.facts import Enrolment, year_group_at
from waymark.ledger.rules.erasure import LEFT_OUT, Named, Stay, blurred, leaving_out, months_after, names_in_file

VERITY = Named("Verity", "Vee", "Quill-Okafor", upn="A123456789012", email="vee@school.example")


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2023, 8, 31), 36, date(2026, 8, 31)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 22), -12, date(2025, 11, 22)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_after(day, months, after):
    assert months_after(day, months) == after


@st.composite
def lives(draw):
    """A learner's stays in one or two academic years, as a roll holds them: in order, each starting on its own day."""
    stays, key = [], 0
    for year, group in ((2024, 9), (2025, 10)):
        starts = sorted(draw(st.sets(st.integers(0, 364), min_size=0, max_size=4)))
        for start, after in zip(starts, [*starts[1:], 365][: len(starts)], strict=True):
            from_on = date(year, 9, 1) + timedelta(days=start)
            length = draw(st.integers(0, after - start - 1))
            open_ended = after == 365 and draw(st.booleans())
            other_group = group + draw(st.sampled_from([0, 0, 0, 1]))
            to_on = None if open_ended else from_on + timedelta(days=length)
            stays.append(Stay(key := key + 1, year, other_group, from_on, to_on))
    return stays


def _as_enrolments(stays, days):
    return [Enrolment("x", s.academic_year, s.year_group, *days[s.key]) for s in stays]


@given(stays=lives(), day=st.integers(0, 729))
def test_blurring_changes_nobody_at_the_end_of_a_month_nor_any_encounter(stays, day):
    days = blurred(stays)
    was = _as_enrolments(stays, {s.key: (s.from_on, s.to_on) for s in stays})
    now = _as_enrolments(stays, days)
    any_day = date(2024, 9, 1) + timedelta(days=day)
    end = any_day.replace(day=monthrange(any_day.year, any_day.month)[1])

    assert [each.covers(end) for each in now] == [each.covers(end) for each in was]
    assert year_group_at(now, any_day) == year_group_at(was, any_day)
    assert all(to_on is None or to_on >= from_on for from_on, to_on in days.values())
    assert len({(s.academic_year, days[s.key][0]) for s in stays}) == len(stays)


def test_days_are_told_to_the_month():
    stays = [
        Stay(1, 2025, 9, date(2025, 9, 4), date(2025, 11, 12)),
        Stay(2, 2025, 9, date(2026, 1, 20), date(2026, 8, 31)),
    ]

    assert blurred(stays) == {
        1: (date(2025, 9, 1), date(2025, 11, 1)),
        2: (date(2026, 1, 1), date(2026, 8, 31)),
    }


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Verity Quill-Okafor came late", f"{LEFT_OUT} came late"),
        ("met vee quill-okafor's mother", f"met {LEFT_OUT}'s mother"),
        ("Quill-Okafor, Verity", LEFT_OUT),
        ("upn a123456789012.", f"upn {LEFT_OUT}."),
        ("Verity Quill-Okafors", "Verity Quill-Okafors"),
        ("Severity Quill", "Severity Quill"),
    ],
)
def test_a_name_is_left_out_of_words(words, left):
    assert leaving_out(VERITY.whole_names | VERITY.numbers)(words) == left


def _xlsx(*cells):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(cells)
    import io

    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "speaks"),
    [
        (b"UPN,Forename\r\nA123456789012,V\r\n", True),
        ("Zoë,Quill-Okafor,Verity".encode(), True),
        ("Verity;Quill-Okafor".encode("utf-16"), True),
        (_xlsx("a123456789012"), True),
        (_xlsx("Verity", "Quill-Okafor"), True),
        (b"<Surname>Quill-Okafor</Surname><Forename>Vee</Forename>", True),
        (b"Quill-Okafor,Grace", False),
        (b"Verity,Marsh", False),
        (_xlsx("Grace", "Marsh"), False),
        (b"PK broken", True),
    ],
)
def test_whether_a_file_speaks_of_somebody(content, speaks):
    assert names_in_file(content, [VERITY]) is speaks
