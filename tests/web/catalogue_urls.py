"""The addresses of a site that shows its catalogue, whatever the settings of this run say."""

from django.urls import include, path

from waymark.config import urls

urlpatterns = [*urls.urlpatterns, path("catalogue/", include("waymark.web.catalogue"))]
