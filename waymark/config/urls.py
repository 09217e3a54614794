"""The addresses of a site: by audience, each audience's own in its folder."""

from importlib import import_module

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("waymark.web.start")),
    path("about/", include("waymark.web.about")),
    path("account/", include("waymark.web.entrance")),  # first, to shut what allauth would open
    path("account/", include("allauth.urls")),
    path("join/", include("waymark.web.join")),
    path("schools/<slug:slug>/", include("waymark.web.school.urls")),
    path("areas/<slug:slug>/", include("waymark.web.hub.urls")),
    path("people/<slug:slug>/", include("waymark.web.people.urls")),
    path("careers/", include("waymark.web.public.urls")),
    path("shared/", include("waymark.web.shared")),
    path("shared-evaluation/", include("waymark.web.public.evaluations")),
    path("calendars/", include("waymark.web.calendars")),
    path("s/", include("waymark.web.public.surveys.urls")),
    path("providers/<slug:slug>/", include("waymark.web.provider.urls")),
    path("requests/", include("waymark.web.public.answering")),
    path("me/", include("waymark.web.learner.urls")),
    path("interview/", include("waymark.web.learner.interview")),
    path("explore/", include("waymark.web.public.explore")),
    path("directory/", include("waymark.web.public.directory.urls")),
    path("courses/", include("waymark.web.public.courses.urls")),
    path("jobs/", include("waymark.web.public.jobs.urls")),
    path("routes/", include("waymark.web.public.routes.urls")),
    path("interests/", include("waymark.web.public.interests.urls")),
    path("work-near-you/", include("waymark.web.public.market.urls")),
    path("api/", include("waymark.web.api.urls")),
]
if settings.WAYMARK_CATALOGUE:
    urlpatterns.append(path("catalogue/", include(import_module("waymark.web.catalogue"))))
