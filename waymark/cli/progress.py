"""Long work on the command line, told on stderr: a bar on a terminal, a line a step elsewhere."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from waymark.kernel.telling import Tell

_SHORT = 1.0  # seconds: of what is over sooner, nobody is told


@contextmanager
def telling() -> Iterator[Callable[[str, int, int], None]]:
    """Yield `tell(what, done, total)`."""
    with showing(short=0.0) as tell:
        yield lambda what, done, total: tell(done, total, what)


@contextmanager
def showing(short: float = _SHORT) -> Iterator[Tell]:
    """Yield a `Tell`. Where there is no terminal a line is told for each new step, once there were `short` seconds."""
    if not sys.stderr.isatty():
        yield _Lines(short)
        return
    from rich.console import Console  # only a terminal needs it
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<50}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Beginning", total=None)
        yield lambda done, total, words: progress.update(
            task, description=words, completed=done, total=max(total, 1) if total or done else None
        )


class _Lines:
    """A `Tell` that says each step once."""

    def __init__(self, short: float) -> None:
        self._from, self._said = time.monotonic() + short, ""

    def __call__(self, done: int, total: int, words: str) -> None:
        if words != self._said and time.monotonic() >= self._from:
            print(words, file=sys.stderr, flush=True)
            self._said = words


@contextmanager
def stoppable() -> Iterator[list[bool]]:
    """Ctrl-C asks for the best so far; a second one leaves at once."""
    stop = [False]

    def asked(number: int, frame: object) -> None:
        if stop[0]:
            raise KeyboardInterrupt
        stop[0] = True

    before = signal.signal(signal.SIGINT, asked)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
