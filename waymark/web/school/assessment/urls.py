"""The addresses under /schools/<slug>/self-assessment/."""

from waymark.web.school.assessment import (
    answering,
    changes,
    checking,
    clashes,
    giving,
    listing,
    results,
    tasks,
)

urlpatterns = [
    *listing.urlpatterns,
    *tasks.urlpatterns,
    *giving.urlpatterns,
    *checking.urlpatterns,
    *results.urlpatterns,
    *changes.urlpatterns,
    *clashes.urlpatterns,
    *answering.urlpatterns,
]
