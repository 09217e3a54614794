"""How a questionnaire is cut into pages: one for each theme, or, easy to read, one for each statement."""

from dataclasses import dataclass

from waymark.surveys.queries.answering import Door, Unfinished
from waymark.surveys.questionnaire import Comment, Item


@dataclass(frozen=True, slots=True)
class Part:
    """One page: a heading, and items to answer or questions to answer in one's own words."""

    title: str
    items: tuple[Item, ...]
    comments: tuple[Comment, ...] = ()


def parts_of(door: Door) -> list[Part]:
    """The pages of a survey, in order."""
    asked = door.asked
    if asked.easy_read:
        parts = [Part(section.title, (item,)) for section in asked.sections for item in section.items]
    else:
        parts = [Part(section.title, section.items) for section in asked.sections]
    if door.with_comments and asked.comments:
        parts.append(Part("In your own words", (), asked.comments))
    return parts


def first_unanswered(door: Door, begun: Unfinished) -> int:
    """The number of the first page with an item that has no answer yet; the last page where all have."""
    parts = parts_of(door)
    for number, part in enumerate(parts, start=1):
        if any(item.code not in begun.answers for item in part.items):
            return number
    return len(parts)
