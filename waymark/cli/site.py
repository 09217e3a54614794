"""`waymark serve`, `waymark worker`, `waymark manage`: running a site."""

import os
import socket
import subprocess
import sys
import time

import typer

from waymark.cli.database import open_site
from waymark.cli.refusal import Refusal


def serve(
    host: str = typer.Option("127.0.0.1", help="The address to listen on."),
    port: int = typer.Option(8000, min=1, max=65535, help="The port to listen on."),
    workers: int = typer.Option(2, min=1, help="How many processes answer."),
    with_worker: bool = typer.Option(True, help="Run the background worker beside it."),
) -> None:
    """Serve the site.

    Example: waymark serve --port 8080
    """
    need_free(host, port)
    open_site()
    print(f"Serving on http://{host}:{port}/  (Ctrl-C to stop)", flush=True)
    run_site(host, port, workers=workers, with_worker=with_worker)


def need_free(host: str, port: int) -> None:
    """Refuse a port that something listens on: the server would share it, and each answer every other request."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one that has just been left is free
            probe.bind(address)
    except OSError as fault:
        raise Refusal(f"Cannot listen on {host}, port {port}: {fault.strerror}. Name another with --port.") from fault


def run_site(host: str, port: int, *, workers: int = 2, with_worker: bool = True) -> None:
    """Collect the static files, start the worker as a child, and answer until stopped; the child goes too."""
    from django.core.management import call_command  # after open_site

    call_command("collectstatic", verbosity=0, interactive=False)
    child = subprocess.Popen([sys.executable, "-m", "waymark.cli.main", "worker"]) if with_worker else None
    try:
        _granian(host, port, workers)
    finally:
        if child is not None:
            _end(child)


def _end(worker: subprocess.Popen) -> None:
    """Let the worker end; asked twice, it drops the work it is at, which is undone and told as stopped."""
    for patience in (2, 20):
        worker.terminate()
        try:
            worker.wait(timeout=patience)
            return
        except subprocess.TimeoutExpired:
            continue
    worker.kill()


def _granian(host: str, port: int, workers: int) -> None:
    from granian import Granian  # only a serving process needs it
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "waymark.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()


def worker() -> None:
    """Do the background work: imports of large files, packs, and once a day what `waymark night` does.

    Example: waymark worker
    """
    open_site()
    from waymark.cli.night import every_night  # after open_site
    from waymark.intake import under_way

    with under_way.working(), every_night():
        while not _worked():
            time.sleep(1)


def _worked() -> bool:
    """Work until told to end; False where the database was away or held for too long, and the worker shall go on."""
    from django.core.management import call_command  # after open_site
    from django.db import OperationalError, connection

    from waymark.intake import jobs

    try:
        jobs.pick_up()
        call_command("db_worker", interval=1.0, verbosity=0, startup_delay=False)
    except OperationalError as trouble:
        print(f"The database cannot be used just now: {str(trouble).splitlines()[0]}. Trying again.", file=sys.stderr)
        connection.close()
        return False
    return True


def manage(context: typer.Context) -> None:
    """Run one of Django's own commands.

    Example: waymark manage showmigrations
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.config.settings")
    from django.core.management import execute_from_command_line  # only this command needs it

    execute_from_command_line(["waymark manage", *context.args])


def register(app: typer.Typer) -> None:
    app.command()(serve)
    app.command()(worker)
    app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(manage)
