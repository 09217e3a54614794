from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured

from waymark.evaluation.frameworks import frameworks
from waymark.kernel.framework import FrameworkError


class EvaluationConfig(AppConfig):
    name = "waymark.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        """Read every framework, so that one that breaks the schema stops the start and not somebody's page."""
        try:
            frameworks()
        except FrameworkError as error:
            raise ImproperlyConfigured(f"A framework cannot be used. {error}") from error
        # Models are there only from now on.
        from waymark.evaluation.assessing.feedback_signs import register_feedback_signs
        from waymark.evaluation.assessing.team_signs import register_team_signs

        register_team_signs()
        register_feedback_signs()
