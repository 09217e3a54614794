"""The addresses under /schools/<slug>/providers/."""

from django.urls import path

from waymark.web.school.directory import finding, reviewing

urlpatterns = [
    path("", finding.find_providers, name="find_providers"),
    path("entries/<str:public_id>/", finding.provider_entry, name="find_provider"),
    path("offers/<str:public_id>/", finding.offer_entry, name="find_offer"),
    path("resources/<str:public_id>/", finding.resource_entry, name="find_resource"),
    path("entries/<str:public_id>/review/", reviewing.review_provider, name="review_provider"),
    path("offers/<str:public_id>/review/", reviewing.review_offer, name="review_offer"),
    path("reviews/withdraw/", reviewing.withdraw, name="withdraw_review"),
]
