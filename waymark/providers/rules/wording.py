"""What letters about requests say. Only numbers of learners are in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from waymark.kernel.year_groups import year_words
from waymark.post.links import LINK


@dataclass(frozen=True)
class Asked:
    """What a letter tells of a request."""

    school: str
    asker: str
    whom: str
    title: str
    day: date
    at: time | None
    minutes: int | None
    learners: int
    years: tuple[int, ...]
    where: str
    message: str

    @property
    def when(self) -> str:
        return day_and_time(self.day, self.at)

    @property
    def for_whom(self) -> str:
        """Such as “about 60 learners of Years 9 and 10”."""
        return learners_said(self.learners, self.years)


def learners_said(learners: int, years: Iterable[int]) -> str:
    """Such as “about 60 learners of Years 9 and 10”."""
    of = year_words(years)
    return f"about {learners:,} learners" + (f" of {of}" if of else "")


def day_and_time(day: date, at: time | None) -> str:
    return f"{day:%A %-d %B %Y}" + (f" at {at:%H:%M}" if at else "")


def _facts(asked: Asked) -> str:
    lasting = f"\nHow long: {asked.minutes} minutes" if asked.minutes else ""
    return f"What: {asked.title}\nWhen: {asked.when}{lasting}\nWhere: {asked.where}\nFor: {asked.for_whom}"


def _answer() -> str:
    return f"Say yes, name another day, or say no, here:\n{LINK}\n\nIt takes a minute, and a no is fine too."


def request_letter(asked: Asked) -> tuple[str, str]:
    words = f"\n\n{asked.message.strip()}" if asked.message.strip() else ""
    return (
        f"{asked.school} asks: {asked.title}",
        f"Hello,\n\n{asked.asker} at {asked.school} asks whether {asked.whom} could help.\n\n{_facts(asked)}{words}\n\n"
        f"{_answer()}\n",
    )


def reminder_letter(asked: Asked) -> tuple[str, str]:
    return (
        f"A reminder: {asked.school} asks: {asked.title}",
        f"Hello,\n\na week ago {asked.school} asked whether {asked.whom} could help. If we do not hear from you in the "
        f"next week, the school asks somebody else.\n\n{_facts(asked)}\n\n{_answer()}\n",
    )


def moved_letter(asked: Asked, what: str, said: str) -> tuple[str, str]:
    """To whoever is asked, when the school has done something: `what` is a sentence."""
    words = f"\n\nThey write:\n\n{said.strip()}" if said.strip() else ""
    return (
        f"{asked.school}: {asked.title}",
        f"Hello,\n\n{what}{words}\n\n{_facts(asked)}\n\nAll that was said is here:\n{LINK}\n",
    )


def answer_letter(asked: Asked, what: str, said: str) -> tuple[str, str]:
    """To the school, when whoever is asked has answered, or time has passed: `what` is a sentence."""
    words = f"\n\nThey write:\n\n{said.strip()}" if said.strip() else ""
    return (
        f"{asked.whom}: {asked.title}",
        f"Hello {asked.asker},\n\n{what}{words}\n\n{_facts(asked)}\n\nSee it among your requests in Waymark.\n",
    )


def thanks_letter(asked: Asked, said: str) -> tuple[str, str]:
    words = f"\n\n{said.strip()}" if said.strip() else ""
    return (
        f"Thank you from {asked.school}",
        f"Hello,\n\nthank you for {asked.title}.{words}\n\nWhat it came to, in numbers, is here:\n{LINK}\n\n"
        f"{asked.asker}, {asked.school}\n",
    )
