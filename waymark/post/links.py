"""Secret links in letters: written into a letter only as it leaves, so that nobody reads one in the outbox.

A letter's text has `LINK` where the link goes, and its `about` names what it leads to: `approach 3f9a…`. Who makes the
links of a kind says so once, in its app's `ready`. Some links make whoever opens them the person they were written for:
a letter with one goes to that person's address and to no other, whoever asks for it to be sent again.
"""

from collections.abc import Callable
from importlib import import_module

LINK = "⟨link⟩"
_MAKERS: dict[str, str] = {}
_TO_ONE_ADDRESS: set[str] = set()


def register_links(kind: str, maker: str, *, to_one_address: bool = False) -> None:
    """Say who makes the links of a kind, as "module:function": from the opaque id and whom the letter is to."""
    _MAKERS[kind] = maker
    if to_one_address:
        _TO_ONE_ADDRESS.add(kind)


def keeps_its_address(about: str) -> bool:
    """Whether a letter about this may go to nobody but whom it was written to."""
    return about.partition(" ")[0] in _TO_ONE_ADDRESS


def with_link(text: str, about: str, to: str) -> str:
    """The text as it leaves for an address; one without a place for a link stays as it is."""
    kind, _, name = about.partition(" ")
    if LINK not in text or kind not in _MAKERS:
        return text
    module, _, function = _MAKERS[kind].partition(":")
    maker: Callable[[str, str], str] = getattr(import_module(module), function)
    return text.replace(LINK, maker(name, to))
