"""The addresses under /directory/."""

from waymark.web.public.directory import finding

urlpatterns = [*finding.urlpatterns]
