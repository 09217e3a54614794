"""The forms of keeping employers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from waymark.intake.reading import Unreadable
from waymark.kernel.sectors import SECTORS
from waymark.places.queries.positions import normal_postcode
from waymark.providers.models import Employer, Help, SizeBand
from waymark.providers.queries.employers import FLAGS
from waymark.web.forms import SizedFileField

_WHERE = {
    "comes_to_schools": "Comes to schools",
    "welcomes_visits": "Welcomes visits to the workplace",
    "works_online": "Works online",
}


class EmployerForm(forms.Form):
    """What is kept of an employer; its cap is a field of its own."""

    name = forms.CharField(label="Name", max_length=200)
    reference = forms.CharField(label="Your own reference", max_length=60, required=False)
    address = forms.CharField(label="Address", max_length=300, required=False)
    postcode = forms.CharField(label="Postcode", max_length=10, required=False)
    sector = forms.ChoiceField(label="Sector", choices=[("", "Not known"), *SECTORS.items()], required=False)
    sic_codes = forms.CharField(
        label="SIC 2007 codes", help_text="Five digits each, parted by commas.", max_length=100, required=False
    )
    size = forms.ChoiceField(
        label="How many people work there", choices=[("", "Not known"), *SizeBand.choices], required=False
    )
    website = forms.URLField(label="Website", max_length=250, required=False, assume_scheme="https")
    offers = forms.MultipleChoiceField(
        label="What they can do", choices=Help.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    offers_said = forms.CharField(
        label="In their words", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    when_said = forms.CharField(
        label="When", help_text="Such as “Tuesdays, not in December”.", max_length=300, required=False
    )
    where = forms.MultipleChoiceField(
        label="Where", choices=list(_WHERE.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    reach_miles = forms.IntegerField(label="How many miles they travel", min_value=0, max_value=500, required=False)
    flags = forms.MultipleChoiceField(
        label="Known for", choices=list(FLAGS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    cap_per_month = forms.IntegerField(
        label="Requests a month",
        help_text="From all schools together. 0: none at present. Blank: as many as come.",
        min_value=0,
        max_value=1000,
        required=False,
        initial=2,
    )
    is_active = forms.BooleanField(label="Schools can ask them", required=False, initial=True)
    notes = forms.CharField(
        label="Notes", help_text="Your schools do not see these.", max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    @classmethod
    def of(cls, employer: Employer, data: Any = None) -> "EmployerForm":
        """The form as it stands for an employer."""
        plain = ("name", "reference", "address", "postcode", "sector", "size", "website", "offers", "offers_said",
                 "when_said", "reach_miles", "cap_per_month", "is_active", "notes")  # fmt: skip
        initial = {name: getattr(employer, name) for name in plain}
        initial["sic_codes"] = ", ".join(employer.sic_codes)
        initial["where"] = [name for name in _WHERE if getattr(employer, name)]
        initial["flags"] = [name for name in FLAGS if getattr(employer, name)]
        return cls(data, initial=initial)

    def clean_postcode(self) -> str:
        said = self.cleaned_data["postcode"]
        found = normal_postcode(said)
        if said and len(found.partition(" ")[2]) != 3:
            raise ValidationError("Write a whole postcode, such as GU1 3BB.")
        return found

    def clean_sic_codes(self) -> list[str]:
        from waymark.providers.sources.employers.values import sic_codes  # the one reader of such cells

        said = self.cleaned_data["sic_codes"]
        try:
            return [code for code in sic_codes(said) if code != "1"] if said else []
        except Unreadable as fault:
            raise ValidationError(f"Write {fault.expected}.") from fault

    @property
    def facts(self) -> dict[str, Any]:
        """What was said, as columns of an employer."""
        said = dict(self.cleaned_data)
        where, flags = said.pop("where"), said.pop("flags")
        del said["cap_per_month"]
        said |= {name: name in where for name in _WHERE} | {name: name in flags for name in FLAGS}
        if not said["sector"]:
            del said["sector"]
        return said


class ContactForm(forms.Form):
    """Somebody who may be written to."""

    name = forms.CharField(label="Name", max_length=150)
    role = forms.CharField(label="What they do there", max_length=100, required=False)
    email = forms.EmailField(
        label="E-mail address", max_length=254, widget=forms.EmailInput(attrs={"spellcheck": "false"})
    )
    telephone = forms.CharField(label="Telephone", max_length=40, required=False)
    is_main = forms.BooleanField(label="Requests go to them", required=False)
    is_alumnus = forms.BooleanField(label="Was a learner at one of our schools", required=False)
    is_stem_ambassador = forms.BooleanField(label="STEM Ambassador", required=False)
    is_enterprise_adviser = forms.BooleanField(label="Enterprise Adviser", required=False)


class ListForm(forms.Form):
    """A list of employers as a file."""

    file = SizedFileField(
        label="Your list of employers",
        help_text="A spreadsheet or CSV file. Nothing is kept until you have seen what it would change.",
        endings=(".csv", ".xlsx", ".xls", ".ods", ".txt", ".tsv"),
        most_bytes=10_000_000,
    )
