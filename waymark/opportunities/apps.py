from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    name = "waymark.opportunities"
    label = "opportunities"

    def ready(self) -> None:
        """Say what can be done in the background: each step with a provider's file of courses."""
        from waymark.access.permissions import Permission  # the apps are there only now
        from waymark.intake.jobs import Work, register_work

        for step in ("read", "take_in", "take_back"):
            does = f"waymark.opportunities.sources.handed_over:{step}"
            register_work(Work(f"{step} courses", Permission.LISTING_WRITE, does))
