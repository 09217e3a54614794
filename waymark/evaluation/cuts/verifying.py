"""Whether a cut is still what was cut: its SHA-256 worked out anew from what is kept."""

import json
from collections.abc import Iterator

from waymark.access.scope import acting, everything
from waymark.evaluation.cuts.content import canonical, sha256_of
from waymark.evaluation.models import Cut


def is_unaltered(cut: Cut) -> bool:
    """Whether both texts of a cut still have the SHA-256 they were kept with, and say what its row says."""
    with acting(everything("a cut is verified")):  # both texts, whoever asks
        return not list(faults_of(cut))


def faults_of(cut: Cut) -> Iterator[str]:
    """What is wrong with a kept cut, in words; nothing where it is as it was cut."""
    full = getattr(cut, "in_full", None)
    if full is None:
        yield "all of it is gone but what it shows"
        return
    for what, text, sha256 in (("content", full.content, full.sha256), ("shown", cut.shown, cut.shown_sha256)):
        if sha256_of(text) != sha256:
            yield f"its {what} is not what was cut"
            continue
        kept = json.loads(text)
        if canonical(kept) != text:
            yield f"its {what} is not canonical"
        row = (cut.on.isoformat(), cut.framework, cut.version, cut.revision)
        if (kept["on"], kept["framework"], kept["version"], kept["revision"]) != row:
            yield f"its {what} is of another day, framework or revision"
