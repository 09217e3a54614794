"""What a released careers page and the files kept as evidence answer in the self-assessment.

A file answers an item only where a person has said, when keeping it, that it shows just that item. The words name
nobody: the kind of the file and its day.
"""

from datetime import date

from waymark.evaluation.assessing.signs import Sign, SignReader, once, register_sign, sign_reader
from waymark.evaluation.frameworks import frameworks
from waymark.kernel.benchmark import AnsweredBy
from waymark.ledger.models import Attachment
from waymark.ledger.queries.attachments import standing_attachments
from waymark.places.models import Organisation

PUBLISHED, HOW_TO_GET_GUIDANCE = "gb1-published", "gb8-how-to"


def register_signs() -> None:
    """Let kept files answer every yes-or-no item that no other record answers, and the careers page its two."""
    for rules in frameworks():
        for benchmark in rules.benchmarks:
            for criterion in benchmark.criteria:
                is_free = not criterion.entitlements and sign_reader(rules.name, criterion.code) is None
                if is_free and criterion.answered_by is AnsweredBy.YES_NO:
                    register_sign(criterion.code, _reader(criterion.code))


def _reader(code: str) -> SignReader:
    return lambda school, on: _of_page(school, code, on) or _of_file(school, code, on)


def _of_page(school: Organisation, code: str, on: date) -> Sign | None:
    """What the page the public could read on the day answers."""
    if code not in (PUBLISHED, HOW_TO_GET_GUIDANCE):
        return None
    from waymark.publishing.packs import (
        NothingToPack,
        public_on,
    )  # slow to import, and imported when the program starts
    from waymark.publishing.queries import released_content

    try:
        publication = public_on(school, on)
    except NothingToPack:
        return None
    released = f"The careers page released on {_said(publication.released_at.date())}"
    if code == PUBLISHED:
        return Sign("yes", f"{released} was public on the day.", on, "careers_page")
    if released_content(publication).guidance:
        return Sign("yes", f"{released} says how to get guidance.", on, "careers_page")
    return None


def _of_file(school: Organisation, code: str, on: date) -> Sign | None:
    """The latest file that is said to show the item, and that still holds on the day."""
    for kept in once(_kept_files, school, on):
        if code in kept.criteria and (kept.expires_on is None or kept.expires_on >= on):
            kind = Attachment.Kind(kept.kind).label.lower()
            return Sign("yes", f"Kept as evidence: {kind}, {_said(kept.held_on)}.", kept.held_on, "evidence")
    return None


def _kept_files(school: Organisation, on: date) -> list[Attachment]:
    return list(standing_attachments(school, on=on))


def _said(on: date) -> str:
    return f"{on.day} {on:%B} {on.year}"
