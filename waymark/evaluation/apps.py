from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "waymark.evaluation"
    label = "evaluation"
