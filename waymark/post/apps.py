from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "waymark.post"
    label = "post"
