"""The addresses under /directory/."""

from waymark.web.public.directory import finding, joining

urlpatterns = [*finding.urlpatterns, *joining.urlpatterns]
from waymark.web.public.directory import finding, helping

urlpatterns = [*helping.urlpatterns, *finding.urlpatterns]
