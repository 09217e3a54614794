"""The three files the first tutorial begins with: a roll of some 1,200, forty activities, and who was there."""

import csv
import io
from datetime import date

from waymark.demo.files import attendance_csv, roll_csv
from waymark.demo.lives import Population
from waymark.demo.programmes import Programme
from waymark.kernel.academic_year import academic_year

SCHOOL = "aldermouth-academy"
TICKS = (
    ("purpose_shared", "Purpose shared"),
    ("outcomes_set", "Outcomes set"),
    ("two_way", "Two-way"),
    ("reflection", "Reflection"),
    ("task_set", "Task set"),
    ("employer_feedback", "Employer feedback"),
    ("met_staff_and_learners", "Met staff and learners"),
    ("pal_content", "Provider access content"),
)


class FirstFiles:
    """As a careers leader would have them on a Thursday in November."""

    def __init__(self, today: date) -> None:
        self.today = today
        year = academic_year(today)
        self.roll = Population(seed=7, this_year=year, size=1.16).draw()[SCHOOL]
        programme = Programme(self.roll, seed=7, today=today)
        held = [e for y in range(year - 2, year + 1) for e in programme.events(y) if e.register_taken and e.marks]
        whole = [event for event in held if not event.one_to_one]
        self.events = (whole + [event for event in held if event.one_to_one])[:40]

    def learners(self) -> bytes:
        return roll_csv(self.roll, academic_year(self.today), on=self.today)

    def activities(self) -> bytes:
        header = ("Reference", "Title", "Kind", "Date", "Benchmarks", "Provider", "Provider kind", "Mode", "Minutes",
                  "Subject", "Adviser level", "Sector", "Cost", *(heading for _, heading in TICKS))  # fmt: skip
        return written(header, (self._activity(event) for event in self.events))

    def _activity(self, event):
        facts = event.facts
        ticks = ["Yes" if facts[name] else "No" for name, _ in TICKS]
        return (
            event.reference, event.title, "; ".join(event.kinds), event.held_on.strftime("%d/%m/%Y"),
            "; ".join(code.removeprefix("gb") for code in event.benchmarks), facts["provider_name"],
            facts["provider_kind"], facts["mode"], facts["minutes"], facts["subject"], facts["adviser_level"] or "",
            facts["sector"], facts["cost"], *ticks,
        )  # fmt: skip

    def attendance(self) -> bytes:
        return attendance_csv(self.events)


def written(header, rows) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")
