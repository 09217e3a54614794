"""The words of a PDF, read from its pages by the tables its fonts carry."""

import io
import re

import pikepdf

_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


def pages_of(content: bytes) -> list[str]:
    """The words of each page, in the order in which they are drawn."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [_page(page) for page in pdf.pages]


def text_of(content: bytes) -> str:
    return "\n".join(pages_of(content))


def _page(page) -> str:
    fonts = {str(name): _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    letters, found = {}, []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                letters = fonts[str(operands[0])]
            case "Tj" | "'" | '"':
                found.append(_said(bytes(operands[-1]), letters))
            case "TJ":
                found += [_said(bytes(part), letters) for part in operands[0] if isinstance(part, pikepdf.String)]
            case "ET":
                found.append(" ")
    return "".join(found)


def _said(codes: bytes, letters: dict[int, str]) -> str:
    return "".join(letters.get(int.from_bytes(codes[at : at + 2], "big"), "�") for at in range(0, len(codes), 2))


def _letters(font) -> dict[int, str]:
    table, found = bytes(font.ToUnicode.read_bytes()), {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.S):
        for code, letter in _CHAR.findall(block):
            found[int(code, 16)] = bytes.fromhex(letter.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, letter in _RANGE.findall(block):
            start = int(letter, 16)
            found |= {code: chr(start + code - int(first, 16)) for code in range(int(first, 16), int(last, 16) + 1)}
    return found
