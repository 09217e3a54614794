"""What a visit came to, as whoever came may see it."""

from dataclasses import dataclass
from datetime import date

from waymark.providers.models import Thanks


@dataclass(frozen=True)
class ReachedRow:
    """One year group; `said` is the number, or why there is none."""

    label: str
    said: str


@dataclass(frozen=True)
class ThanksShown:
    """All that a thank-you shows: numbers as they may leave the school, and its words."""

    school: str
    title: str
    on: date | None
    total: str
    rows: tuple[ReachedRow, ...]
    benchmarks: tuple[str, ...]
    feedback: str

    @classmethod
    def of(cls, thanks: Thanks) -> "ThanksShown":
        request = thanks.approach.request
        return cls(
            school=request.organisation.name,
            title=request.title,
            on=thanks.approach.agreed_on,
            total=_number(thanks.total),
            rows=tuple(ReachedRow(f"Year {each['year_group']}", _number(each["learners"])) for each in thanks.reached),
            benchmarks=tuple(each.removeprefix("gb") for each in thanks.benchmarks),
            feedback=thanks.feedback,
        )


def _number(n: int | None) -> str:
    return "Not shown: so few could be told apart" if n is None else f"{n:,}"
