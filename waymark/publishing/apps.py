from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "waymark.publishing"
    label = "publishing"

    def ready(self) -> None:
        """Say what can be done in the background: the making of a document."""
        from waymark.access.permissions import Permission  # the apps are there only now
        from waymark.intake.jobs import Work, register_work

        register_work(Work("document", Permission.EVIDENCE_WRITE, "waymark.publishing.documents.handed_over:prepared"))
