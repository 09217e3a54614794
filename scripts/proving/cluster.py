"""A real Spark standalone cluster on this machine, for as long as a proof lasts."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

_HOST = "127.0.0.1"
_PATIENCE = 180  # seconds that a part may take to answer
_WORKERS = 2


@contextmanager
def cluster(environment: Path, folder: Path) -> Iterator[str]:
    """Start a master, two workers and a Spark Connect server; yields the server's address, then stops all four."""
    home = next(environment.absolute().glob("lib/python*/site-packages/pyspark"))
    settings = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": _HOST,
        "SPARK_LOCAL_DIRS": str(folder / "local"),
        "PYSPARK_PYTHON": str(environment.absolute() / "bin/python"),
    }
    master, master_page, connect = (_free_port() for _ in range(3))
    started: list[subprocess.Popen] = []

    def start(name: str, *command: str) -> None:
        log = (folder / f"{name}.log").open("wb")
        started.append(
            subprocess.Popen(command, env=settings, stdout=log, stderr=log, cwd=folder, start_new_session=True)
        )

    by_class = f"{home}/bin/spark-class"
    try:
        start(
            "master", by_class, "org.apache.spark.deploy.master.Master",
            "--host", _HOST, "--port", str(master), "--webui-port", str(master_page),
        )  # fmt: skip
        _wait_for(master, started)
        for number in range(_WORKERS):
            start(
                f"worker{number}", by_class, "org.apache.spark.deploy.worker.Worker", "--host", _HOST, "--cores", "1",
                "--memory", "2g", "--webui-port", str(_free_port()), "--work-dir", str(folder / f"work{number}"),
                f"spark://{_HOST}:{master}",
            )  # fmt: skip
        _wait_for_workers(master_page)
        start("connect", *_connect_server(home, master, connect))
        _wait_for(connect, started)
        yield f"sc://{_HOST}:{connect}"
    finally:
        for process in reversed(started):
            _stop(process)


def _connect_server(home: Path, master: int, port: int) -> list[str]:
    settings = {
        "spark.driver.host": _HOST,
        "spark.driver.bindAddress": _HOST,
        "spark.connect.grpc.binding.address": _HOST,
        "spark.connect.grpc.binding.port": str(port),
        "spark.executor.memory": "1g",
        "spark.cores.max": str(_WORKERS),
        "spark.sql.shuffle.partitions": "4",
        "spark.ui.enabled": "false",
    }
    chosen = [part for name, value in settings.items() for part in ("--conf", f"{name}={value}")]
    server = "org.apache.spark.sql.connect.service.SparkConnectServer"
    submit = [f"{home}/bin/spark-submit", "--class", server, "--master", f"spark://{_HOST}:{master}"]
    return [*submit, *chosen, "spark-internal"]


def _wait_for(port: int, started: list[subprocess.Popen]) -> None:
    give_up = time.monotonic() + _PATIENCE
    while time.monotonic() < give_up:
        if any(process.poll() is not None for process in started):
            raise RuntimeError("A part of the cluster stopped while starting; its log is in the proof's folder.")
        with closing(socket.socket()) as probe:
            if probe.connect_ex((_HOST, port)) == 0:
                return
        time.sleep(0.5)
    raise RuntimeError(f"Nothing answered on port {port} within {_PATIENCE} seconds.")


def _wait_for_workers(page: int) -> None:
    give_up = time.monotonic() + _PATIENCE
    while time.monotonic() < give_up:
        with suppress(OSError), urlopen(f"http://{_HOST}:{page}/json/", timeout=10) as answer:  # it answers last of all
            if json.load(answer)["aliveworkers"] == _WORKERS:
                return
        time.sleep(0.5)
    raise RuntimeError("The workers did not join the cluster.")


def _stop(process: subprocess.Popen) -> None:
    """End a process and all it started: each is the leader of its own group."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, how)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                continue


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind((_HOST, 0))
        return probe.getsockname()[1]
