from django.apps import AppConfig


class PlannerConfig(AppConfig):
    name = "waymark.planner"
    label = "planner"
