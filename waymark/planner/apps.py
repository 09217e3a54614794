from django.apps import AppConfig


class PlannerConfig(AppConfig):
    name = "waymark.planner"
    label = "planner"

    def ready(self) -> None:
        """Say what can be done in the background."""
        from waymark.access.permissions import Permission  # the apps are there only now
        from waymark.intake.jobs import Work, register_work

        schedules = "waymark.planner.interviews.handed_over:prepared"
        register_work(Work("interview schedule", Permission.INTERVIEWS_WRITE, schedules))
        plans = "waymark.planner.building.handed_over:prepared"
        sharing = "waymark.planner.building.sharing:prepared"
        register_work(Work("shared year", Permission.MATCH, sharing, keeps_when_stopped=True))
        register_work(Work("year plan", Permission.PLAN_WRITE, plans, keeps_when_stopped=True))
        matchings = "waymark.planner.matching.handed_over:prepared"
        register_work(Work("area matching", Permission.MATCH, matchings))
