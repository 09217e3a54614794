"""The site's database from the command line: there before the first command needs it."""

import os
import sys


def open_site() -> None:
    """Start Django and bring the database up to date; the first command of a new site makes it.

    A database that cannot be reached is refused in one sentence.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.config.settings")
    import django  # the data stack and Django stay out of commands that need no database

    django.setup()
    from django.core.management import call_command
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    from waymark.cli.refusal import Refusal

    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            print("Bringing the database up to date …", file=sys.stderr)
            call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as trouble:
        raise Refusal(f"The database cannot be reached: {str(trouble).splitlines()[0]}") from trouble
