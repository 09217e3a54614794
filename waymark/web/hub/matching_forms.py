"""The forms of matching."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils import timezone

from waymark.kernel.academic_year import academic_year, last_day
from waymark.ledger.rules.facts import SECTORS
from waymark.planner.matching.handed_over import Wanted
from waymark.planner.matching.on_site import Partner, Wanting
from waymark.planner.matching.terms import Worth
from waymark.planner.models.matching import MOST_PLACES
from waymark.web.forms import DateField


class MatchForm(forms.Form):
    """For which days to match, and how need, sector and distance weigh."""

    first = DateField(label="From")
    last = DateField(label="To", help_text="The end of a term, say. Places are counted within these days.")
    max_miles = forms.DecimalField(
        label="No more than so many miles apart",
        min_value=0,
        max_value=500,
        decimal_places=1,
        required=False,
        initial=25,
    )
    need = forms.DecimalField(label="Weight of a point of need", min_value=0, max_value=1000, initial=10)
    sector = forms.DecimalField(label="Weight of a sector the school wants", min_value=0, max_value=1000, initial=20)
    mile = forms.DecimalField(label="Weight against each mile", min_value=0, max_value=1000, initial=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        on = timezone.localdate()
        super().__init__(*args, **{**kwargs, "initial": {"first": on, "last": last_day(academic_year(on))}})

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("first") and said.get("last") and said["last"] < said["first"]:
            self.add_error("last", "The last day has to be after the first.")
        return said

    def wanted(self) -> Wanted:
        """What was said, once the form is valid."""
        said = self.cleaned_data
        weights = Worth(*(Fraction(said[name]) for name in ("need", "sector", "mile")))
        miles: Decimal | None = said["max_miles"]
        return Wanted(said["first"], said["last"], miles, weights)


class WishForm(forms.Form):
    """What one school wants."""

    wanted = forms.IntegerField(label="How many partners it wants at once", min_value=0, max_value=MOST_PLACES)
    sectors = forms.MultipleChoiceField(
        label="From which sectors",
        required=False,
        choices=list(SECTORS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    need = forms.TypedChoiceField(label="Its need", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, wish: Wanting, told: int | None, **kwargs: Any) -> None:
        start = {"wanted": wish.wanted, "sectors": list(wish.sectors), "need": wish.need if wish.is_by_hand else ""}
        super().__init__(*args, **{**kwargs, "initial": start})
        by_figures = f"By the figures it shares: {told} of 9" if told is not None else "Not known: taken as 5 of 9"
        self.fields["need"].choices = [("", by_figures), *((str(n), f"{n} of 9") for n in range(10))]


class PlacesForm(forms.Form):
    """How many schools one employer can serve at once, and what was decided of it and one school."""

    places = forms.IntegerField(label="How many schools it can serve at once", min_value=0, max_value=MOST_PLACES)

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"places": partner.places}})


class PairForm(forms.Form):
    """What is decided beforehand of one employer and one school."""

    employer = forms.ChoiceField(label="Employer")
    school = forms.ChoiceField(label="School")
    together = forms.ChoiceField(
        label="What is decided?",
        choices=[("yes", "They are matched"), ("no", "They are not matched"), ("open", "Nothing: leave it open")],
        initial="yes",
        widget=forms.RadioSelect,
    )
    because = forms.CharField(label="Why", max_length=300, required=False)

    def __init__(self, *args: Any, partners: list[Partner], wanting: list[Wanting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employer"].choices = [(each.employer.public_id, each.employer.name) for each in partners]
        self.fields["school"].choices = [(each.school.slug, each.school.name) for each in wanting]

    @property
    def said(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["together"])


class EndForm(forms.Form):
    last = DateField(label="Its last day")
    because = forms.CharField(label="Why?", max_length=300)
