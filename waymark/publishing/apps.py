from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "waymark.publishing"
    label = "publishing"

    def ready(self) -> None:
        """Say what can be done in the background, and what is answered of a self-assessment from here."""
        from waymark.access.permissions import Permission  # the apps are there only now
        from waymark.intake.jobs import Work, register_work
        from waymark.publishing.signs import register_signs

        register_work(Work("document", Permission.EVIDENCE_WRITE, "waymark.publishing.documents.handed_over:prepared"))
        register_signs()
