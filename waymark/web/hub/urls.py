"""The addresses under /areas/<slug>/: each page's own module lists its own."""

from waymark.web.hub import (
    analyses,
    coverage,
    listings,
    matching,
    overview,
    plan,
    plan_templates,
    points,
    targets,
    work,
)
from waymark.web.hub.employers import urls as employers

urlpatterns = [
    *analyses.urlpatterns,
    *coverage.urlpatterns,
    *listings.urlpatterns,
    *plan.urlpatterns,
    *plan_templates.urlpatterns,
    *overview.urlpatterns,
    *points.urlpatterns,
    *targets.urlpatterns,
    *matching.urlpatterns,
    *work.urlpatterns,
    *employers.urlpatterns,
]
