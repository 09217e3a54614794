from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "waymark.guidance"
    label = "guidance"
