from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "waymark.guidance"
    label = "guidance"

    def ready(self) -> None:
        """Say which files are taken in here, and what is kept of a person."""
        from waymark.guidance.sources.diaries import DIARIES  # models are there only from now on
        from waymark.guidance.sources.lessons import LESSONS
        from waymark.ledger.sources.kinds import register_source

        for source in (LESSONS, DIARIES):
            register_source(source)
