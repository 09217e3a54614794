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
    path("s/", include("waymark.web.public.surveys.urls")),
    path("api/", include("waymark.web.api.urls")),
]
if settings.WAYMARK_CATALOGUE:
    urlpatterns.append(path("catalogue/", include(import_module("waymark.web.catalogue"))))
