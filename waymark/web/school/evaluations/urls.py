"""The addresses under /schools/<slug>/self-assessment/ that are about sharing and about a college's sites."""

from django.urls import path

from waymark.web.school.evaluations import sharing, sites

urlpatterns = [
    path("sites/", sites.sites_joined, name="sites_joined"),
    path("shared/", sharing.evaluations_shared, name="evaluations_shared"),
    path("shared/new/", sharing.share, name="share_evaluation"),
    path("shared/<str:public_id>/", sharing.evaluation_share, name="evaluation_share"),
]
