"""`python -m bench [NAME …]`: measure, and write each table into docs/reference/benchmarks.md.

A bench is a module here with a TITLE and a `measure(folder)` that gives its section as Markdown.
"""

import os
import pkgutil
import platform
import subprocess
import sys
from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType

import bench

PAGE = Path("docs/reference/benchmarks.md")
_HEAD = """# How fast it is

Written by `make bench`. Figures are from one machine on one day and worth little by themselves; what to read is the
ratios, each of which was measured in one run. Everybody in the records is made up.
"""


def main(names: list[str]) -> None:
    folder = Path(os.environ.get("WAYMARK_BENCH_FOLDER", "bench-data"))
    modules = [import_module(f"bench.{each.name}") for each in pkgutil.iter_modules(bench.__path__)]
    benches = {module.__name__.removeprefix("bench."): module for module in modules if hasattr(module, "measure")}
    unknown = set(names) - set(benches)
    if unknown:
        sys.exit(f"There is no bench {', '.join(sorted(unknown))}. There are: {', '.join(benches)}.")
    for name in names or sorted(benches):
        print(f"{name} …", file=sys.stderr, flush=True)
        # Each in a process of its own: some set Django up on a database of theirs.
        program = f"from pathlib import Path; from bench.{name} import measure; print(measure(Path({str(folder)!r})))"
        section = subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.PIPE, text=True).stdout
        print(section, flush=True)
        if section.strip():  # blank: what it measures with is not on this machine
            _write(benches[name], section)


def _write(module: ModuleType, section: str) -> None:
    """Put a section in its place on the page, or at the end; a bench may have a page of its own."""
    path, title = getattr(module, "PAGE", PAGE), module.TITLE
    page = path.read_text(encoding="utf-8") if path.exists() else getattr(module, "HEAD", _HEAD)
    head, *sections = page.split("\n## ")
    said = {each.partition("\n")[0]: each.partition("\n")[2].strip() for each in sections}
    busy = f"load {os.getloadavg()[1]:.1f} over the last five minutes, this bench included"
    machine = f"{os.cpu_count()} processors, {busy}, Python {platform.python_version()}, {date.today().isoformat()}"
    said[title] = f"{section.strip()}\n\n({machine}.)"
    path.parent.mkdir(parents=True, exist_ok=True)
    body = "".join(f"\n## {each}\n\n{said[each]}\n" for each in said)
    path.write_text(head.rstrip() + "\n" + body, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
