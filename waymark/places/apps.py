from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "waymark.places"
    label = "places"
