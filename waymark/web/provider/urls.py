"""The addresses under /providers/<slug>/: each page's own module lists its own."""

from waymark.web.provider import applications, files, home, keeping, matches, requests, reviews
from waymark.web.provider.courses import urls as courses

urlpatterns = [
    *home.urlpatterns,
    *keeping.urlpatterns,
    *reviews.urlpatterns,
    *files.urlpatterns,
    *applications.urlpatterns,
    *matches.urlpatterns,
    *requests.urlpatterns,
    *courses.urlpatterns,
]
