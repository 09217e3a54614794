"""What must be true of requests, and no constraint can say."""

from collections.abc import Iterator

from django.db.models import Count, F

from waymark.providers.models import Approach, Employer, EmployerMonth
from waymark.providers.rules.approaches import REACHED


def broken() -> Iterator[str]:
    """A sentence for each rule that does not hold."""
    counted = EmployerMonth.objects.annotate(had=Count("approaches")).exclude(taken=F("had"))
    for month in counted:
        yield f"Employer {month.employer_id}: {month.taken} requests counted in {month.month:%B %Y}, {month.had} there."
    reached = [state.value for state in REACHED]
    for approach in Approach.objects.filter(state__in=reached, employer__isnull=False).exclude(
        month__employer=F("employer")
    ):
        yield f"{approach}: its place is another employer's."
    twice = Employer.objects.exclude(company_number="").values("organisation", "company_number")
    for row in twice.annotate(n=Count("pk")).filter(n__gt=1):
        yield f"{row['n']} employers of keeper {row['organisation']} have one company number."
