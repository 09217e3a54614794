"""How the published page says days, years and lists."""

import re
from datetime import date

from markupsafe import Markup, escape

from waymark.kernel.academic_year import in_words


def day(on: date | None) -> str:
    """`28 February 2027`; nothing for no date."""
    return f"{on.day} {on:%B} {on.year}" if on else ""


def paragraphs(text: str) -> Markup:
    """Plain text as the school typed it: blank lines part paragraphs, lines that start with a dash are a list."""
    blocks = [block.splitlines() for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()) if block.strip()]
    return Markup("\n").join(piece for block in blocks for piece in _block(block))


def runs(lines: list[str]) -> list[tuple[bool, list[str]]]:
    """The lines in runs, each of list items (without their marks) or of other lines."""
    found: list[tuple[bool, list[str]]] = []
    for line in lines:
        item = re.match(r"\s*[-•*]\s+(.*)", line)
        text = (item[1] if item else line).strip()
        if found and found[-1][0] == bool(item):
            found[-1][1].append(text)
        elif text:
            found.append((bool(item), [text]))
    return found


def _block(lines: list[str]) -> list[Markup]:
    made = []
    for is_list, texts in runs(lines):
        if is_list:
            made.append(Markup("<ul>%s</ul>") % Markup("").join(Markup("<li>%s</li>") % text for text in texts))
        else:
            made.append(Markup("<p>%s</p>") % Markup("<br>").join(escape(text) for text in texts))
    return made


def plain_list(words: list[str], joined: str = "and") -> str:
    """`a, b and c`; nothing of nothing."""
    return f"{', '.join(words[:-1])} {joined} {words[-1]}" if len(words) > 1 else "".join(words)


def number(count: int) -> str:
    """`1,040`."""
    return f"{count:,}"


FILTERS = {"day": day, "number": number, "academic_year": in_words, "paragraphs": paragraphs, "plain_list": plain_list}
