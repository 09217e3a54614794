"""Titles as providers type them: spare blanks, signs of web pages, any case, one thing in many spellings."""

import html
from collections import Counter

import pytest

from tests.opportunities.files import COURSE, ON, T_LEVEL, VENUE, file_of
from tests.opportunities.makers import make_aim, make_course, make_provider, make_run, make_t_level, make_venue
from tests.opportunities.open_data import needs_open_data, real
from waymark.opportunities.models import AttendancePattern, DeliveryMode, DurationUnit, StudyMode
from waymark.opportunities.search.asking import Search
from waymark.opportunities.search.searching import search_courses
from waymark.opportunities.search.showing import suggestions
from waymark.opportunities.search.words import words_of
from waymark.opportunities.sources.by_hand import course_typed, venue_typed
from waymark.opportunities.sources.courses.reading import preview_courses
from waymark.opportunities.sources.t_levels.reading import t_level_typed
from waymark.places.models import Postcode


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("  A level   Film Studies ", "A level Film Studies", id="spare blanks"),
        pytest.param("Access to FE \xa0(Further Education)", "Access to FE (Further Education)", id="fixed blanks"),
        pytest.param("Illustration &amp; Games Design", "Illustration & Games Design", id="a web page’s sign"),
        pytest.param("Wood&amp;metal &#8211; &quot;Joinery&quot;", 'Wood&metal – "Joinery"', id="by name and number"),
        pytest.param("R&D &region; A&copy B&notit;", "R&D &region; A&copy B&notit;", id="what only begins like a sign"),
        pytest.param("Zumba® – für Anfänger", "Zumba® – für Anfänger", id="other signs stay"),
    ],
)
def test_a_title_is_kept_as_it_was_meant(typed, kept):
    provider = make_provider()
    make_aim()
    make_venue(provider)

    preview = preview_courses(file_of({"COURSE_NAME": typed}), provider, has_aim=True, today=ON)

    assert [facts.name for facts in preview.plan.additions.values()] == [kept]


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["example.org/c?a=1&region=2&copy=3", "https://example.org/?a=1&amp;b=2&lt;=3"])
def test_a_web_page_is_kept_to_the_letter_from_a_file_and_by_hand(page):
    provider = make_provider()
    make_aim()
    make_venue(provider)
    make_t_level()
    Postcode.objects.create(code="GU1 3BB", latitude=51.2394, longitude=-0.5671, country="E92000001")
    said = {"COURSE_WEBPAGE": page}

    of_file = preview_courses(file_of(said), provider, has_aim=True, today=ON).plan.additions.values()
    by_hand, _ = course_typed({**COURSE, **said}, provider, has_aim=True, today=ON)
    t_levels, _ = t_level_typed({**T_LEVEL, **said}, ["V1"], provider, today=ON)
    venue, _ = venue_typed({**VENUE, "YOUR_VENUE_REFERENCE": "V9", "VENUE_NAME": "Hall", "WEBSITE": page}, provider)

    assert {each.website for each in (*of_file, by_hand, *t_levels, venue)} == {page}
    assert len(of_file) == len(t_levels) == 1


@pytest.mark.django_db
def test_one_course_in_several_spellings_is_found_by_each_and_suggested_once():
    spellings = ("A level Mathematics", " A-Level  MATHEMATICS", "a levels mathematics")
    runs = {make_run(make_course(make_provider(), name), name=name).pk for name in spellings[:1]}
    provider = make_provider("Elder College", ukprn="10009902")
    runs |= {make_run(make_course(provider, name), name=name).pk for name in spellings[1:]}

    for asked in spellings:
        assert {hit.run for hit, _ in search_courses(Search(text=asked)).runs} == runs
    assert suggestions("a level maths") == ["A level Mathematics"]


def test_a_title_is_the_same_words_however_it_is_typed():
    assert words_of("A-LEVEL  Art & Design (Fine Art)") == words_of(" a level art and design – fine art")


def test_the_numbers_of_the_directory_are_ours():
    """As its open-data file of live courses is published with them."""
    numbers = {
        DeliveryMode: ("Classroom based", "Online", "Work based", "Blended learning"),
        StudyMode: ("Full time", "Part time", "Flexible"),
        AttendancePattern: ("Daytime", "Evening", "Weekend", "Day/Block Release"),
        DurationUnit: ("Days", "Weeks", "Months", "Years", "Hours", "Minutes"),
    }

    assert {kind: dict(kind.choices) for kind in numbers} == {
        kind: dict(enumerate(labels, start=1)) for kind, labels in numbers.items()
    }


@needs_open_data
def test_the_real_titles_have_words_whatever_was_typed_around_them():
    titles = real("course_directory/course_titles_2019.txt.gz").decode().splitlines()
    words = [tuple(words_of(html.unescape(title))) for title in titles]

    assert len(titles) == 48_960
    wordless = {title for title, said in zip(titles, words, strict=True) if not said}
    assert wordless == {")"}  # the ends of titles that were parted at a line's end
    assert sum(title != " ".join(title.split()) for title in titles) > 1_000  # spare and fixed blanks
    for title, said in list(zip(titles, words, strict=True))[::25]:
        assert tuple(words_of(f"  {html.unescape(title).upper()}  ")) == said, title
    spellings = Counter(words)
    assert len(set(titles)) - len(spellings) > 1_500  # the same words in another spelling
    assert spellings[("a", "level", "biology")] > 3
