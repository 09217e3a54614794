"""The addresses of this part: the narrower ones first."""

from waymark.web.hub.employers import bringing, keeping, listing

urlpatterns = [*listing.urlpatterns, *bringing.urlpatterns, *keeping.urlpatterns]
