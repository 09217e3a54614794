"""The addresses of this audience: each page's own module lists its own."""

urlpatterns: list = []
