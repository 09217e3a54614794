"""Names as they are compared: without case, accents, order or punctuation."""

import re
import unicodedata

_WORDS = re.compile(r"\w+")


def name_key(*parts: str) -> str:
    """One key for `Żaneta Brook-Hall`, `BROOK-HALL, Zaneta` and `brook hall zaneta`."""
    plain = unicodedata.normalize("NFKD", " ".join(parts)).casefold()
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("'", "").replace("’", "")
    return " ".join(sorted(_WORDS.findall(bare.replace("_", " "))))
