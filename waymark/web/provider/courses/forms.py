"""The forms of a course and a venue: each field is a column of the files, and the files' rules say what is wrong."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from waymark.intake.reading import Problem
from waymark.opportunities.models import (
    AttendancePattern,
    CourseType,
    DeliveryMode,
    DurationUnit,
    EducationLevel,
    Sector,
    StudyMode,
    TLevelDefinition,
    TrainingProvider,
    Venue,
)
from waymark.opportunities.sources.columns import T_LEVEL_TEXTS, TEXT_COLUMNS, VENUE_COLUMNS, Text
from waymark.opportunities.sources.provider_files import KINDS
from waymark.web.forms import SizedFileField


def _said(choices: Iterable[tuple[Any, str]], *, blank: str = "Choose one") -> list[tuple[str, str]]:
    return [("", blank), *((label, label) for _, label in choices)]


def _line(label: str, help_text: str = "", *, needed: bool = False) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=needed, max_length=4000)


def _choice(label: str, choices: Iterable[tuple[Any, str]], *, blank: str = "") -> forms.ChoiceField:
    """One of a few words; needed where there is no word for none of them."""
    return forms.ChoiceField(label=label, choices=_said(choices, blank=blank or "Choose one"), required=not blank)


class ByColumn(forms.Form):
    """A form whose fields are named as the columns are, in lower case."""

    def cells(self) -> dict[str, str]:
        """What was typed, by heading."""
        return {name.upper(): _cell(value) for name, value in self.cleaned_data.items()}

    def blame(self, problems: Iterable[Problem]) -> None:
        """Show what the rules found at the field of its column."""
        for problem in problems:
            name = problem.column.lower()
            words = f"We expect {problem.expected}. {problem.suggestion}".strip()
            self.add_error(name if name in self.fields else None, words)


def _cell(value: Any) -> str:
    return ("Yes" if value else "No") if isinstance(value, bool) else str(value or "")


def _texts(columns: Iterable[Text] = TEXT_COLUMNS) -> dict[str, forms.Field]:
    labels = {
        "who_for": "Who is it for?",
        "entry": "What does one need to begin?",
        "learn": "What will one learn?",
        "how": "How will one learn?",
        "need": "What does one need to bring?",
        "assessed": "How is it assessed?",
        "next": "What can one do next?",
    }
    return {
        column.heading.lower(): forms.CharField(
            label=labels[column.field],
            help_text=f"Up to {column.most:,} characters.",
            required=column.needed,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
        for column in columns
    }


class RunForm(ByColumn):
    """All that is said of a run, whatever its course is."""

    course_name = _line("What is it called?", "Blank: the qualification’s title.")
    your_reference = _line("Your own reference")
    delivery_mode = _choice("How is it taught?", DeliveryMode.choices)
    your_venue_reference = forms.ChoiceField(
        label="At which venue?", help_text="Only in a classroom, or blended.", required=False
    )
    flexible_start_date = forms.BooleanField(label="One can start at any time", required=False)
    start_date = _line("When does it begin?", "Such as 01/09/2027. Blank if one can start at any time.")
    duration = _line("How long is it?", "A whole number, such as 12.", needed=True)
    duration_unit = _choice("Of what?", DurationUnit.choices)
    study_mode = _choice("Study mode", StudyMode.choices, blank="None: it is not in a classroom")
    attendance_pattern = _choice("Attendance", AttendancePattern.choices, blank="None: it is not in a classroom")
    national_delivery = forms.ChoiceField(
        label="Work based: in the whole country?",
        choices=[("", "It is not work based"), ("Yes", "Yes"), ("No", "No")],
        required=False,
    )
    sub_region = _line("Work based: in which council areas?", "Parted by semicolons, such as Derby; Leicester.")
    cost = _line("What does it cost, in pounds?", "0 where it is free.")
    cost_description = _line("What is there to say about the cost?", "Such as who pays nothing.")
    course_webpage = _line("Its web page", "Such as example.org/plumbing.")

    def __init__(self, *args: Any, provider: TrainingProvider | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        venues = Venue.objects.filter(provider=provider, is_live=True) if provider else Venue.objects.none()
        named = [(venue.reference, f"{venue.name}, {venue.town}") for venue in venues]
        self.fields["your_venue_reference"].choices = [("", "None"), *named]


class CourseForm(RunForm):
    """A course with a qualification."""

    lars_qan = _line("LARS reference of the qualification", "Eight characters, such as 60142923.", needed=True)
    field_order = ("lars_qan", "course_name", *_texts())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= _texts()
        self.order_fields(self.field_order)


class OtherCourseForm(RunForm):
    """A course without a qualification."""

    course_type = _choice("Type of course", CourseType.choices)
    sector = _choice("Sector", Sector.choices)
    education_level = _choice("Level", EducationLevel.choices)
    awarding_body = _line("Who gives the award?", needed=True)
    field_order = ("course_name", "course_type", "sector", "education_level", "awarding_body", *_texts())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course_name"].help_text, self.fields["course_name"].required = "", True
        self.fields |= _texts()
        self.order_fields(self.field_order)


class TLevelForm(ByColumn):
    """A T level that begins on one day, at one or more venues."""

    t_level = forms.ChoiceField(label="Which T level is it?")
    your_reference = _line("Your own reference")
    start_date = _line("When does it begin?", "Such as 01/09/2027.", needed=True)
    your_venue_reference = forms.MultipleChoiceField(
        label="At which venues?", help_text="One or more.", required=False, widget=forms.CheckboxSelectMultiple
    )
    course_webpage = _line("Its web page", "Such as example.org/t-levels.", needed=True)
    field_order = ("t_level", *_texts())

    def __init__(
        self, *args: Any, venues: Iterable[Venue], t_levels: Iterable[TLevelDefinition], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.framework), one.name) for one in t_levels]
        self.fields["t_level"].choices = [("", "Choose one"), *named]  # type: ignore[attr-defined]
        known = [(venue.reference, f"{venue.name}, {venue.town}") for venue in venues]
        self.fields["your_venue_reference"].choices = known  # type: ignore[attr-defined]
        self.fields |= _texts(T_LEVEL_TEXTS)
        self.order_fields(self.field_order)

    @property
    def at_venues(self) -> list[str]:
        """The references of the venues that were ticked."""
        return list(self.cleaned_data["your_venue_reference"])


class VenueForm(ByColumn):
    """All that is said of a venue."""

    your_venue_reference = _line("Your own reference", "One for each venue, such as MILL.", needed=True)
    venue_name = _line("What is it called?", needed=True)
    address_line_1 = _line("Address line 1", needed=True)
    address_line_2 = _line("Address line 2")
    town_or_city = _line("Town or city", needed=True)
    county = _line("County")
    postcode = _line("Postcode", needed=True)
    email = _line("E-mail")
    phone = _line("Telephone")
    website = _line("Web page")


assert set(VenueForm.base_fields) == {column.name for column in VENUE_COLUMNS}


class CourseFileForm(forms.Form):
    """A file to bring in, and what is in it."""

    kind = forms.ChoiceField(
        label="What is in the file?",
        choices=[(kind.name, kind.label) for kind in KINDS.values()],
        widget=forms.RadioSelect,
        initial="courses",
    )
    file = SizedFileField(
        label="The file",
        help_text="CSV or Excel; for XCRI-CAP, XML. Nothing changes until you have seen what it would do.",
        endings=(".csv", ".xlsx", ".txt", ".xml"),
        most_bytes=max(kind.largest for kind in KINDS.values()),
    )


class MergeForm(forms.Form):
    """Whether what the file lacks is withdrawn."""

    withdraw = forms.BooleanField(label="Withdraw the courses that this file does not have", required=False)


def initial_of(cells: Mapping[str, str]) -> dict[str, Any]:
    """Cells as a form shows them."""
    said: dict[str, Any] = {heading.lower(): value for heading, value in cells.items()}
    if "flexible_start_date" in said:
        said["flexible_start_date"] = said["flexible_start_date"] == "Yes"
    return said
