"""What a visit came to, as whoever came may see it."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.utils import timezone

from waymark.providers.models import Thanks
from waymark.publishing.impact_reports import ImpactReport, typeset_impact


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
    pdf_href: str

    @classmethod
    def of(cls, thanks: Thanks, pdf_href: str) -> "ThanksShown":
        request = thanks.approach.request
        return cls(
            school=request.organisation.name,
            title=request.title,
            on=thanks.approach.agreed_on,
            total=_number(thanks.total),
            rows=tuple(ReachedRow(f"Year {each['year_group']}", _number(each["learners"])) for each in thanks.reached),
            benchmarks=tuple(each.removeprefix("gb") for each in thanks.benchmarks),
            feedback=thanks.feedback,
            pdf_href=pdf_href,
        )


def impact_pdf(thanks: Thanks) -> HttpResponse:
    """The same as one page to keep or hand on."""
    approach = thanks.approach
    report = ImpactReport(
        school=approach.request.organisation.name,
        whom=approach.whom,
        title=approach.request.title,
        on=approach.agreed_on,
        sent_on=timezone.localdate(thanks.sent_at),
        total=_number(thanks.total),
        rows=tuple((f"Year {each['year_group']}", _number(each["learners"])) for each in thanks.reached),
        benchmarks=tuple(thanks.benchmarks),
        feedback=thanks.feedback,
    )
    response = HttpResponse(typeset_impact(report), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="impact-{approach.public_id}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _number(n: int | None) -> str:
    return "Not shown: so few could be told apart" if n is None else f"{n:,}"
