"""The addresses of this audience: each page's own module lists its own."""

from waymark.web.public import asking, careers_pages, finding

urlpatterns = [*finding.urlpatterns, *careers_pages.urlpatterns, *asking.urlpatterns]
