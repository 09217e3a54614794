from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "waymark.guidance"
    label = "guidance"

    def ready(self) -> None:
        """Say which files are taken in here, and what is kept of a person."""
        from waymark.guidance.actions.blanking import blank_interviews  # models are there only from now on
        from waymark.guidance.queries.people import interviews_of_person
        from waymark.guidance.sources.diaries import DIARIES
        from waymark.guidance.sources.lessons import LESSONS
        from waymark.ledger.actions.erasing import register_blanking
        from waymark.ledger.queries.people import register_tables_about
        from waymark.ledger.sources.kinds import register_source

        for source in (LESSONS, DIARIES):
            register_source(source)
        register_tables_about(interviews_of_person)
        register_blanking(blank_interviews)
