"""Secret links in letters: written into a letter only as it leaves, so that nobody reads one in the outbox.

A letter's text has `LINK` where the link goes, and its `about` names what it leads to: `approach 3f9a…`. Who makes the
links of a kind says so once, in its app's `ready`.
"""

from collections.abc import Callable
from importlib import import_module

LINK = "⟨link⟩"
_MAKERS: dict[str, str] = {}


def register_links(kind: str, maker: str) -> None:
    """Say who makes the links of a kind, as "module:function": from the opaque id to the whole address."""
    _MAKERS[kind] = maker


def with_link(text: str, about: str) -> str:
    """The text as it leaves; one without a place for a link stays as it is."""
    kind, _, name = about.partition(" ")
    if LINK not in text or kind not in _MAKERS:
        return text
    module, _, function = _MAKERS[kind].partition(":")
    maker: Callable[[str], str] = getattr(import_module(module), function)
    return text.replace(LINK, maker(name))
