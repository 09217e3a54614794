"""The site's database from the command line: there before the first command needs it."""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from waymark.cli.refusal import Refusal

LOCK = 0x57_61_79_02  # PostgreSQL's, for whoever brings the database up to date; nothing else locks this number


def start() -> None:
    """Start Django, in whatever folder this site keeps its data; one that cannot be used is refused in one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.config.settings")
    import django  # the data stack and Django stay out of commands that need no database

    try:
        django.setup()
    except OSError as trouble:
        folder = os.environ.get("WAYMARK_DATA") or "waymark-data"
        raise Refusal(f"The data folder {folder} cannot be used: {trouble.strerror}.") from trouble


def open_site() -> None:
    """Start Django and bring the database up to date; the first command of a new site makes it.

    A database that cannot be reached, or that a later version of Waymark has changed, is refused in one sentence.
    """
    start()
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        with _one_at_a_time():
            executor = MigrationExecutor(connection)
            if _is_later(executor.loader):
                raise Refusal("A later version of Waymark has changed this database; install that one, or a later.")
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                print("Bringing the database up to date …", file=sys.stderr)
                call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as trouble:
        raise Refusal(f"The database cannot be used: {str(trouble).partition(chr(10))[0]}.") from trouble


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let commands that start at once, as a site and its worker do, bring the database up to date only once.

    On one machine by a file; where they share a PostgreSQL, on whatever machines, by a lock of that as well.
    """
    from django.conf import settings  # after start
    from django.db import connection

    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (settings.DATA / "opening.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _is_later(loader) -> bool:
    """Whether migrations were applied that this version does not have: what another replaced is known."""
    from django.apps import apps  # after start

    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("waymark.")}
    replaced = {each for migration in loader.disk_migrations.values() for each in migration.replaces}
    unknown = loader.applied_migrations.keys() - loader.disk_migrations.keys() - replaced
    return any(app in ours for app, _ in unknown)
