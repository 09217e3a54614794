"""`waymark demo` as a process of its own: built, then served by a program begun anew."""

import socket
import urllib.request
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.own_site import OwnSite, until
from waymark.cli.main import run
from waymark.cli.refusal import Refusal
from waymark.cli.site import need_free


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
        until(lambda: answers(f"http://127.0.0.1:{port}/careers/"), seconds=240)
        command = Path(f"/proc/{demo.pid}/cmdline").read_text().split("\0")
    finally:
        demo.terminate()
        said, _ = demo.communicate(timeout=60)

    assert command[2:6] == ["waymark.cli.main", "serve", "--port", str(port)]
    assert f"Serving on http://127.0.0.1:{port}/" in said


def test_a_port_that_another_site_listens_on_is_refused_though_it_could_be_shared():
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as our own server does, for its processes
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(Refusal, match=f"Cannot listen on 127.0.0.1, port {port}: Address already in use"):
            need_free("127.0.0.1", port)


def test_a_port_that_was_just_left_is_free():
    need_free("127.0.0.1", free_port())


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_none_is_refused_in_a_sentence(command, capsys):
    assert run([command, "--port", "70000"]) == 2
    assert capsys.readouterr().err == "Invalid value for '--port': Input should be less than or equal to 65535\n"
