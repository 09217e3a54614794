"""The forms of interviews."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from waymark.access.queries import people_at
from waymark.guidance.actions.diaries import Span
from waymark.guidance.actions.requests import Wanted
from waymark.guidance.models import InterviewRequest, InterviewSettings
from waymark.guidance.rules.times import LONDON
from waymark.intake.reading.filetypes import in_megabytes
from waymark.kernel.academic_year import academic_year, last_day
from waymark.places.models import Organisation
from waymark.web.forms import DateField, SizedFileField

URGENCY = [
    ("9", "At once: a place or a safe next step is at risk"),
    ("7", "Soon: a decision is close"),
    ("5", "As usual"),
    ("3", "Can wait"),
]
DAYS = [(str(n), name) for n, name in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"))]
LARGEST = 2_000_000
_MOST_WEEKS = timedelta(days=370)


class ClockField(forms.Field):
    """A time of day as people type it: 9, 9:05, 9.05, 0905, 2pm."""

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values or isinstance(value, time):
            return value or None
        typed = str(value).strip().lower().replace(".", ":").replace(" ", "")
        for form in ("%H", "%H:%M", "%H%M", "%I:%M%p", "%I%p"):
            try:
                return datetime.strptime(typed, form).time()
            except ValueError:
                continue
        raise ValidationError(f"{self.label} must be a time, such as 9:05 or 2pm.", code="invalid")


class AskForm(forms.Form):
    """An interview for one learner."""

    reason = forms.CharField(
        label="What is it about?",
        help_text="For the adviser. Leave out what is not needed to prepare; the learner may ask to read it.",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    priority = forms.ChoiceField(label="How urgent is it?", choices=URGENCY, initial="5", widget=forms.RadioSelect)
    deadline = DateField(
        label="Needed by", help_text="Such as the day an application closes. Leave blank if none.", required=False
    )
    interpreter = forms.CharField(
        label="Interpreter needed for", help_text="The language, or blank.", max_length=60, required=False
    )
    parent_attends = forms.BooleanField(label="A parent or carer will attend", required=False)

    def wanted(self) -> Wanted:
        """What was said, once the form is valid."""
        said = self.cleaned_data
        return Wanted(
            reason=said["reason"],
            deadline=said["deadline"],
            priority=int(said["priority"]),
            interpreter=said["interpreter"],
            parent_attends=said["parent_attends"],
        )

    @staticmethod
    def starting_from(request: InterviewRequest) -> dict[str, Any]:
        """A request as the form begins with it; an urgency between two is the one above."""
        urgency = next((value for value, _ in reversed(URGENCY) if int(value) >= request.priority), "9")
        return {
            "reason": request.reason,
            "priority": urgency,
            "deadline": request.deadline,
            "interpreter": request.interpreter,
            "parent_attends": request.parent_attends,
        }


class PutForwardForm(forms.Form):
    """Several learners at once: by name, or all of a year group who have not had the guidance they are due."""

    years = forms.MultipleChoiceField(
        label="Everybody who has not had the guidance that is due, in",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    names = forms.CharField(
        label="And these learners",
        help_text="One a line: a name, with the form in brackets where two are called the same.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    priority = forms.ChoiceField(label="How urgent is it?", choices=URGENCY, initial="5", widget=forms.RadioSelect)
    deadline = DateField(label="Needed by", required=False)

    def __init__(self, *args: Any, years: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["years"].choices = years
        if not years:
            del self.fields["years"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("years") and not said.get("names", "").strip():
            raise ValidationError("Tick a year group, or write at least one name.")
        return said


class AdviserForm(forms.Form):
    """An adviser, with an account here or without one."""

    name = forms.CharField(label="Name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    level = forms.TypedChoiceField(
        label="Level of their careers guidance qualification",
        help_text="The benchmarks count guidance by an adviser of level 6 or above.",
        coerce=int,
        choices=[(str(n), f"Level {n}" if n else "None yet") for n in (7, 6, 4, 3, 0)],
        initial="6",
    )
    user = forms.TypedChoiceField(
        label="Their account here",
        help_text="With one they see their own day and caseload, at every school that has them.",
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, school: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = {member.user_id: member.user.name for member in people_at(school) if member.user.is_active}
        self.fields["user"].choices = [("", "None"), *((str(pk), name) for pk, name in people.items())]


class TimesForm(forms.Form):
    """Times an adviser can be seen: one day, or the same times on days of the week until another."""

    first = DateField(label="First day")
    last = DateField(label="Last day", help_text="Leave blank for one day only.", required=False)
    weekdays = forms.MultipleChoiceField(
        label="On which days of the week",
        help_text="For more than one day.",
        choices=DAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    start = ClockField(
        label="From", help_text="Such as 9:05.", widget=forms.TextInput(attrs={"class": "govuk-input--width-5"})
    )
    end = ClockField(label="Until", widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}))
    room = forms.CharField(label="Room", max_length=40, required=False)
    interpreters = forms.CharField(
        label="Languages for which an interpreter is there",
        help_text="Such as Polish, Dari. To say it of times that stand already, give the same times again.",
        max_length=120,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day has to be after the first.")
        if first and last and last - first > _MOST_WEEKS:
            self.add_error("last", "Give no more than a year at a time.")
        if first and last and last > first and not said.get("weekdays"):
            self.add_error("weekdays", "Tick at least one day of the week.")
        return said

    def spans(self) -> list[Span]:
        """The times, once the form is valid."""
        said = self.cleaned_data
        first, last = said["first"], said["last"] or said["first"]
        chosen = {int(day) for day in said["weekdays"]}
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [
            Span(
                datetime.combine(day, said["start"], LONDON),
                datetime.combine(day, said["end"], LONDON),
                said["room"],
                said["interpreters"],
            )
            for day in days
            if last == first or day.weekday() in chosen
        ]


class CalendarForm(forms.Form):
    """A calendar file of the times an adviser can be seen."""

    file = SizedFileField(
        label="A calendar file",
        help_text=f"One that ends in .ics, with the times they can be seen as events. Up to {in_megabytes(LARGEST)}.",
        endings=(".ics",),
        most_bytes=LARGEST,
    )


class MakeForm(forms.Form):
    """For which days a schedule is made."""

    first = DateField(label="From")
    last = DateField(label="To")
    minutes = forms.IntegerField(label="Minutes for each interview", min_value=10, max_value=180)
    booked = forms.ChoiceField(
        label="Times that are booked already",
        choices=[
            ("move", "Move as few people as can be, so that more can be seen. Nobody who has a time loses it."),
            ("keep", "Keep every booked time as it is"),
        ],
        initial="move",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        on = timezone.localdate()
        start = {"first": on, "last": min(on + timedelta(days=13), last_day(academic_year(on)))}
        super().__init__(*args, **{**kwargs, "initial": start | kwargs.get("initial", {})})

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day has to be after the first.")
        elif first and last and last - first > timedelta(days=120):
            self.add_error("last", "Make a schedule for no more than four months at a time.")
        if said.get("minutes") and said["minutes"] % 5:
            self.add_error("minutes", "Give minutes in steps of 5.")
        return said


class BookForm(forms.Form):
    """One of the free times."""

    time = forms.ChoiceField(label="Which time?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, free: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time"].choices = free


class BecauseForm(forms.Form):
    because = forms.CharField(label="Why?", help_text="Kept with the record.", max_length=300)


class SettingsForm(forms.Form):
    """How the school has its interviews."""

    minutes = forms.IntegerField(label="Minutes for each interview", min_value=10, max_value=180)
    most = forms.IntegerField(label="Most interviews of one learner in an academic year", min_value=1, max_value=20)
    by_interpreter = forms.BooleanField(
        label="Give whoever needs an interpreter only times at which the diaries say one is there",
        help_text="Otherwise you are told that one is needed, and see to it.",
        required=False,
    )
    kept_months = forms.IntegerField(
        label="Months for which lessons and reasons are kept once past", min_value=1, max_value=120
    )

    @staticmethod
    def starting_from(said: InterviewSettings) -> dict[str, Any]:
        return {name: getattr(said, name) for name in ("minutes", "most", "by_interpreter", "kept_months")}


def day_of(text: str) -> date | None:
    """A day as an address holds it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
