"""Which page numbers a pagination shows, and what it says of them."""

from __future__ import annotations

from typing import Any

PER_PAGE = 25


def page_links(current: int, pages: int, base: str) -> dict[str, Any]:
    """Parameters of GOV.UK's pagination: the ends, the current page and its neighbours, dots for the rest."""
    shown = sorted({1, pages, *range(max(current - 1, 1), min(current + 1, pages) + 1)})
    items: list[dict[str, Any]] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            items.append({"ellipsis": True})
        items.append({"number": number, "href": f"{base}{number}", "current": number == current})
    return {
        "items": items,
        "previous": {"href": f"{base}{current - 1}"} if current > 1 else None,
        "next": {"href": f"{base}{current + 1}"} if current < pages else None,
    }
