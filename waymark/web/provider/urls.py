"""The addresses under /providers/<slug>/: each page's own module lists its own."""

from waymark.web.provider import files, home, keeping, matches, reviews

urlpatterns = [
    *home.urlpatterns,
    *keeping.urlpatterns,
    *reviews.urlpatterns,
    *files.urlpatterns,
    *matches.urlpatterns,
]
from waymark.web.provider import files, home, keeping, requests, reviews

urlpatterns = [*home.urlpatterns, *keeping.urlpatterns, *reviews.urlpatterns, *files.urlpatterns, *requests.urlpatterns]
