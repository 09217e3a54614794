"""`waymark demo` as a process of its own: built, then served by a program begun anew."""

import socket
import urllib.request
from pathlib import Path
from urllib.error import URLError

from tests.own_site import OwnSite, until


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def answers(address: str) -> bool:
    try:
        return urllib.request.urlopen(address, timeout=5).status == 200
    except (URLError, ConnectionError, TimeoutError):
        return False


def test_the_demonstration_is_served_by_a_program_begun_anew(tmp_path, django_db_setup, django_db_blocker):
    """What built it has threads, and the processes that answer are forks: one that forked with them would hang."""
    port = free_port()
    demo = OwnSite.at(tmp_path / "data", django_db_blocker).start(
        "demo", "--stage", "empty", "--size", "0.02", "--port", str(port)
    )
    try:
        until(lambda: answers(f"http://127.0.0.1:{port}/careers/"))
        command = Path(f"/proc/{demo.pid}/cmdline").read_text().split("\0")
    finally:
        demo.terminate()
        said, _ = demo.communicate(timeout=60)

    assert command[2:6] == ["waymark.cli.main", "serve", "--port", str(port)]
    assert f"Serving on http://127.0.0.1:{port}/" in said
