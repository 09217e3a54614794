"""Writes the generated pages of docs/reference anew: `make docs`. A test says when one is stale."""

from collections.abc import Callable, Mapping
from pathlib import Path

from waymark.evaluation.reference import frameworks_reference

FOLDER = Path(__file__).parent.parent / "docs" / "reference"
PAGES: Mapping[str, Callable[[], str]] = {
    "frameworks.md": frameworks_reference,
}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
        print(f"docs/reference/{name}")


if __name__ == "__main__":
    main()
