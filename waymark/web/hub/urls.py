"""The addresses under /areas/<slug>/: each page's own module lists its own."""

from waymark.web.hub import overview, points, targets

urlpatterns = [*overview.urlpatterns, *points.urlpatterns, *targets.urlpatterns]
