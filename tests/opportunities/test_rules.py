"""Decisions about courses that need no query: hand-worked."""

import pytest

from waymark.opportunities.models import CourseType
from waymark.opportunities.rules.addresses import full_website, is_email, is_telephone, is_website
from waymark.opportunities.rules.course_types import course_type


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("example.org", True),
        ("www.example.org/plumbing?a=1#top", True),
        ("http://example.org", True),
        ("HTTPS://example.org:8443/x", True),
        ("example", False),
        (".example.org", False),
        ("example.org.", False),
        ("ftp://example.org", False),
        ("javascript://example.org/%0aalert(1)", False),
        ("/courses/plumbing", False),
        ("exa mple.org", False),
        ("https://example.org/a b", False),
        ("https://", False),
        ("http://example.org:port", False),
        ("", False),
    ],
)
def test_is_website(address, answer):
    assert is_website(address) is answer


def test_full_website_has_a_scheme_or_is_none():
    assert [full_website(said) for said in ("example.org/a", "http://example.org", "nonsense")] == [
        "https://example.org/a",
        "http://example.org",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "answer"),
    [("hall@example.org", True), ("a.b+c@mail.example.org", True), ("hall@example", False), ("hall", False)],
)
def test_is_email(text, answer):
    assert is_email(text) is answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("01483 555 010", True),
        ("+44 (0)1483 555010", True),
        ("0191 218 9500 ext 12", True),
        ("555 010", False),
        ("call us", False),
    ],
)
def test_is_telephone(text, answer):
    assert is_telephone(text) is answer


@pytest.mark.parametrize(
    ("categories", "title", "listed", "answer"),
    [
        ([], "Plumbing", True, None),
        ([1, 2], "Plumbing", True, None),
        ([24], "Maths", False, CourseType.ESSENTIAL_SKILLS),
        ([29], "Maths", False, CourseType.ESSENTIAL_SKILLS),
        ([39], "Maths", False, CourseType.ESSENTIAL_SKILLS),
        ([42], "Maths", False, CourseType.ESSENTIAL_SKILLS),
        ([3], "T Level in Digital Support", False, CourseType.T_LEVELS),
        ([3], "Digital Support", False, None),
        ([37], "GCSE (9-1) in English Language", False, CourseType.ESSENTIAL_SKILLS),
        ([37], "GCSE (9-1) in Geography", False, None),
        ([37], "ESOL Skills for Life", False, None),
        ([40], "ESOL Skills for Life", False, CourseType.ESSENTIAL_SKILLS),
        ([40], "GCSE (9-1) in English Literature", False, CourseType.ESSENTIAL_SKILLS),
        ([40], "Ceramics", False, None),
        ([45], "Plumbing", True, CourseType.FREE_COURSES),
        ([45], "Plumbing", False, None),
        ([46], "Plumbing", False, None),
        ([48], "Plumbing", False, CourseType.FREE_COURSES),
        ([49], "Plumbing", False, CourseType.FREE_COURSES),
        ([56], "Plumbing", False, CourseType.FREE_COURSES),
        ([55], "Plumbing", False, CourseType.HTQS),
        ([63], "Numbers", False, CourseType.MULTIPLY),
        ([55, 46], "Plumbing", False, CourseType.HTQS),
        ([63, 24], "Numbers", False, CourseType.ESSENTIAL_SKILLS),
    ],
)
def test_course_type(categories, title, listed, answer):
    assert course_type(categories, title, gives_free_courses=listed) == answer
