"""Where the parts of charts stand, and which pages a list offers."""

import pytest

from waymark.web.charts import Counts, stacked_bars, trend
from waymark.web.paging import page_links


def test_bar_segments_fill_the_bar_in_the_order_of_the_answers():
    (bar,) = stacked_bars([{"label": "Year 7", "met": 5, "not_yet": 3, "missed": 2}])

    assert [(part.answer, part.x, part.width) for part in bar.segments] == [
        ("met", 0, 50),
        ("not_yet", 50, 30),
        ("missed", 80, 20),
    ]
    assert bar.says == "Year 7: 5 met, 3 not yet, 2 missed"
    assert bar.share_met == 50


def test_bar_of_nobody_is_empty_and_has_no_share():
    (bar,) = stacked_bars([Counts("Year 12", met=0)])

    assert (bar.segments, bar.share_met, bar.says) == ((), None, "Year 12: nobody to count")


def test_trend_leaves_a_gap_where_nothing_is_known():
    drawn = trend(
        [{"label": f"20{y} to 20{y + 1}", "value": value} for y, value in ((22, 0), (23, None), (24, 50), (25, 100))]
    )

    assert [point.short for point in drawn.points] == ["22/23", "23/24", "24/25", "25/26"]
    assert [point.y for point in drawn.points] == [84, None, 48, 12]
    assert [(a.label, b.label) for a, b in drawn.lines] == [("2024 to 2025", "2025 to 2026")]


def test_no_line_crosses_the_point_where_counting_changed():
    drawn = trend(
        [
            {"label": name, "value": value, "is_new": name == "c"}
            for name, value in zip("abcd", (5, 6, 3, 4), strict=True)
        ],
        top=8,
    )

    assert [(a.label, b.label) for a, b in drawn.lines] == [("a", "b"), ("c", "d")]
    assert drawn.breaks == ((drawn.points[1].x + drawn.points[2].x) / 2,)
    assert [level for level, _ in drawn.levels] == [0, 4, 8]


def test_trend_tells_what_may_not_be_shown_from_what_is_not_known():
    drawn = trend(
        [{"label": "2024 to 2025", "value": None}, {"label": "2025 to 2026", "value": None, "is_hidden": True}]
    )

    assert [(point.y, point.is_hidden) for point in drawn.points] == [(None, False), (None, True)]


def test_trend_of_one_year_is_a_point():
    drawn = trend([{"label": "2025 to 2026", "value": 68}])

    assert len(drawn.points) == 1
    assert drawn.lines == ()


@pytest.mark.parametrize(
    ("current", "pages", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (7, 42, [1, "…", 6, 7, 8, "…", 42]),
        (42, 42, [1, "…", 41, 42]),
        (2, 4, [1, 2, 3, 4]),
    ],
)
def test_pages_offered(current, pages, shown):
    links = page_links(current, pages, "?page=")

    assert ["…" if "ellipsis" in item else item["number"] for item in links["items"]] == shown
    assert (links["previous"] is None) == (current == 1)
    assert (links["next"] is None) == (current == pages)
