"""The addresses under /schools/<slug>/careers-page/."""

from waymark.web.school.careers_page import embedding, overview, parts, releases, releasing, requests

urlpatterns = [
    *overview.urlpatterns,
    *parts.urlpatterns,
    *releasing.urlpatterns,
    *releases.urlpatterns,
    *requests.urlpatterns,
    *embedding.urlpatterns,
]
