"""The addresses under /people/<slug>/: each page's own module lists its own."""

from waymark.web.people import audit, members, tokens

urlpatterns = [*members.urlpatterns, *audit.urlpatterns, *tokens.urlpatterns]
