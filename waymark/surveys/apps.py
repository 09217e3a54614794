from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured

from waymark.surveys.questionnaire import QuestionnaireError
from waymark.surveys.reading import questionnaires


class SurveysConfig(AppConfig):
    name = "waymark.surveys"
    label = "surveys"

    def ready(self) -> None:
        """Read every questionnaire, so that one that breaks the schema stops the start and not a class of thirty."""
        try:
            questionnaires()
        except QuestionnaireError as error:
            raise ImproperlyConfigured(f"A questionnaire cannot be used. {error}") from error
