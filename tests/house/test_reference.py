from pathlib import Path

import pytest

from waymark.cli.reference import pages

FOLDER = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize(("name", "text"), [pytest.param(*page, id=page[0]) for page in pages()])
def test_a_generated_page_is_not_stale(name, text):
    """Write it anew with `make docs`."""
    assert (FOLDER / name).read_text(encoding="utf-8") == text
