"""The forms about the careers team. Fields are named as the facts they fill."""

from datetime import date
from typing import Any

from django import forms

from waymark.access.queries import people_at
from waymark.leadership.actions.team import AdviserFacts
from waymark.leadership.models import Adviser, GovernorMeeting, TeamMember, Training
from waymark.leadership.queries import members_of
from waymark.leadership.rules.qualifications import qualifications, registers
from waymark.ledger.models import Attachment
from waymark.places.models import Organisation
from waymark.web.forms import DateField

_BENCHMARKS = [("", "None in particular"), *((f"gb{n}", f"Benchmark {n}") for n in range(1, 9))]
_LEVELS = [("", "None, or not known"), *((str(n), f"Level {n}") for n in range(2, 9))]


def line(label: str, help_text: str = "", *, most: int = 150, required: bool = False) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=most, widget=widget)


class MemberForm(forms.Form):
    """Somebody who does careers work: one of our people, or a name."""

    user = forms.ChoiceField(label="Who is it?", required=False)
    name = line("Their name", "Leave empty to use the name of the person chosen above.")
    job = line("What they do", "In your words, such as Careers administrator.", most=120)
    begun_on = DateField(label="In the team since", help_text="For example, 1 9 2025")

    def __init__(self, *args: Any, school: Organisation, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = set(members_of(school, on=today).values_list("user", flat=True))
        held = people_at(school).exclude(user__in=taken - {None})
        self.people = {str(m.user_id): m.user for m in held}
        named = [(key, user.name) for key, user in self.people.items()]
        self.fields["user"].choices = [("", "Somebody who has no account here"), *named]
        self.fields["begun_on"].not_after = today

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        user = self.people.get(said.get("user", ""))
        said["user"] = user
        said["name"] = said.get("name") or (user.name if user else "")
        if not said["name"]:
            self.add_error("name", "Choose somebody, or give a name.")
        return said


class ChangeMemberForm(forms.Form):
    name = line("Name", required=True)
    job = line("What they do", most=120)
    begun_on = DateField(label="In the team since")


class LeaveForm(forms.Form):
    on = DateField(label="Last day in the team")


class EraseForm(forms.Form):
    reason = line("Why", "It is written into the audit trail. Do not name the person.", most=300, required=True)


class AdviserForm(forms.Form):
    """What makes somebody an adviser."""

    is_external = forms.ChoiceField(
        label="Who employs them?", choices=[("no", "The school"), ("yes", "Somebody else")], widget=forms.RadioSelect
    )
    employer = line("Name of the employer", "If it is not the school.")
    qualification = forms.ChoiceField(
        label="Highest careers qualification",
        help_text="Look at the certificate: it is the certificate that counts.",
    )
    register = forms.ChoiceField(
        label="Professional register", choices=Adviser.Register.choices, widget=forms.RadioSelect
    )
    register_name = forms.ChoiceField(label="Which register", required=False)
    register_number = line("Number on the register", most=40)
    register_expires_on = DateField(label="Registered until", required=False)
    register_checked_on = DateField(label="Day you looked at the register", required=False)
    dbs_checked_on = DateField(
        label="Day the criminal record (DBS) check was seen",
        required=False,
        help_text="The day only. Never the number or what it says: those belong in the single central record.",
    )
    safeguarding_on = DateField(label="Last safeguarding training", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["qualification"].choices = [
            ("", "Choose one"),
            *((q.code, q.title) for q in qualifications().values()),
        ]
        self.fields["register_name"].choices = [("", "None"), *((r.code, r.title) for r in registers().values())]
        for name in ("register_checked_on", "dbs_checked_on", "safeguarding_on"):
            self.fields[name].not_after = today

    def facts(self) -> AdviserFacts:
        said = self.cleaned_data
        return AdviserFacts(**(said | {"is_external": said["is_external"] == "yes"}))


class LeaderForm(forms.Form):
    """Who leads careers from a day."""

    member = forms.ChoiceField(label="Who leads careers?", widget=forms.RadioSelect)
    on = DateField(label="From which day", help_text="Whoever leads until then ends the day before.")
    hours_a_week = forms.DecimalField(
        label="Hours a week for the role", required=False, min_value=0, max_value=60, decimal_places=1
    )
    reports_to = line("Reports to", "The post, not the person: Deputy headteacher.", most=120)

    def __init__(self, *args: Any, members: list[TeamMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [(member.public_id, member.name) for member in members]


class LeadingForm(forms.Form):
    """The hours of the role and whom it answers to."""

    hours_a_week = forms.DecimalField(
        label="Hours a week for the role", required=False, min_value=0, max_value=60, decimal_places=1
    )
    reports_to = line("Reports to", "The post, not the person: Deputy headteacher.", most=120)


class EndLeadingForm(forms.Form):
    on = DateField(label="Last day as careers leader")


class TrainingForm(forms.Form):
    """A course, or any other training, of one member of the team."""

    title = line("Course or training", most=200, required=True)
    provider = line("Who gives it")
    level = forms.TypedChoiceField(
        label="Level of the qualification", choices=_LEVELS, required=False, coerce=int, empty_value=None
    )
    for_leading = forms.BooleanField(label="It trains for the role of careers leader", required=False)
    state = forms.ChoiceField(label="How far it has got", choices=Training.State.choices, widget=forms.RadioSelect)
    begun_on = DateField(label="Began on", required=False)
    finished_on = DateField(label="Finished on", required=False, help_text="Its hours count in that academic year.")
    hours = forms.DecimalField(
        label="Hours", required=False, min_value=0, max_value=2000, decimal_places=2, help_text="For example, 6 or 1.5"
    )
    certificate = forms.ChoiceField(
        label="Certificate", required=False, help_text="Those that are kept under Evidence as a certificate."
    )

    def __init__(self, *args: Any, school: Organisation, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = Attachment.objects.filter(
            organisation=school, kind=Attachment.Kind.CERTIFICATE, retired_at=None
        ).order_by("-held_on")[:200]
        self.fields["certificate"].choices = [("", "None kept"), *((one.public_id, one.title) for one in kept)]
        self.fields["begun_on"].not_after = None
        self.fields["finished_on"].not_after = today

    def facts(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return said | {"minutes": round(60 * (said.pop("hours") or 0))}


class SessionForm(forms.Form):
    """A session on careers for teaching staff."""

    title = line("What the session was about", most=200, required=True)
    held_on = DateField(label="Day")
    for_whom = line("For whom", "A group or department, never names: All teaching staff.", most=120, required=True)
    for_all_staff = forms.BooleanField(label="It was meant for everyone who teaches here", required=False)
    came = forms.IntegerField(label="How many came", min_value=0, max_value=2000)
    of = forms.IntegerField(label="Of how many it was for", min_value=1, max_value=2000)
    minutes = forms.IntegerField(label="Minutes", min_value=0, max_value=1440, required=False)
    benchmark = forms.ChoiceField(label="Benchmark", choices=_BENCHMARKS, required=False)
    subject = line("Subject", "If it was about one.", most=60)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].not_after = today


class TargetForm(forms.Form):
    hours = forms.IntegerField(
        label="Hours of training a year for each of the team",
        min_value=0,
        max_value=400,
        help_text="The professional register asks 25 of its members; anybody on it is held to that at least.",
    )


class GovernorForm(forms.Form):
    name = line("Name of the link governor", required=True)
    on = DateField(label="From which day", help_text="Whoever it was until then ends the day before.")


class EndGovernorForm(forms.Form):
    on = DateField(label="Last day as link governor")


class MeetingForm(forms.Form):
    """A meeting with the link governor, or their visit."""

    held_on = DateField(label="Day")
    what = forms.ChoiceField(label="What it was", choices=GovernorMeeting.What.choices, widget=forms.RadioSelect)
    about = forms.CharField(label="What it was about", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.CharField(
        label="What was agreed", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].not_after = today
