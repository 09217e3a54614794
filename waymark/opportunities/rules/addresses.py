"""Web addresses, letters and numbers as people type them: what may be shown as a link, and what may not."""

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"(?!-)[\w-]{1,63}(?<!-)(\.(?!-)[\w-]{1,63}(?<!-))+", re.UNICODE)
_EMAIL = re.compile(r"[^\s@<>,;]+@(?!-)[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(r"(?:\+|00)?[\d ()-]{7,25}(?: ?(?:ext\.?|x) ?\d{1,6})?", re.IGNORECASE)


def is_website(address: str) -> bool:
    """Whether the text is an address of the web: a host with a dot, http or https or neither, no blanks."""
    if not address or any(character.isspace() or character in '<>`"\\' for character in address):
        return False
    scheme, sep, _ = address.partition("://")
    if sep and scheme.casefold() not in ("http", "https"):
        return False
    try:
        parts = urlsplit(address if sep else f"https://{address}")
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return bool(_HOST.fullmatch(host)) and "@" not in parts.netloc


def full_website(address: str) -> str:
    """The address with its scheme, to be a link; blank where it is none."""
    if not is_website(address):
        return ""
    return address if "://" in address else f"https://{address}"


def is_email(text: str) -> bool:
    """Whether the text is shaped as an email address."""
    return len(text) <= 254 and bool(_EMAIL.fullmatch(text))


def is_telephone(text: str) -> bool:
    """Whether the text is shaped as a telephone number: ten or eleven digits, more with the country's."""
    if not _PHONE.fullmatch(text):
        return False
    digits = re.sub(r"\D", "", re.split(r"(?i)ext|x", text)[0])
    return 10 <= len(digits) <= 15
