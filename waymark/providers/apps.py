from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "waymark.providers"
    label = "providers"

    def ready(self) -> None:
        """Say who opens files of employers: whoever keeps them, who may hold nothing of any school's records."""
        from waymark.access.permissions import Permission  # the apps are there only now
        from waymark.intake.models import OPENED_BY

        OPENED_BY["employers"] = Permission.EMPLOYERS_WRITE
