"""What a command has to tell: in words for people, or as one JSON document for programs."""

import json
from collections.abc import Iterable
from typing import Any

import typer

JSON = typer.Option(False, "--json", help="Print one JSON document and nothing else.")


def say(document: Any, words: str | Iterable[str], *, as_json: bool) -> None:
    """Print the document, or the same in words, a line each."""
    if as_json:
        print(json.dumps(document, ensure_ascii=False))
        return
    for line in [words] if isinstance(words, str) else words:
        print(line)
