from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "waymark.providers"
    label = "providers"
