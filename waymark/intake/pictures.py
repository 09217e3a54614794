"""Pictures without what is hidden in them: where they were taken, when, by whose telephone.

A JPEG keeps what is needed to show it – its pixels, colours and which way up it is – and a PNG its picture and
colours. Everything else goes: EXIF, XMP, comments, thumbnails, and whatever follows the end of the picture.
"""

import struct
from collections.abc import Iterator

from waymark.intake.reading.filetypes import refuse_type

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
_PNG_KEPT = frozenset(
    [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"sBIT", b"bKGD"]
)
_START, _END, _SCAN, _EXIF, _ICC, _JFIF, _ADOBE, _COMMENT = 0xD8, 0xD9, 0xDA, 0xE1, 0xE2, 0xE0, 0xEE, 0xFE
_ALONE = frozenset([0x01, *range(0xD0, 0xD8)])  # markers without a body
_ORIENTATION = 0x0112


def without_hidden_facts(content: bytes) -> bytes:
    """The picture with its metadata taken off; `FileRefused` where it is neither a PNG nor a JPEG, or is damaged."""
    try:
        if content.startswith(PNG):
            return _png(content)
        if content.startswith(JPEG):
            return _jpeg(content)
    except (struct.error, IndexError, ValueError) as broken:
        raise refuse_type("a damaged picture", "a PNG or JPEG picture", "Save it again and send that.") from broken
    raise refuse_type("a picture of another kind", "a PNG or JPEG picture", "Save it as PNG or JPEG.")


def _png(content: bytes) -> bytes:
    parts, at = [PNG], len(PNG)
    while True:
        (length,) = struct.unpack_from(">I", content, at)
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            raise ValueError("cut short")
        if kind in _PNG_KEPT:
            parts.append(content[at:end])
        if kind == b"IEND":
            return b"".join(parts)
        at = end


def _jpeg(content: bytes) -> bytes:
    parts = [b"\xff\xd8"]
    for marker, segment in _segments(content):
        body = segment[4:]
        if marker == _EXIF:
            if which_way := _orientation(body):
                parts.append(_only_orientation(which_way))
        elif marker == _ICC:
            if body.startswith(b"ICC_PROFILE\0"):
                parts.append(segment)
        elif marker in (_JFIF, _ADOBE) or not (0xE0 <= marker <= 0xEF or marker == _COMMENT):
            parts.append(_without_thumbnail(segment) if marker == _JFIF else segment)
    return b"".join(parts)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Every marker with its segment up to the end of the picture; a scan comes with the pixels that follow it."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise ValueError("no marker")
        while content[at + 1] == 0xFF:  # filling
            at += 1
        marker = content[at + 1]
        if marker == _END:
            yield marker, content[at : at + 2]
            return
        if marker in _ALONE:
            yield marker, content[at : at + 2]
            at += 2
            continue
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        if length < 2 or end > len(content):
            raise ValueError("cut short")
        if marker == _SCAN:
            end = _after_pixels(content, end)
        yield marker, content[at:end]
        at = end


def _after_pixels(content: bytes, at: int) -> int:
    while True:
        at = content.index(b"\xff", at)
        if content[at + 1] != 0x00 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2


def _without_thumbnail(segment: bytes) -> bytes:
    """JFIF's own segment, whose last two bytes are the size of a small picture that follows it: none."""
    if not segment[4:].startswith(b"JFIF\0") or len(segment) < 18:
        return b""
    return segment[:2] + struct.pack(">H", 16) + segment[4:16] + b"\0\0"


def _orientation(body: bytes) -> int:
    """Which way up the picture is, 2 to 8; 0 where nothing says, or it is upright."""
    if not body.startswith(b"Exif\0\0"):
        return 0
    tiff = body[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        if order is None:
            return 0
        (directory,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, directory)
        for number in range(entries):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, directory + 2 + 12 * number)
            if tag == _ORIENTATION:
                return value if 2 <= value <= 8 else 0
    except struct.error:
        return 0
    return 0


def _only_orientation(value: int) -> bytes:
    tiff = b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, _ORIENTATION, 3, 1, value, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
