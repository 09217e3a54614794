"""The addresses of this part: the narrower ones first."""

from waymark.web.hub.employers import bringing, inviting, keeping, listing

urlpatterns = [*listing.urlpatterns, *bringing.urlpatterns, *inviting.urlpatterns, *keeping.urlpatterns]
