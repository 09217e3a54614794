"""A file fetched from its publisher: whole, from where it was said, and no further than broken off the second time."""

import json
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from waymark.intake.open_data.registry import NotFetched, is_allowed
from waymark.intake.reading.filetypes import in_megabytes
from waymark.kernel.telling import Tell, untold

_PIECE = 1024 * 1024
_PATIENCE = 60  # seconds without a byte


@dataclass(frozen=True)
class Download:
    """One file to be had: from which address, by way of which other hosts, and how large it may be."""

    address: str
    to: Path
    through: frozenset[str] = frozenset()
    at_most: int = 2 * 1024**3
    tell: Tell = field(default=untold)

    @property
    def _begun(self) -> Path:
        return self.to.with_name(f"{self.to.name}.begun")

    @property
    def _beginning(self) -> Path:
        return self.to.with_name(f"{self.to.name}.begun.json")

    def fetch(self) -> None:
        """Write the file; a download that broke off goes on where it stopped, if it is still the same file there."""
        if not is_allowed(self.address):
            raise NotFetched(f"{self.address} is not an https address.")
        self.to.parent.mkdir(parents=True, exist_ok=True)
        opener = build_opener(_OnlyThere(self.address, self.through))
        try:
            with opener.open(self._request(), timeout=_PATIENCE) as answer:
                total = self._write(answer)
        except HTTPError as refused:
            if refused.code == 416 and self._begun.exists():  # what was begun is no part of what is there now
                self.forget()
                return self.fetch()
            raise NotFetched(_in_words(self.address, refused)) from refused
        except (OSError, HTTPException) as trouble:
            raise NotFetched(f"{self.address} could not be had: {_why(trouble)}.{self._how_far()}") from trouble
        size = self._begun.stat().st_size
        if size != total:
            raise NotFetched(f"The download broke off after {size:,} of {total:,} bytes.{self._how_far()}")
        self._begun.replace(self.to)
        self.forget()

    def forget(self) -> None:
        """Keep nothing of what was begun."""
        self._begun.unlink(missing_ok=True)
        self._beginning.unlink(missing_ok=True)

    def _request(self) -> Request:
        said = {"User-Agent": "Waymark", "Accept-Encoding": "identity"}
        if self._begun.exists() and self._beginning.exists():
            before = json.loads(self._beginning.read_text(encoding="utf-8"))
            if before["address"] == self.address:
                said |= {"Range": f"bytes={self._begun.stat().st_size}-", "If-Range": before["version"]}
        return Request(self.address, headers=said)

    def _write(self, answer: Any) -> int:
        """Write what comes, after what was begun where the publisher goes on from there; the whole length."""
        goes_on = answer.status == 206
        done = self._begun.stat().st_size if goes_on else 0
        if goes_on and not answer.headers.get("Content-Range", "").startswith(f"bytes {done}-"):
            self.forget()
            raise NotFetched("The publisher went on from another place than where the download broke off.")
        total = _length(answer, done)
        if total > self.at_most:
            raise self._too_large()
        self._note(answer)
        with self._begun.open("ab" if goes_on else "wb") as out:
            while piece := answer.read(_PIECE):
                done += len(piece)
                if done > self.at_most:
                    raise self._too_large()
                out.write(piece)
                self.tell(done, max(total, 0), "Downloading")
        return total if total >= 0 else done

    def _note(self, answer: Any) -> None:
        """Write down which version this is, so that a later call can ask for the rest of it and of no other."""
        tag = answer.headers.get("ETag", "")
        version = tag if tag and not tag.startswith("W/") else answer.headers.get("Last-Modified", "")
        if version:
            self._beginning.write_text(json.dumps({"address": self.address, "version": version}), encoding="utf-8")
        else:
            self._beginning.unlink(missing_ok=True)

    def _too_large(self) -> NotFetched:
        self.forget()
        return NotFetched(f"The file is larger than {in_megabytes(self.at_most)}, the most that this set can be.")

    def _how_far(self) -> str:
        if self._begun.exists() and self._beginning.exists():
            return " Say the same again, and it goes on from there."
        self.forget()
        return ""


class _OnlyThere(HTTPRedirectHandler):
    """Follows an address only to its own host, or to one the registry or its user names."""

    def __init__(self, address: str, through: frozenset[str]) -> None:
        self._address, self._hosts = address, through | {urlsplit(address).hostname or ""}

    def redirect_request(self, req: Any, fp: Any, code: Any, msg: Any, headers: Any, newurl: str) -> Request | None:
        to = urlsplit(newurl)
        if not is_allowed(newurl) or (to.scheme == "http" and urlsplit(self._address).scheme == "https"):
            raise NotFetched(f"{self._address} leads on to {newurl}, which is not an https address.")
        if to.hostname not in self._hosts:
            raise NotFetched(
                f"{self._address} leads on to another host, {to.hostname}. If that is the publisher’s, say --through"
                f" {to.hostname}."
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _length(answer: Any, done: int) -> int:
    """The whole length in bytes; -1 where it comes in chunks, whose end is known when it comes."""
    if answer.length is not None:
        return done + int(answer.length)
    if answer.chunked:
        return -1
    raise NotFetched("The publisher does not say how long the file is: nobody could tell whether it came whole.")


def _why(trouble: Exception) -> str:
    """The system's own words for it, without what a library wrote round them."""
    inner = getattr(trouble, "reason", trouble)
    return str(getattr(inner, "strerror", None) or inner)


def _in_words(address: str, refused: HTTPError) -> str:
    if refused.code == 404:
        return f"{address} is not there (404): there is no such file, or not yet."
    return f"{address} could not be had: its publisher answered {refused.code}, {refused.reason}."
