"""What every test may ask for. The scopes stay on: a test that reads tenant rows says on whose behalf."""

import os
import sqlite3

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs an event loop beside the live server
os.environ["WAYMARK_CATALOGUE"] = "yes"

import pytest
from django.db import connection, connections

from tests.browser import browser_page, chromium  # noqa: F401
from waymark.access.scope import Scope, acting, everything


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """PostgreSQL need not keep a test's rows through a power cut, and after a test that commits they are deleted: to
    truncate, as Django would, makes new files for all two hundred tables and their indexes, which takes seconds."""
    if connection.vendor != "postgresql":
        return

    def deletions(operations, style, tables, *, reset_sequences=False, allow_cascade=False):
        return [f"DELETE FROM {operations.quote_name(table)}" for table in tables]

    connection.settings_dict["OPTIONS"]["options"] = "-c synchronous_commit=off"
    type(connection.ops).sql_flush = deletions


@pytest.fixture
def db_scope(db):
    """A database, and a scope of everything open in it: for arranging, and for tests not about access."""
    with acting(everything("test", via="test")) as scope:
        yield scope


@pytest.fixture
def shared_file(transactional_db, tmp_path):
    """On SQLite, what threads connect to from `shared_file()` on is a file, as in use, with what the test has made so
    far; a database in memory does not lock as files do."""

    def share():
        if connection.vendor != "sqlite":
            return
        path = str(tmp_path / "race.sqlite3")
        copy = sqlite3.connect(path)
        connection.connection.backup(copy)
        copy.close()
        connections.settings["default"]["NAME"] = path

    named = connections.settings["default"]["NAME"]
    yield share
    connections.settings["default"]["NAME"] = named


@pytest.fixture
def acting_as():
    """Open a scope for the rest of the test: `acting_as(scope)`."""
    opened = []

    def open_scope(scope: Scope) -> Scope:
        context = acting(scope)
        opened.append(context)
        return context.__enter__()

    yield open_scope
    for context in reversed(opened):
        context.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    """Files a test makes go to its own folder, and pages need no collected static files."""
    settings.STORAGES = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WAYMARK_UNDER_WAY = tmp_path / "under-way"
    settings.WAYMARK_COURSE_INDEX = tmp_path / "course-index"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def signed_in(client):
    """A client signed in as this user, with a second step set up: `signed_in(user)`."""
    from allauth.mfa.models import Authenticator

    def sign_in(user):
        Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}})
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Figures kept in this process are of the last test's database: none are left for the next."""
    from waymark.evaluation.evaluated import forget_everything
    from waymark.providers.queries.kept_index import forget_index

    forget_everything()
    forget_index()
