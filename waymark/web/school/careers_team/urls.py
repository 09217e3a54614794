"""The addresses under /schools/<slug>/careers-team/."""

from waymark.web.school.careers_team import handing_over, leading, members, overview, training

urlpatterns = [
    *overview.urlpatterns,
    *training.urlpatterns,
    *members.urlpatterns,
    *leading.urlpatterns,
    *handing_over.urlpatterns,
]
