"""The addresses under /people/<slug>/: each page's own module lists its own."""

from waymark.web.people import audit, letters, members, tokens

urlpatterns = [*members.urlpatterns, *audit.urlpatterns, *tokens.urlpatterns, *letters.urlpatterns]
