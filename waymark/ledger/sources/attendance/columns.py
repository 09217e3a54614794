"""The columns of an attendance file, and what else people call them."""

from waymark.intake.reading import Column, one_of, uk_date

_LEARNER_SUGGESTION = "Check it against the learners you brought in."
STATUS_WORDS = {
    "attended": (
        *("attended", "attend", "present", "yes", "y", "true", "t", "1", "1.0", "there", "late"),
        *("/", "\\", "p", "l"),  # as a school's attendance register writes it; late is there too
    ),
    "absent": ("absent", "no", "n", "false", "f", "0", "0.0", "a", "missing", "did not attend", "not attended"),
    "excused": ("excused", "authorised", "authorised absence", "authorized", "e", "ill", "illness", "medical"),
}
_STATUSES = {word: status for status, words in STATUS_WORDS.items() for word in words if any(map(str.isalnum, word))}
_named_status = one_of(
    _STATUSES,
    expected="attended, absent or excused",
    suggestion="Write attended, absent or excused; yes and no, present and 1 and 0 are read too.",
)


def status(cell: str) -> str:
    """A mark out of the many ways systems write it; a slash, as in a paper register, is attended."""
    return "attended" if cell in ("/", "\\") else _named_status(cell)


def bare(cell: str) -> str:
    """A reference as it is compared: without blanks, in one case."""
    return "".join(cell.split()).casefold()


COLUMNS = (
    Column(
        "activity",
        heading="Activity reference",
        also_called=(
            "Activity", "Activity ID", "Activity ref", "Activity code", "Activity number", "Activity no",
            "Reference", "Ref",
            "Event ref", "Event code", "Event number", "School activity reference", "Event reference",
            "Event ID", "Session ID", "Event",
            "Session",
        ),
        required=False,
        describe="Your own name for the activity, as in your activities file. Or leave it out and give title and date.",
        example="FAIR26",
    ),
    Column(
        "title",
        heading="Activity title",
        also_called=("Title", "Activity name", "Event name", "Session name", "Name of activity", "Event title"),
        required=False,
        describe="The activity’s title, where there is no reference.",
        example="Autumn careers fair",
    ),
    Column(
        "date",
        uk_date,
        heading="Date",
        also_called=("Activity date", "Date held", "Held on", "Event date", "Day", "Session date"),
        required=False,
        describe="Its date, to tell activities of one title apart.",
        example="07/10/2026",
    ),
    Column(
        "upn",
        heading="UPN",
        also_called=("Unique pupil number", "Pupil UPN", "Student UPN", "Learner UPN", "UPN number"),
        required=False,
        describe="The learner’s UPN, the surest way to say who it was.",
        example="B999900126001",
    ),
    Column(
        "reference",
        heading="School reference",
        also_called=(
            "Admission number", "Admission no", "Adno", "Admno", "Learner ID", "Pupil ID", "Student ID", "MIS ID",
            "Learner reference", "Person ID", "Pupil reference", "Student reference", "Learner number",
            "Student number", "Pupil number",
        ),
        required=False,
        describe="Your own system’s number for the learner, or the learner’s number in Waymark.",
        example="004512",
    ),
    Column(
        "given_name",
        heading="Given name",
        also_called=(
            "Forename", "First name", "Legal forename", "Preferred forename", "Preferred name", "Legal first name",
            "Chosen name", "First",
        ),
        required=False,
        describe="With the family name, where there is no number.",
        example="Amara",
    ),
    Column(
        "family_name",
        heading="Family name",
        also_called=("Surname", "Last name", "Legal surname", "Preferred surname", "Legal last name", "Last"),
        required=False,
        describe="The surname.",
        example="Ashdown",
    ),
    Column(
        "name",
        heading="Name",
        also_called=("Full name", "Learner", "Pupil", "Student", "Learner name", "Pupil name", "Student name"),
        required=False,
        describe="The whole name in one cell, either part first.",
    ),
    Column(
        "born_on",
        uk_date,
        heading="Date of birth",
        also_called=("DOB", "Birth date", "Born", "D.O.B."),
        required=False,
        describe="Needed where two learners have one name.",
        example="14/03/2013",
    ),
    Column(
        "status",
        status,
        heading="Status",
        also_called=("Attended", "Attendance", "Present", "Mark", "Attendance mark", "Attendance status",
        "Outcome", "Attendance code", "Did they attend", "Was there"),
        filled=True,
        describe="attended, absent or excused. Yes and no, present, 1 and 0 are read too.",
        example="attended",
    ),
)  # fmt: skip
ACTIVITY_COLUMNS = ("activity", "title", "date")
LEARNER_COLUMNS = ("upn", "reference", "given_name", "family_name", "name", "born_on")
