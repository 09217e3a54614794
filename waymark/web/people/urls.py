"""The addresses under /people/<slug>/: each page's own module lists its own."""

from waymark.web.people import audit, letters, members, second_steps, tokens

urlpatterns = [
    *members.urlpatterns,
    *second_steps.urlpatterns,
    *audit.urlpatterns,
    *tokens.urlpatterns,
    *letters.urlpatterns,
]
