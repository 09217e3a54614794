"""What a visit came to, as one page for whoever came to keep or hand on: what it says, and its PDF (PDF/UA-1)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from waymark.evaluation.frameworks import benchmarks_in_force
from waymark.publishing.typesetting import HERE, compiled
from waymark.publishing.words import day

TEMPLATE = HERE / "templates" / "impact_report.typ"


@dataclass(frozen=True)
class ImpactReport:
    """All that an impact report says. Numbers come as words, as they may leave the school."""

    school: str
    whom: str
    title: str
    on: date | None
    sent_on: date
    total: str
    rows: tuple[tuple[str, str], ...]  # a year group, and how many of it
    benchmarks: tuple[str, ...]  # codes of what it counted towards: "gb5"
    feedback: str


def typeset_impact(report: ImpactReport) -> bytes:
    """The report's PDF. Every word goes in as data, never as markup, so nothing a school types can be a command."""
    rules = benchmarks_in_force(report.sent_on)
    titles = {each.code: f"{each.code.removeprefix('gb')}. {each.title}" for each in rules.benchmarks}
    paragraphs = report.feedback.replace("\r\n", "\n").split("\n\n")
    said = asdict(report) | {
        "on": day(report.on) if report.on else "",
        "sent_on": day(report.sent_on),
        "sent": {"year": report.sent_on.year, "month": report.sent_on.month, "day": report.sent_on.day},
        "benchmarks": [titles.get(code, code) for code in report.benchmarks],
        "feedback": [lines for each in paragraphs if (lines := [line for line in each.splitlines() if line.strip()])],
        "rules": rules.title,
    }
    return compiled(TEMPLATE, "report", said)
