"""The addresses of this part: each page's own module lists its own."""

from waymark.web.public.jobs import finding, showing

urlpatterns = [*finding.urlpatterns, *showing.urlpatterns]
