import pytest

from scripts.reference import FOLDER, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_not_stale(name):
    """Write it anew with `make docs`."""
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name]()
