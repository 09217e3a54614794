"""The forms of the year plan: an activity with what it needs, where it moves, and the small ones."""

from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from waymark.access.queries import people_at
from waymark.intake.reading import Unreadable
from waymark.ledger.queries.activities import year_groups_on
from waymark.places.models import Organisation
from waymark.planner.actions.busy import BusyDays
from waymark.planner.actions.school_year import Planning
from waymark.planner.models import Busy
from waymark.planner.queries.school_year import Entry, lines_of
from waymark.planner.sources.calendars.columns import clock
from waymark.web.forms import DateField
from waymark.web.school.activities.forms import ActivityForm, ChoicesField

_USUAL_YEARS = range(7, 14)


class ClockField(forms.CharField):
    """A time of day as people type it: 9am, 9.30, 14:15."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=10, required=kwargs.pop("required", False), **kwargs)

    def clean(self, value: Any) -> time | None:  # type: ignore[override]
        said = super().clean(value)
        if not said:
            return None
        try:
            return clock(said)
        except Unreadable:
            raise ValidationError(f"{self.label} must be a time of day, such as 9:30am.") from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


class NeedsFields(forms.Form):
    """When on its day an activity is, what it needs, and what pays for it."""

    starts = ClockField(label="When does it begin?", help_text="Such as 9:30am. Leave both times blank for all day.")
    ends = ClockField(label="When does it end?")
    rooms = forms.CharField(
        label="Rooms it needs", required=False, max_length=500, help_text="By name, parted by commas. Such as Hall, L4"
    )
    people = ChoicesField(label="Staff it needs", required=False)
    staff = forms.CharField(
        label="Other staff it needs", required=False, max_length=500, help_text="By name, parted by commas."
    )
    periods = forms.IntegerField(label="Lesson periods each misses", required=False, min_value=0, max_value=50)
    line = forms.TypedChoiceField(label="Budget line that pays for it", required=False, coerce=int, empty_value=None)

    def offer(self, school: Organisation, year: int) -> None:
        """Say what there is to choose from at a school, in a year."""
        members = {member.user_id: member.user.name for member in people_at(school)}
        self.fields["people"].choices = sorted(
            ((str(key), name) for key, name in members.items()), key=lambda each: each[1]
        )
        lines = [(str(line.pk), line.name) for line in lines_of(school, year)]
        self.fields["line"].choices = [("", "None"), *lines]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if not self.errors and (starts is None) != (ends is None):
            self.add_error("ends" if starts else "starts", "Say both when it begins and when it ends, or neither.")
        elif not self.errors and starts and ends <= starts:
            self.add_error("ends", "It must end after it begins.")
        return cleaned

    def planning(self, kept: Entry | None = None) -> Planning:
        """What was said; how many rooms and staff are needed in all stays as it was, unless more are named."""
        said = self.cleaned_data
        return Planning(
            starts=said["starts"],
            ends=said["ends"],
            periods=said["periods"] or 0,
            rooms=_parted(said["rooms"]),
            staff=_parted(said["staff"]),
            people=tuple(map(int, said["people"])),
            most_rooms=kept.most_rooms if kept else 0,
            most_staff=kept.most_staff if kept else 0,
            line=said["line"],
        )


class NeedsForm(NeedsFields):
    """The same of an activity that stands."""

    def __init__(self, *args: Any, school: Organisation, year: int, entry: Entry, staff: tuple[str, ...], **kw: Any):
        initial = {
            "starts": entry.starts,
            "ends": entry.ends,
            "rooms": ", ".join(entry.rooms),
            "people": [str(key) for key in entry.people],
            "staff": ", ".join(staff),
            "periods": entry.periods or None,
            "line": entry.line,
        }
        super().__init__(*args, **{**kw, "initial": initial})
        self.offer(school, year)


class EntryForm(NeedsFields, ActivityForm):
    """An activity not planned yet: all that is said of one, and what it needs."""

    def __init__(self, *args: Any, school: Organisation, year: int, **kwargs: Any) -> None:
        super().__init__(*args, school=school, **kwargs)
        self.offer(school, year)


class MoveForm(forms.Form):
    """Where an activity goes: another week, on the same weekday, or a day of one's own."""

    week = forms.ChoiceField(label="Another week", required=False)
    to_on = DateField(label="Or another day", required=False)

    def __init__(self, *args: Any, weeks: list[tuple[str, str]], first: date, last: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["week"].choices = [("", "Choose a week"), *weeks]
        self.fields["to_on"].not_before, self.fields["to_on"].not_after = first, last

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("week")) == bool(cleaned.get("to_on")):
            self.add_error("week", "Choose a week, or give a day: one of the two.")
        return cleaned


class BusyForm(forms.Form):
    """One entry of the school's calendar."""

    title = forms.CharField(
        label="What is it?", max_length=120, error_messages={"required": "Say what it is, such as Year 11 mocks."}
    )
    what = forms.ChoiceField(label="Sort", choices=Busy.What.choices, widget=forms.RadioSelect, initial="exams")
    from_on = DateField(label="First day")
    to_on = DateField(label="Last day", required=False, help_text="Leave blank if it is one day.")
    year_groups = ChoicesField(label="Year groups", required=False, help_text="Choose none if it takes up everybody.")
    starts = ClockField(label="When does it begin?", help_text="Leave both times blank for all day.")
    ends = ClockField(label="When does it end?")

    def __init__(self, *args: Any, school: Organisation, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = year_groups_on(school, on) or _USUAL_YEARS
        self.fields["year_groups"].choices = [(str(year), f"Year {year}") for year in years]

    def said(self) -> BusyDays:
        """What was said."""
        said = self.cleaned_data
        return BusyDays(
            what=said["what"],
            title=said["title"],
            from_on=said["from_on"],
            to_on=said["to_on"] or said["from_on"],
            starts=said["starts"],
            ends=said["ends"],
            year_groups=tuple(sorted(map(int, said["year_groups"]))),
        )


def _parted(said: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in said.replace("\n", ",").split(",") if name.strip())
