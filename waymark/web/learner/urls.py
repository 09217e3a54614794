"""The addresses under /me/: each page's own module lists its own."""

urlpatterns: list = []
