from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    name = "waymark.opportunities"
    label = "opportunities"
