"""The addresses under /areas/<slug>/: each page's own module lists its own."""

from waymark.web.hub import overview, plan_templates, points, targets

urlpatterns = [*plan_templates.urlpatterns, *overview.urlpatterns, *points.urlpatterns, *targets.urlpatterns]
from waymark.web.hub import matching, overview, points, targets, work

urlpatterns = [
    *overview.urlpatterns,
    *points.urlpatterns,
    *targets.urlpatterns,
    *matching.urlpatterns,
    *work.urlpatterns,
]
