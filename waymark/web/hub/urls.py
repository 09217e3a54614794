"""The addresses under /areas/<slug>/: each page's own module lists its own."""

from waymark.web.hub import overview

urlpatterns = [*overview.urlpatterns]
