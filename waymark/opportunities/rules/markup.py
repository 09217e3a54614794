"""Text out of the markup that some files hold in their cells: what a page may show, never what a browser would run."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_BLOCKS = frozenset({"p", "div", "ul", "ol", "br", "h1", "h2", "h3", "h4", "tr", "table"})
_UNSAID = frozenset({"script", "style"})


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in a cell: its list's points, and its sentences outside any list."""

    points: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()


def said_in(markup: str) -> Said:
    """The points and sentences of a cell of markup, or of plain text; a script's text is no sentence."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    reader.end_part()
    return Said(tuple(reader.points), tuple(reader.sentences))


@dataclass
class _Reader(HTMLParser):
    points: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    _heard: list[str] = field(default_factory=list)
    _in_point: bool = False
    _unsaid: int = 0

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSAID:
            self._unsaid += 1
        elif tag == "li":
            self.end_part()
            self._in_point = True
        elif tag in _BLOCKS and not self._in_point:
            self.end_part()

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSAID:
            self._unsaid = max(0, self._unsaid - 1)
        elif tag in {"li", "ul", "ol"}:
            self.end_part()
            self._in_point = False
        elif tag in _BLOCKS and not self._in_point:
            self.end_part()

    def handle_data(self, data: str) -> None:
        if not self._unsaid:
            self._heard.append(data)

    def end_part(self) -> None:
        words = " ".join("".join(self._heard).split())
        self._heard = []
        if words:
            (self.points if self._in_point else self.sentences).append(words)
