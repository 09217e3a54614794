from django.apps import AppConfig


class LeadershipConfig(AppConfig):
    name = "waymark.leadership"
    label = "leadership"
