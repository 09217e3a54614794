"""Long work on the command line, told on stderr: a bar on a terminal, a line a step elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def telling() -> Iterator[Callable[[str, int, int], None]]:
    """Yield `tell(what, done, total)`."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: print(what, file=sys.stderr, flush=True)
        return
    from rich.console import Console  # only a terminal needs it
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<50}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Building", total=1)
        yield lambda what, done, total: progress.update(task, description=what, completed=done, total=max(total, 1))
