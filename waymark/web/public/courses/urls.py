"""The addresses of this part: each page's own module lists its own."""

from waymark.web.public.courses import listing, showing

urlpatterns = [*listing.urlpatterns, *showing.urlpatterns]
