"""The addresses of this part: each page's own module lists its own."""

urlpatterns: list = []
