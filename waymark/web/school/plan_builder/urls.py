"""The addresses of the plan builder, under /schools/<slug>/plan-builder/."""

from django.urls import path

from waymark.web.school.plan_builder import asking, offers, proposal

urlpatterns = [
    path("", asking.plan_builder, name="plan_builder"),
    path("offers/", offers.plan_offers, name="plan_offers"),
    path("offers/new/", offers.plan_offer_new, name="plan_offer_new"),
    path("offers/<slug:public_id>/", offers.plan_offer, name="plan_offer"),
    path("<slug:public_id>/", proposal.plan_proposal, name="plan_proposal"),
    path("<slug:public_id>/sessions.<str:kind>", proposal.plan_proposal_file, name="plan_proposal_file"),
    path("<slug:public_id>/what-if/", proposal.plan_what_if, name="plan_what_if"),
    path("<slug:public_id>/sessions/<slug:session>/", proposal.plan_proposal_session, name="plan_proposal_session"),
]
