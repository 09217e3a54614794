"""The addresses under /schools/<slug>/benchmarks/over-time/."""

from waymark.web.school.over_time import comparing, keeping, kept, overview, rules

urlpatterns = [
    *overview.urlpatterns,
    *keeping.urlpatterns,
    *comparing.urlpatterns,
    *rules.urlpatterns,
    *kept.urlpatterns,
]
