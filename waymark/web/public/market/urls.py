"""The addresses of this part: each page's own module lists its own."""

from waymark.web.public.market import finding, showing

urlpatterns = [*finding.urlpatterns, *showing.urlpatterns]
