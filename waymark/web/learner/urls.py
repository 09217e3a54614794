"""The addresses under /me/: each page's own module lists its own."""

from waymark.web.learner import applications, applying, beginning, endorsing, form, papers, tracking

urlpatterns: list = [
    *beginning.urlpatterns,
    *endorsing.urlpatterns,
    *form.urlpatterns,
    *papers.urlpatterns,
    *tracking.urlpatterns,
    *applying.urlpatterns,
    *applications.urlpatterns,
]
