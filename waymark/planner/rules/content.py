"""The content of something approved, known by its SHA-256."""

import hashlib
import json
from typing import Any


def sha256_of(content: dict[str, Any]) -> str:
    """Of the canonical JSON: keys in order, no blanks, so that the same content always gives the same."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
