"""The type of a course, derived from what LARS says of its aim."""

from collections.abc import Iterable

from waymark.opportunities.models.vocabulary import CourseType

_ENGLISH = ("GCSE (9-1) in English Language", "GCSE (9-1) in English Literature")
_BY_CATEGORY = {
    3: CourseType.T_LEVELS,
    **dict.fromkeys((24, 29, 37, 39, 40, 42), CourseType.ESSENTIAL_SKILLS),
    **dict.fromkeys((45, 46, 48, 49, 56), CourseType.FREE_COURSES),
    55: CourseType.HTQS,
    63: CourseType.MULTIPLY,
}
_ONLY_LISTED = frozenset({45, 46})  # Free Courses for Jobs that only providers on the list may give


def course_type(categories: Iterable[int], title: str, *, gives_free_courses: bool) -> CourseType | None:
    """The type of a course whose aim is in these LARS categories; None where none of them says one.

    Of several categories the one with the smallest number that counts decides. Category 3 counts for titles that begin
    with “T Level”, 37 for GCSE English, 40 for that and for ESOL, 45 and 46 for providers on the list.
    """
    for category in sorted(categories):
        if category in _BY_CATEGORY and _counts(category, title, gives_free_courses):
            return _BY_CATEGORY[category]
    return None


def _counts(category: int, title: str, gives_free_courses: bool) -> bool:
    if category == 3:
        return title.startswith("T Level")
    if category == 37:
        return any(words in title for words in _ENGLISH)
    if category == 40:
        return "ESOL" in title or any(words in title for words in _ENGLISH)
    return gives_free_courses or category not in _ONLY_LISTED
