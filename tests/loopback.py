"""A publisher on this machine: a server on loopback that gives files, whole or broken off, or leads elsewhere."""

import hashlib
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Publisher:
    """What a server gives: its files, where it leads on to, and after how many bytes it breaks off."""

    at: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    leads_to: dict[str, str] = field(default_factory=dict)
    breaks_off_after: int | None = None
    says_how_long: bool = True
    asked: list[tuple[str, str | None]] = field(default_factory=list)  # each path, and the range asked for


class _Serving(http.server.BaseHTTPRequestHandler):
    publisher: Publisher

    def do_GET(self):
        ours, wanted = self.publisher, self.headers.get("Range")
        ours.asked.append((self.path, wanted))
        if self.path in ours.leads_to:
            self.send_response(302)
            self.send_header("Location", ours.leads_to[self.path])
            self.end_headers()
            return
        content = ours.files.get(self.path)
        if content is None:
            self.send_error(404)
            return
        tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and self.headers["If-Range"] == tag else 0
        if start and start >= len(content):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        self.send_header("ETag", tag)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        if ours.says_how_long:
            self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        self.wfile.write(content[start:][: ours.breaks_off_after])

    def log_message(self, *said):
        """Say nothing."""


@contextmanager
def publishing() -> Iterator[Publisher]:
    """A publisher while its server runs."""
    publisher = Publisher()
    serving = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("S", (_Serving,), {"publisher": publisher}))
    publisher.at = f"http://127.0.0.1:{serving.server_port}"
    thread = threading.Thread(target=serving.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield publisher
    serving.shutdown()
    thread.join()
    serving.server_close()
