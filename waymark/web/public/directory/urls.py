"""The addresses under /directory/."""

from waymark.web.public.directory import finding, helping, joining

urlpatterns = [*helping.urlpatterns, *finding.urlpatterns, *joining.urlpatterns]
