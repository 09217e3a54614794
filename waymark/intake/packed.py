"""Files that come packed: `.gz`, unpacked within bounds."""

import zlib

from waymark.intake.reading.filetypes import MOST_UNPACKED, in_megabytes, refuse_size, refuse_type

_GZIP = b"\x1f\x8b"


def unpacked(content: bytes, *, limit: int = MOST_UNPACKED) -> bytes:
    """What is in a gzip file, or the bytes themselves when they are none; more than `limit` is refused early."""
    if not content.startswith(_GZIP):
        return content
    parts, size, left = [], 0, content
    while left.startswith(_GZIP):
        member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            parts.append(member.decompress(left, limit + 1 - size))
        except zlib.error as broken:
            raise refuse_type("a damaged packed file", suggestion="Download or pack it again.") from broken
        size += len(parts[-1])
        if size > limit or member.unconsumed_tail:
            raise refuse_size("a packed file that unpacks to more", f"a file of at most {in_megabytes(limit)}")
        if not member.eof:
            raise refuse_type("a packed file cut short", suggestion="Download or pack it again.")
        left = member.unused_data
    return b"".join(parts)
