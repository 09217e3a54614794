from django.apps import AppConfig


class PlannerConfig(AppConfig):
    name = "waymark.planner"
    label = "planner"

    def ready(self) -> None:
        """Say what can be done in the background, and what is kept of a person."""
        from waymark.access.permissions import Permission  # the apps are there only now
        from waymark.intake.jobs import Work, register_work
        from waymark.ledger.actions.erasing import register_blanking
        from waymark.ledger.queries.people import register_tables_about
        from waymark.planner.actions.forgetting import forget_proposed
        from waymark.planner.queries.people import planning_of_person

        register_tables_about(planning_of_person)
        register_blanking(forget_proposed)
        schedules = "waymark.planner.interviews.handed_over:prepared"
        register_work(Work("interview schedule", Permission.INTERVIEWS_WRITE, schedules))
        plans = "waymark.planner.building.handed_over:prepared"
        sharing = "waymark.planner.building.sharing:prepared"
        register_work(Work("shared year", Permission.MATCH, sharing, keeps_when_stopped=True))
        register_work(Work("year plan", Permission.PLAN_WRITE, plans, keeps_when_stopped=True))
        matchings = "waymark.planner.matching.handed_over:prepared"
        register_work(Work("area matching", Permission.MATCH, matchings))
