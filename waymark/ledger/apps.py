from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "waymark.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Say what can be done in the background: each step with a school's file, by what the kind of file needs."""
        from waymark.access.permissions import Permission  # the apps are there only now
        from waymark.intake.jobs import Work, register_work

        for step in ("read", "merge", "take_back"):
            for whose, needs in (("learners", Permission.LEARNER_WRITE), ("records", Permission.LEDGER_WRITE)):
                register_work(Work(f"{step} {whose}", needs, f"waymark.ledger.sources.handed_over:{step}"))
