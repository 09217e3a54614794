"""The forms in which a school writes its careers page. Fields are named as the models' fields are."""

from django import forms

from waymark.access.queries import people_at
from waymark.places.models import Organisation
from waymark.publishing.figures import may_be_chosen
from waymark.publishing.models import AccessStatement, CareersPage
from waymark.publishing.programme import ProgrammeActivity
from waymark.publishing.words import plain_list
from waymark.web.forms import DateField

LONGEST = 6000


def words(label: str, help_text: str = "", rows: int = 5) -> forms.CharField:
    """A box for some paragraphs that may be left for later."""
    field = forms.CharField(label=label, help_text=help_text, required=False, max_length=LONGEST)
    field.widget = forms.Textarea(attrs={"rows": rows})
    return field


def line(label: str, help_text: str = "", *, most: int = 150, autocomplete: str = "off") -> forms.CharField:
    """A box for one line that may be left for later."""
    widget = forms.TextInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=most, widget=widget)


class LeaderForm(forms.Form):
    """Who leads careers and how to reach them. One of our people lends name and address where none is typed."""

    leader = forms.ChoiceField(
        label="Who leads careers?",
        required=False,
        help_text="We tell you when someone chosen here no longer has a role at the school.",
    )
    leader_name = line("Name to show", "Leave empty to show the name they have here.")
    leader_email = forms.EmailField(
        label="E-mail address to show",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="An address for careers, such as careers@ your school, outlives a change of leader.",
    )
    leader_telephone = line("Telephone number to show", most=40)

    def __init__(self, *args, school: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(m.user_id): m.user for m in people_at(school) if m.held.permissions}
        named = [(key, user.name) for key, user in self.people.items()]
        self.fields["leader"].choices = [("", "Someone who has no account here"), *named]

    def clean(self):
        said = super().clean()
        leader = self.people.get(said.pop("leader", ""))
        said["leader_id"] = leader.pk if leader else None
        if leader:
            said["leader_name"] = said.get("leader_name") or leader.name
            said["leader_email"] = said.get("leader_email") or leader.email
        return said


class ProgrammeForm(forms.Form):
    """The year's programme in the school's words, and the activities it would rather not list."""

    summary = words(
        "The programme in a few sentences", "What is it for, and what runs through it from Year 7 on?", rows=7
    )

    def __init__(self, *args, year_groups: list[int], activities: list[ProgrammeActivity], **kwargs):
        super().__init__(*args, **kwargs)
        for group in year_groups:
            self.fields[f"year_{group}"] = words(f"Year {group}", rows=3)
        listed = {each.public_id: _said(each) for each in activities}
        if listed:
            self.fields["left_out"] = forms.MultipleChoiceField(
                label="Activities to leave off the page",
                help_text="All others of this year are listed with their title, kind and term.",
                choices=list(listed.items()),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def changes(self, year: int) -> dict:
        """What to save: the words, as those of academic year `year`."""
        said = self.cleaned_data
        notes = {name.removeprefix("year_"): text for name, text in said.items() if name.startswith("year_") and text}
        return {
            "summary": said["summary"],
            "year_notes": notes,
            "left_out": said.get("left_out", []),
            "programme_year": year,
        }


class AudiencesForm(forms.Form):
    """What each audience is told, and how they find out more."""

    for_pupils = words("For the learners", "Where do they look, whom do they ask, and when?")
    for_parents = words("For parents and carers", "Which evenings, letters and pages are there for them?")
    for_teachers = words("For teachers", "How does a teacher find out what their subject can do?")
    for_employers = words("For employers", "How does an employer find out what would help, and offer it?")


class GuidanceForm(forms.Form):
    """How to get personal guidance."""

    guidance = words(
        "How to get a meeting with a careers adviser",
        "How do learners ask, how do parents ask, who is the adviser and how are they qualified?",
        rows=7,
    )


class ImpactForm(forms.Form):
    """How the effect is measured, and when all this is looked at again."""

    impact = words(
        "How you measure what difference the programme makes",
        "Feedback, destinations, the benchmarks: say what you look at, and how often.",
        rows=7,
    )
    next_review_on = DateField(label="Date of the next review", required=False, help_text="For example, 1 9 2027")


class StatementForm(forms.Form):
    """The provider access policy statement."""

    entitlement = words(
        "What learners are entitled to", "In your words; the table of six meetings is added below them."
    )
    procedure = words(
        "How a provider asks for access",
        "Whom do they write to, what do they say, how long ahead, and when do you answer?",
    )
    granting = words("When you say yes", "The grounds on which a request is granted.")
    refusing = words("When you may say no", "The grounds on which a request is refused.")
    premises = words("Premises and facilities", "The rooms and equipment that a provider may use.")
    complaints = words("How a provider complains", rows=3)
    contact_name = line("Whom providers write to", "Leave empty if it is the careers leader.")
    contact_email = forms.EmailField(
        label="Their e-mail address",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    contact_telephone = line("Their telephone number", most=40)
    agreed_on = DateField(label="Day the statement was last agreed", required=False, help_text="For example, 15 9 2026")
    agreed_by = line("Who agreed it", "Such as the governing board.")


class FiguresForm(forms.Form):
    """Which figures to show."""

    shown_figures = forms.MultipleChoiceField(
        label="Figures to show",
        help_text="Each is shown as a percentage and a count. Small numbers stay hidden, whatever you tick.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, school: Organisation, on, **kwargs):
        super().__init__(*args, **kwargs)
        offered = may_be_chosen(school, on=on)
        self.fields["shown_figures"].choices = [(due.code, due.title) for _, due in offered]
        self.fields["shown_figures"].hints = {due.code: each.benchmark(due.benchmark).title for each, due in offered}


def starting_values(standing: CareersPage | AccessStatement) -> dict:
    """The standing version's fields, as a form begins with them."""
    values = {field.name: getattr(standing, field.attname) for field in standing._meta.concrete_fields}
    for group, note in values.get("year_notes", {}).items():
        values[f"year_{group}"] = note
    return values


def _said(activity: ProgrammeActivity) -> str:
    years = [str(group) for group in activity.year_groups]
    return f"{activity.title} ({activity.term}, Year{'s' if len(years) > 1 else ''} {plain_list(years)})"
