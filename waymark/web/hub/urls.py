"""The addresses under /areas/<slug>/: each page's own module lists its own."""

from waymark.web.hub import analyses, matching, overview, plan, plan_templates, points, targets, work

urlpatterns = [
    *analyses.urlpatterns,
from waymark.web.hub import coverage, listings, matching, overview, plan_templates, points, targets, work

urlpatterns = [
    *coverage.urlpatterns,
    *listings.urlpatterns,
    *plan_templates.urlpatterns,
    *overview.urlpatterns,
    *points.urlpatterns,
    *targets.urlpatterns,
    *matching.urlpatterns,
    *work.urlpatterns,
    *plan.urlpatterns,
]
