from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "waymark.publishing"
    label = "publishing"
